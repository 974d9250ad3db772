/*
unit      = "share_0_1"
better    = "high"
theme     = "african_cooperation"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "exports to African countries / exports (value); Africa = M49 region 002"
reference = "CEPII BACI"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
SELECT
    p.year, p.metal, p.stage, p.exporter_iso3 AS iso3,
    sum(CASE WHEN i.africa THEN p.value_usd ELSE 0 END) / sum(p.value_usd) AS value
FROM marts.pair AS p
JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.kind <> 'pseudo'
JOIN catalog.country AS i ON i.iso3 = p.importer_iso3
WHERE NOT p.partial
GROUP BY p.year, p.metal, p.stage, p.exporter_iso3
HAVING sum(p.value_usd) > 0
