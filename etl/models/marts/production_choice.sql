/*
key = ["year", "metal", "stage"]
checks = ["candidates >= 1"]
about = "Which source and edition a metal, stage and year shows, among how many, and why: first by rank, or the only one there."
*/
WITH candidate AS (
    SELECT DISTINCT p.year, p.metal, p.stage, p.source FROM staging.production AS p
),
counted AS (
    SELECT year, metal, stage, count(*) AS candidates FROM candidate GROUP BY year, metal, stage
)
SELECT DISTINCT
    p.year, p.metal, p.stage, p.source, p.edition, p.basis, c.candidates,
    CASE WHEN c.candidates = 1 THEN 'only_source' ELSE 'first_rank' END AS reason
FROM marts.production AS p
JOIN counted AS c ON c.year = p.year AND c.metal = p.metal AND c.stage = p.stage
