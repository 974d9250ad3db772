/*
unit      = "t"
better    = "high"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "qᵢ, one source and one basis a year; none where a correction withdraws the figure"
reference = "USGS Mineral Commodity Summaries; World Mining Data; BGS World Mineral Statistics"
notes     = ["basis_mismatch"]
*/
SELECT p.year, p.metal, p.stage, p.iso3, p.quantity_t AS value
FROM marts.production AS p
JOIN catalog.country AS c ON c.iso3 = p.iso3 AND c.kind <> 'pseudo'
WHERE p.quantity_t IS NOT NULL
