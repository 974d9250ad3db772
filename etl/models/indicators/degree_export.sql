/*
unit      = "count"
better    = "high"
theme     = "ecosystems"
place     = 4
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 1"]
formula   = "number of countries the country exports to"
reference = "Freeman (1977)"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
SELECT p.year, p.metal, p.stage, p.exporter_iso3 AS iso3, CAST(count(*) AS DOUBLE) AS value
FROM marts.pair AS p
JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.kind <> 'pseudo'
JOIN catalog.country AS i ON i.iso3 = p.importer_iso3 AND i.kind <> 'pseudo'
WHERE NOT p.partial AND p.value_usd > 0
GROUP BY p.year, p.metal, p.stage, p.exporter_iso3
