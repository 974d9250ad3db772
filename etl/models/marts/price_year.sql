/*
key = ["year", "metal", "stage"]
checks = ["mean > 0", "monthly OR volatility IS NULL", "monthly OR unit IN ('usd_per_t', 'usd_per_kg', 'usd_per_oz')"]
about = "Mean price of whole years, of the first quotation. monthly: from twelve months, with the standard deviation of their log returns, and whether a quote stood still; else the yearly mean that a source prints where no monthly quotation is loaded, a pound or a unit of 10 kg turned into tonnes (published, published_unit: as it was printed)."
*/
WITH quoted AS (
    SELECT
        month, metal, stage, source, series, value, unit, stale,
        CASE
            WHEN lag(month) OVER quote = month - INTERVAL 1 MONTH THEN ln(value / lag(value) OVER quote)
        END AS log_return
    FROM marts.price
    WHERE first
    WINDOW quote AS (PARTITION BY metal, stage ORDER BY month)
),
-- A pound is 0.45359237 kg; a dry metric ton unit is a hundredth of a tonne of what the ore is paid for.
unit_of AS (
    FROM (VALUES
        ('usd_per_lb', 'usd_per_t', 1000 / 0.45359237),
        ('usc_per_lb', 'usd_per_t', 10 / 0.45359237),
        ('usd_per_dmtu', 'usd_per_t', 100)
    ) AS t (published, unit, factor)
)
SELECT
    CAST(extract(YEAR FROM month) AS INTEGER) AS year, metal, stage, source, series, unit,
    avg(value) AS mean,
    CASE WHEN count(log_return) = 12 THEN stddev_samp(log_return) * sqrt(12) END AS volatility,
    bool_or(stale) AS stale, TRUE AS monthly, NULL AS flag, NULL::DOUBLE AS published, NULL AS published_unit
FROM quoted
GROUP BY extract(YEAR FROM month), metal, stage, source, series, unit
HAVING count(*) = 12
UNION ALL
SELECT
    p.year, s.metal, s.stage, p.source, p.series, coalesce(u.unit, p.unit), p.value * coalesce(u.factor, 1),
    NULL, FALSE, FALSE, p.flag, p.value, p.unit
FROM staging.price_year AS p
JOIN catalog.price_series AS s ON s.source = p.source AND s.series = p.series AND s.metal = p.metal
LEFT JOIN unit_of AS u ON u.published = p.unit
WHERE (s.metal, s.stage) NOT IN (SELECT metal, stage FROM marts.price)
