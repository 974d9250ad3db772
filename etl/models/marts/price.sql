/*
key = ["month", "metal", "stage", "source"]
checks = ["value > 0"]
about = "Monthly prices, one quotation a metal, stage and source; first: the one the indicators use. stale: unchanged for six months or more, a posted price rather than a market."
*/
WITH chosen AS (
    SELECT
        p.month, s.metal, s.stage, p.source, p.series, p.value, p.unit, s.rank,
        count(p.value) OVER six AS months,
        min(p.value) OVER six AS low,
        max(p.value) OVER six AS high,
        lag(p.month, 12) OVER (PARTITION BY s.metal, s.stage, p.source ORDER BY p.month) AS month_before,
        lag(p.value, 12) OVER (PARTITION BY s.metal, s.stage, p.source ORDER BY p.month) AS value_before
    FROM staging.price AS p
    JOIN catalog.price_series AS s ON s.source = p.source AND s.series = p.series AND s.metal = p.metal
    WHERE p.value IS NOT NULL
    WINDOW six AS (PARTITION BY s.metal, s.stage, p.source ORDER BY p.month ROWS BETWEEN 5 PRECEDING AND CURRENT ROW)
),
first_source AS (
    SELECT metal, stage, min(rank) AS rank FROM chosen GROUP BY metal, stage
)
SELECT
    c.month, c.metal, c.stage, c.source, c.series, c.value, c.unit,
    c.rank = f.rank AS first,
    -- The twelfth row before is the same month a year earlier only where no month is missing.
    CASE WHEN c.month_before = c.month - INTERVAL 12 MONTH THEN c.value / c.value_before - 1 END AS change_12_months,
    c.months = 6 AND c.low = c.high AS stale
FROM chosen AS c
JOIN first_source AS f ON f.metal = c.metal AND f.stage = c.stage
