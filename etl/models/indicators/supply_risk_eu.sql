/*
unit      = "index_0_10"
better    = "low"
theme     = "sovereignty"
place     = 6
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 10"]
formula   = "SR = [HHI_GS·IR/2 + HHI_EU·(1 − IR/2)]·(1 − EoL-RIR)·SI, HHI = Σ S²·W·t, W = (2.5 − mean of six WGI 2016–2020)·2; one HHI alone where the study says so; the riskiest material of the metal, stage 'all' = larger stage"
reference = "European Commission (2017), Methodology for establishing the EU list of critical raw materials; Study on the critical raw materials for the EU 2023"
*/
SELECT year, metal, stage, 'WLD' AS iso3, max(value) AS value
FROM marts.supply_risk
WHERE value IS NOT NULL
GROUP BY year, metal, stage
UNION ALL
SELECT year, metal, 'all', 'WLD', max(value)
FROM marts.supply_risk
WHERE value IS NOT NULL
GROUP BY year, metal
