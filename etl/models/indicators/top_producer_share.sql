/*
unit      = "share_0_1"
better    = "low"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "largest production share of a named country"
reference = "IEA, Global Critical Minerals Outlook"
notes     = ["withheld_total", "basis_mismatch"]
*/
SELECT year, metal, stage, 'WLD' AS iso3, max(value) AS value
FROM indicators.production_share
GROUP BY year, metal, stage
