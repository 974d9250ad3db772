/*
key = ["year", "metal", "stage", "iso3"]
checks = ["quantity_t >= 0"]
about = "Output in the weight that customs count, to be held against trade: gross weight, or a refined metal's content, which is its own weight. The best ranked source that gives it, in its newest edition."
*/
WITH cell AS (
    SELECT
        p.year, p.metal, p.stage, p.iso3, p.basis, p.source, p.edition, r.rank,
        CASE WHEN c.reason IS NULL THEN p.quantity_t ELSE c.corrected END AS quantity_t
    FROM staging.production AS p
    JOIN catalog.source_rank AS r ON r.source = p.source AND r.stage = p.stage
    LEFT JOIN catalog.correction AS c
        ON c.contract = 'production' AND c.source = p.source AND c.year = p.year
        AND c.metal = p.metal AND c.stage = p.stage AND c.iso3 = p.iso3 AND c.published = p.quantity_t
    WHERE p.iso3 <> 'WLD' AND (p.basis = 'gross' OR p.stage = 'refined' AND p.basis = 'content')
)
SELECT year, metal, stage, iso3, quantity_t, basis, source
FROM cell
WHERE quantity_t IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY year, metal, stage, iso3 ORDER BY rank, edition DESC) = 1
