/*
key = ["year", "metal", "stage", "hs6", "exporter_iso3", "importer_iso3"]
checks = ["ratio > 0"]
about = "Flows of 1 M USD or more whose USD/t is 10 times above or below the median of their code and year: flagged, never altered."
*/
WITH priced AS (
    SELECT
        year, metal, stage, hs6, exporter_iso3, importer_iso3, value_usd, gross_weight_t,
        value_usd / gross_weight_t AS usd_per_t
    FROM marts.flow
    WHERE gross_weight_t > 0.001 AND value_usd >= 1000000
),
usual AS (
    SELECT year, metal, stage, hs6, median(usd_per_t) AS usd_per_t
    FROM priced
    GROUP BY year, metal, stage, hs6
    HAVING count(*) >= 5
)
SELECT
    p.year, p.metal, p.stage, p.hs6, p.exporter_iso3, p.importer_iso3, p.value_usd, p.gross_weight_t,
    p.usd_per_t, p.usd_per_t / u.usd_per_t AS ratio
FROM priced AS p
JOIN usual AS u ON u.year = p.year AND u.metal = p.metal AND u.stage = p.stage AND u.hs6 = p.hs6
WHERE p.usd_per_t > 10 * u.usd_per_t OR p.usd_per_t < u.usd_per_t / 10
