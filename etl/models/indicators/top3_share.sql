/*
unit      = "share_0_1"
better    = "low"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "Σ of the three largest production shares of named countries"
reference = "IEA, Global Critical Minerals Outlook"
notes     = ["withheld_total", "basis_mismatch"]
*/
WITH placed AS (
    SELECT
        year, metal, stage, value,
        row_number() OVER (PARTITION BY year, metal, stage ORDER BY value DESC, iso3) AS place
    FROM indicators.production_share
)
SELECT year, metal, stage, 'WLD' AS iso3, sum(value) AS value
FROM placed
WHERE place <= 3
GROUP BY year, metal, stage
