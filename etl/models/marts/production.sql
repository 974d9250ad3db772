/*
key = ["year", "metal", "stage", "iso3"]
checks = ["quantity_t >= 0", "length(iso3) = 3"]
about = "For each metal, stage and year: all rows of one winning source and edition, on the basis of the series."
*/
-- A cell filled from another source would double count its "Other countries": a year is won as a whole.
WITH candidate AS (
    SELECT DISTINCT p.year, p.metal, p.stage, p.source, p.edition, r.rank
    FROM staging.production AS p
    JOIN catalog.source_rank AS r ON r.source = p.source AND r.stage = p.stage
),
winner AS (
    SELECT
        year, metal, stage, source, edition,
        row_number() OVER (PARTITION BY year, metal, stage ORDER BY rank, edition DESC) AS place
    FROM candidate
)
SELECT
    p.year, p.metal, p.stage, p.iso3,
    CASE WHEN c.reason IS NULL THEN p.quantity_t ELSE c.corrected END AS quantity_t,
    p.basis, p.source, p.edition,
    CASE WHEN c.reason IS NULL THEN p.flag ELSE 'corrected' END AS flag
FROM staging.production AS p
JOIN winner AS w
    ON w.year = p.year AND w.metal = p.metal AND w.stage = p.stage
    AND w.source = p.source AND w.edition = p.edition AND w.place = 1
-- A year whose winner measures something else (ore, not content) has no row: the series would jump.
JOIN catalog.basis AS b ON b.metal = p.metal AND b.stage = p.stage AND b.basis = p.basis
LEFT JOIN catalog.correction AS c
    ON c.contract = 'production' AND c.source = p.source AND c.year = p.year
    AND c.metal = p.metal AND c.stage = p.stage AND c.iso3 = p.iso3 AND c.published = p.quantity_t
