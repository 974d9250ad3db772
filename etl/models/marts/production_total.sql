/*
key = ["year", "metal", "stage"]
checks = ["total_t >= named_t", "named_t >= 0"]
about = "Denominator of production shares: named countries plus 'Other countries'. complete is false when a producer is withheld; a figure withdrawn by a correction counts for nothing."
*/
SELECT
    p.year, p.metal, p.stage,
    sum(p.quantity_t) AS total_t,
    coalesce(sum(CASE WHEN c.kind <> 'pseudo' THEN p.quantity_t END), 0) AS named_t,
    -- 'withheld' hides a producer: the sum of the others is not the world.
    NOT bool_or(coalesce(p.flag = 'withheld', FALSE)) AS complete
FROM marts.production AS p
JOIN catalog.country AS c ON c.iso3 = p.iso3
WHERE p.iso3 <> 'WLD'
GROUP BY p.year, p.metal, p.stage
HAVING sum(p.quantity_t) > 0
