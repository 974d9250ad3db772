/*
unit      = "index_0_1"
better    = "low"
theme     = "resilience"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "HHI = Σ sⱼ², sⱼ = share of customer j in the country's exports (value)"
reference = "Herfindahl (1950), Hirschman (1964)"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
SELECT p.year, p.metal, p.stage, p.exporter_iso3 AS iso3, sum((p.value_usd / t.export_usd) * (p.value_usd / t.export_usd)) AS value
FROM marts.pair AS p
JOIN marts.country_trade AS t
    ON t.year = p.year AND t.metal = p.metal AND t.stage = p.stage AND t.iso3 = p.exporter_iso3
JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.kind <> 'pseudo'
JOIN catalog.country AS i ON i.iso3 = p.importer_iso3 AND i.kind <> 'pseudo'
WHERE NOT p.partial AND t.export_usd > 0
GROUP BY p.year, p.metal, p.stage, p.exporter_iso3
