/*
unit      = "share_0_1"
better    = "high"
theme     = "sovereignty"
place     = 4
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1"]
formula   = "sᵢ = qᵢ / Σq, one source, one year, one stage; “Other countries” in Σq; a figure withdrawn by a correction in neither"
reference = "Shares of world output as USGS and World Mining Data print them"
notes     = ["withheld_total", "basis_mismatch"]
*/
SELECT p.year, p.metal, p.stage, p.iso3, p.quantity_t / t.total_t AS value
FROM marts.production AS p
JOIN marts.production_total AS t ON t.year = p.year AND t.metal = p.metal AND t.stage = p.stage
JOIN catalog.country AS c ON c.iso3 = p.iso3 AND c.kind <> 'pseudo'
WHERE t.complete AND p.quantity_t IS NOT NULL
