/*
key = ["indicator", "year", "metal", "stage", "iso3", "code"]
checks = ["iso3 = 'WLD' OR code IN ('export_weight_unknown', 'import_weight_unknown', 'small_trade', 'negative_denominator')"]
about = "Why an indicator's values of a metal, stage and year are missing or restricted; iso3 'WLD': for every country. What is noted of one country alone is missing there."
*/
-- Which notes an indicator can carry stands in its front matter (notes = [...]).
WITH fact AS (
    SELECT CASE WHEN loaded = 0 THEN 'not_loaded' ELSE 'partial_codes' END AS code, year, metal, stage
    FROM marts.series
    WHERE partial
    UNION ALL
    SELECT 'shared_codes', year, metal, stage FROM marts.series WHERE shared AND NOT partial
    UNION ALL
    SELECT 'lower_bound', s.year, s.metal, s.stage
    FROM marts.series AS s
    JOIN catalog.lower_bound AS c ON c.metal = s.metal AND c.stage = s.stage
    WHERE NOT s.partial
    UNION ALL
    SELECT 'provisional', year, metal, stage
    FROM marts.series
    WHERE year = (SELECT max(year) FROM marts.series)
    UNION ALL
    -- Indicators over all stages of a metal, or over all metals, find their note under 'all'.
    SELECT DISTINCT 'provisional', year, metal, 'all' FROM marts.series WHERE year = (SELECT max(year) FROM marts.series)
    UNION ALL
    SELECT DISTINCT 'provisional', year, 'all', 'all' FROM marts.series WHERE year = (SELECT max(year) FROM marts.series)
    UNION ALL
    SELECT DISTINCT 'basket_rca', year, 'all', 'all' FROM marts.basket WHERE NOT whole
    UNION ALL
    SELECT 'basket_rca', s.year, s.metal, s.stage
    FROM marts.series AS s
    WHERE (s.hs_revision, s.year) IN (SELECT hs_revision, year FROM marts.basket WHERE NOT whole)
    UNION ALL
    SELECT c.code, p.year, p.metal, p.stage
    FROM marts.price_year AS p
    CROSS JOIN (VALUES ('stale_price'), ('posted_price')) AS c (code)
    WHERE p.stale
    UNION ALL
    SELECT 'estimated', year, metal, stage FROM marts.price_year WHERE flag = 'estimated'
    UNION ALL
    SELECT 'withheld_total', year, metal, stage FROM marts.production_total WHERE NOT complete
    UNION ALL
    SELECT DISTINCT 'basis_mismatch', p.year, p.metal, p.stage
    FROM staging.production AS p
    WHERE (p.year, p.metal, p.stage) NOT IN (SELECT year, metal, stage FROM marts.production)
        AND p.stage IN (SELECT b.stage FROM catalog.basis AS b WHERE b.metal = p.metal)
    UNION ALL
    SELECT DISTINCT 'cannot_tell_transformation', year, metal, 'all' FROM marts.series
    WHERE (metal, year) NOT IN (SELECT metal, year FROM marts.chain WHERE whole)
    UNION ALL
    SELECT 'weight_unknown', year, metal, stage
    FROM marts.pair
    WHERE NOT partial
    GROUP BY year, metal, stage
    HAVING sum(weighed_usd) < 0.98 * sum(value_usd)
    UNION ALL
    SELECT 'gross_weight', year, metal, stage FROM marts.series WHERE stage = 'mine' AND NOT partial
    UNION ALL
    SELECT DISTINCT 'all_pgm', r.year, m.metal, 'mine'
    FROM marts.reserve AS r
    JOIN catalog.metal AS m ON m.metal IN ('platinum', 'palladium')
),
-- Of one country: why it has no value where others have.
own AS (
    SELECT 'export_weight_unknown' AS code, year, metal, stage, iso3
    FROM marts.country_trade
    WHERE export_usd IS NOT NULL AND export_t IS NULL
    UNION ALL
    SELECT 'import_weight_unknown', year, metal, stage, iso3
    FROM marts.country_trade
    WHERE import_usd IS NOT NULL AND import_t IS NULL
    UNION ALL
    SELECT 'small_trade', year, metal, stage, iso3 FROM marts.bridge WHERE greatest(africa_usd, eu_usd) < 1000000
    UNION ALL
    SELECT 'negative_denominator', year, metal, stage, iso3
    FROM marts.metal_balance
    WHERE produced_t + (import_t - export_t) <= 0
)
SELECT n.indicator, f.year, f.metal, f.stage, f.iso3, f.code
FROM (SELECT code, year, metal, stage, 'WLD' AS iso3 FROM fact UNION ALL FROM own) AS f
JOIN catalog.indicator_note AS n ON n.code = f.code
