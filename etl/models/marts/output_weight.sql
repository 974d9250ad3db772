/*
key = ["year", "metal", "stage", "iso3"]
checks = ["quantity_t >= 0"]
about = "Output in the weight that customs count, to be held against trade: gross weight, or a refined metal's content, which is its own weight. The best ranked source that gives it, in its newest edition."
*/
SELECT
    p.year, p.metal, p.stage, p.iso3,
    arg_min(CASE WHEN c.reason IS NULL THEN p.quantity_t ELSE c.corrected END, (r.rank, -n.place)) AS quantity_t,
    arg_min(p.basis, (r.rank, -n.place)) AS basis, arg_min(p.source, (r.rank, -n.place)) AS source
FROM staging.production AS p
JOIN catalog.source_rank AS r ON r.source = p.source AND r.stage = p.stage
JOIN (
    SELECT source, edition, row_number() OVER (PARTITION BY source ORDER BY edition) AS place
    FROM (SELECT DISTINCT source, edition FROM staging.production)
) AS n ON n.source = p.source AND n.edition = p.edition
LEFT JOIN catalog.correction AS c
    ON c.contract = 'production' AND c.source = p.source AND c.year = p.year
    AND c.metal = p.metal AND c.stage = p.stage AND c.iso3 = p.iso3 AND c.published = p.quantity_t
WHERE p.iso3 <> 'WLD' AND p.quantity_t IS NOT NULL
    AND (p.basis = 'gross' OR p.stage = 'refined' AND p.basis = 'content')
GROUP BY p.year, p.metal, p.stage, p.iso3
HAVING arg_min(CASE WHEN c.reason IS NULL THEN p.quantity_t ELSE c.corrected END, (r.rank, -n.place)) IS NOT NULL
