/*
unit      = "share_0_1"
better    = "high"
theme     = "africa_europe"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "EU27 imports from country i / EU27 imports from outside the EU27 (value)"
reference = "CEPII BACI; Regulation (EU) 2024/1252 watches the same share against 65 %"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
WITH entering AS (
    SELECT p.year, p.metal, p.stage, p.exporter_iso3 AS iso3, e.kind, sum(p.value_usd) AS value_usd
    FROM marts.pair AS p
    JOIN catalog.country AS i ON i.iso3 = p.importer_iso3 AND i.eu27
    JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND NOT e.eu27
    WHERE NOT p.partial
    GROUP BY p.year, p.metal, p.stage, p.exporter_iso3, e.kind
),
total AS (
    SELECT year, metal, stage, sum(value_usd) AS value_usd FROM entering GROUP BY year, metal, stage
)
SELECT e.year, e.metal, e.stage, e.iso3, e.value_usd / t.value_usd AS value
FROM entering AS e
JOIN total AS t ON t.year = e.year AND t.metal = e.metal AND t.stage = e.stage
WHERE e.kind <> 'pseudo' AND t.value_usd > 0
