/*
key = ["month", "metal", "stage"]
checks = ["value > 0", "change > -1"]
about = "Prices as screens show them: the first monthly quotation with its change over twelve months, or, where no month is quoted, yearly means (dated July) with their change over a year. Quotations of one metal by the kilogram and by the tonne are all by the tonne."
*/
WITH quoted AS (
    SELECT
        month, metal, stage, series, value, unit, change_12_months AS change, stale, source, TRUE AS monthly, NULL AS flag
    FROM marts.price
    WHERE first
    UNION ALL
    SELECT
        make_date(year, 7, 1), metal, stage, series, mean, unit,
        mean / lag(mean) OVER (PARTITION BY metal, stage, source ORDER BY year) - 1, FALSE, source, FALSE, flag
    FROM marts.price_year
    WHERE NOT monthly
),
weighed AS (
    SELECT *, unit = 'usd_per_kg' AND bool_or(unit = 'usd_per_t') OVER (PARTITION BY metal) AS to_tonnes FROM quoted
)
SELECT
    month, CAST(extract(YEAR FROM month) AS INTEGER) AS year, metal, stage, series,
    CASE WHEN to_tonnes THEN 1000 * value ELSE value END AS value,
    CASE WHEN to_tonnes THEN 'usd_per_t' ELSE unit END AS unit,
    change, stale, source, monthly, flag
FROM weighed
