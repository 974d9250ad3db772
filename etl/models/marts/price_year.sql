/*
key = ["year", "metal", "stage"]
checks = ["mean > 0"]
about = "Whole years of the first quotation: mean of twelve months, standard deviation of their log returns, and whether a quote stood still."
*/
WITH monthly AS (
    SELECT
        month, metal, stage, source, value, unit, stale,
        CASE
            WHEN lag(month) OVER quote = month - INTERVAL 1 MONTH THEN ln(value / lag(value) OVER quote)
        END AS log_return
    FROM marts.price
    WHERE first
    WINDOW quote AS (PARTITION BY metal, stage ORDER BY month)
)
SELECT
    CAST(extract(YEAR FROM month) AS INTEGER) AS year, metal, stage, source, unit,
    avg(value) AS mean,
    CASE WHEN count(log_return) = 12 THEN stddev_samp(log_return) * sqrt(12) END AS volatility,
    bool_or(stale) AS stale
FROM monthly
GROUP BY extract(YEAR FROM month), metal, stage, source, unit
HAVING count(*) = 12
