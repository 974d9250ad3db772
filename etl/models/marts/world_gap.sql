/*
key = ["year", "metal", "stage", "source", "edition"]
checks = ["sum_t >= 0", "reason <> 'unexplained'"]
about = "The world total a source prints against the sum of its countries, on the basis of the series. beyond: more than 10 % apart. reason: what the source's own rows tell about it; where they tell nothing, a figure has gone wrong on the way."
*/
WITH side AS (
    SELECT
        p.year, p.metal, p.stage, p.source, p.edition,
        sum(CASE WHEN p.iso3 = 'WLD' THEN p.quantity_t END) AS world_t,
        coalesce(sum(CASE WHEN p.iso3 <> 'WLD' THEN p.quantity_t END), 0) AS sum_t,
        bool_or(coalesce(p.flag = 'withheld', FALSE)) AS withheld,
        bool_or(p.iso3 <> 'WLD' AND p.quantity_t IS NULL) AS unquantified
    FROM staging.production AS p
    JOIN catalog.basis AS b ON b.metal = p.metal AND b.stage = p.stage AND b.basis = p.basis
    GROUP BY p.year, p.metal, p.stage, p.source, p.edition
)
SELECT
    year, metal, stage, source, edition, world_t, sum_t,
    sum_t / world_t - 1 AS gap,
    abs(sum_t / world_t - 1) > 0.1 AS beyond,
    CASE
        WHEN abs(sum_t / world_t - 1) <= 0.1 THEN NULL
        WHEN withheld THEN 'withheld_total'
        WHEN unquantified THEN 'unquantified_rows'
        WHEN source = 'wmd' AND year <= 2022 THEN 'older_total'
        ELSE 'unexplained'
    END AS reason
FROM side
WHERE world_t > 0
