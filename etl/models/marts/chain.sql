/*
key = ["metal", "year"]
checks = ["stages >= whole_stages"]
about = "Whether 'raw or transformed' can be answered: every stage of the metal loaded whole, from one source and in one revision, no code shared with another metal."
*/
SELECT
    s.metal, y.year,
    count(DISTINCT s.stage) AS stages,
    count(DISTINCT CASE WHEN NOT v.partial AND NOT v.shared THEN v.stage END) AS whole_stages,
    count(DISTINCT s.hs_revision) = 1
    AND count(DISTINCT v.source) = 1
    AND count(DISTINCT s.stage) > 1
    AND count(DISTINCT s.stage) = count(DISTINCT CASE WHEN NOT v.partial AND NOT v.shared THEN v.stage END) AS whole
FROM catalog.series AS s
CROSS JOIN (SELECT DISTINCT year FROM marts.series) AS y
LEFT JOIN marts.series AS v ON v.metal = s.metal AND v.stage = s.stage AND v.year = y.year
GROUP BY s.metal, y.year
