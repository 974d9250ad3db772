/*
unit      = "index_0_1"
better    = "low"
theme     = "sovereignty"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "HHI = Σ sᵢ², sᵢ = production share of named country i"
reference = "Herfindahl (1950), Hirschman (1964)"
notes     = ["withheld_total", "basis_mismatch"]
*/
SELECT year, metal, stage, 'WLD' AS iso3, sum(value * value) AS value
FROM indicators.production_share
GROUP BY year, metal, stage
