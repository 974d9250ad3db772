/*
unit      = "share_0_1"
better    = "low"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "imports of the country / world imports, by value, whole series only"
reference = "CEPII BACI"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
WITH world AS (
    SELECT year, metal, stage, sum(import_usd) AS import_usd
    FROM marts.country_trade
    GROUP BY year, metal, stage
)
SELECT t.year, t.metal, t.stage, t.iso3, t.import_usd / w.import_usd AS value
FROM marts.country_trade AS t
JOIN world AS w ON w.year = t.year AND w.metal = t.metal AND w.stage = t.stage
JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
WHERE t.import_usd > 0
