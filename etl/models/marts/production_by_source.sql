/*
key = ["year", "metal", "stage", "iso3", "source"]
checks = ["quantity_t >= 0", "share BETWEEN 0 AND 1", "rank >= 1"]
about = "What each source alone says of the producers of a metal, stage and year: its newest edition, on the basis of the series. share: within that source's own sum, null where it withholds a producer; shown: the source that marts.production shows."
*/
WITH newest AS (
    SELECT year, metal, stage, source, max(edition) AS edition
    FROM staging.production
    GROUP BY year, metal, stage, source
),
cell AS (
    SELECT
        p.year, p.metal, p.stage, p.iso3, p.source, p.edition, p.basis,
        CASE WHEN c.reason IS NULL THEN p.quantity_t ELSE c.corrected END AS quantity_t,
        CASE WHEN c.reason IS NULL THEN p.flag ELSE 'corrected' END AS flag
    FROM staging.production AS p
    JOIN newest AS n
        ON n.year = p.year AND n.metal = p.metal AND n.stage = p.stage
        AND n.source = p.source AND n.edition = p.edition
    JOIN catalog.basis AS b ON b.metal = p.metal AND b.stage = p.stage AND b.basis = p.basis
    LEFT JOIN catalog.correction AS c
        ON c.contract = 'production' AND c.source = p.source AND c.year = p.year
        AND c.metal = p.metal AND c.stage = p.stage AND c.iso3 = p.iso3 AND c.published = p.quantity_t
    WHERE p.iso3 <> 'WLD'
),
total AS (
    SELECT
        year, metal, stage, source, sum(quantity_t) AS total_t,
        NOT bool_or(coalesce(flag = 'withheld', FALSE)) AS complete
    FROM cell
    GROUP BY year, metal, stage, source
)
SELECT
    p.year, p.metal, p.stage, p.iso3, p.source, p.edition, p.quantity_t, p.basis, p.flag,
    CASE WHEN t.complete AND t.total_t > 0 THEN p.quantity_t / t.total_t END AS share,
    rank() OVER (PARTITION BY p.year, p.metal, p.stage, p.source ORDER BY p.quantity_t DESC) AS rank,
    w.source IS NOT NULL AS shown
FROM cell AS p
JOIN total AS t ON t.year = p.year AND t.metal = p.metal AND t.stage = p.stage AND t.source = p.source
JOIN catalog.country AS k ON k.iso3 = p.iso3 AND k.kind <> 'pseudo'
LEFT JOIN marts.production_choice AS w
    ON w.year = p.year AND w.metal = p.metal AND w.stage = p.stage AND w.source = p.source
WHERE p.quantity_t IS NOT NULL
