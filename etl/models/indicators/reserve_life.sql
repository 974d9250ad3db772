/*
unit      = "years"
better    = "high"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "reserves / mine production of the edition's latest year, same edition, same basis; the world (WLD) as the edition totals it, unless a producer is left out of that total; not platinum or palladium, whose reserves are stated for the group"
reference = "USGS Mineral Commodity Summaries"
notes     = ["all_pgm"]
*/
SELECT r.year, r.metal, 'mine' AS stage, r.iso3, r.quantity_t / p.quantity_t AS value
FROM marts.reserve AS r
JOIN staging.production AS p
    ON p.year = r.year AND p.metal = r.metal AND p.stage = 'mine' AND p.iso3 = r.iso3
    AND p.basis = r.basis AND p.source = r.source AND p.edition = r.edition
JOIN catalog.country AS c ON c.iso3 = r.iso3 AND (c.kind <> 'pseudo' OR c.iso3 = 'WLD')
-- A world total published without a withheld producer does not match the reserves, which have all.
WHERE p.quantity_t > 0 AND r.quantity_t IS NOT NULL AND coalesce(p.flag <> 'withheld', TRUE)
