/*
unit      = "index_minus1_1"
better    = "high"
theme     = "market"
place     = 4
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN -1.000001 AND 1.000001"]
formula   = "(X − M) / (X + M), value; −1 only imports … +1 only exports"
reference = "Standard definition (Balassa 1966)"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
SELECT
    t.year, t.metal, t.stage, t.iso3,
    (coalesce(t.export_usd, 0) - coalesce(t.import_usd, 0)) / (coalesce(t.export_usd, 0) + coalesce(t.import_usd, 0)) AS value
FROM marts.country_trade AS t
JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
WHERE coalesce(t.export_usd, 0) + coalesce(t.import_usd, 0) > 0
