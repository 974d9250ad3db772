/*
unit      = "index_0_1"
better    = "low"
theme     = "sovereignty"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "HHI = Σ sᵢ², sᵢ = share of supplier i in the country's imports (value)"
reference = "Herfindahl (1950), Hirschman (1964)"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
SELECT p.year, p.metal, p.stage, p.importer_iso3 AS iso3, sum((p.value_usd / t.import_usd) * (p.value_usd / t.import_usd)) AS value
FROM marts.pair AS p
JOIN marts.country_trade AS t
    ON t.year = p.year AND t.metal = p.metal AND t.stage = p.stage AND t.iso3 = p.importer_iso3
JOIN catalog.country AS i ON i.iso3 = p.importer_iso3 AND i.kind <> 'pseudo'
-- An unspecified supplier counts in the denominator, never as one supplier.
JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.kind <> 'pseudo'
WHERE NOT p.partial AND t.import_usd > 0
GROUP BY p.year, p.metal, p.stage, p.importer_iso3
