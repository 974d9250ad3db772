/*
unit      = "ratio"
better    = "low"
theme     = "governance"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "(max − min) / median of the sources that report the cell, same basis, newest edition of each; two sources at least"
reference = "Own definition; spreads shown, never averaged"
*/
WITH newest AS (
    SELECT
        p.year, p.metal, p.stage, p.iso3, p.quantity_t,
        row_number() OVER (PARTITION BY p.year, p.metal, p.stage, p.iso3, p.source ORDER BY p.edition DESC) AS place
    FROM staging.production AS p
    JOIN catalog.basis AS b ON b.metal = p.metal AND b.stage = p.stage AND b.basis = p.basis
    JOIN catalog.country AS c ON c.iso3 = p.iso3 AND c.iso3 <> 'OTH'
    WHERE p.quantity_t IS NOT NULL
)
SELECT year, metal, stage, iso3, (max(quantity_t) - min(quantity_t)) / median(quantity_t) AS value
FROM newest
WHERE place = 1
GROUP BY year, metal, stage, iso3
HAVING count(*) > 1 AND median(quantity_t) > 0
