/*
key = ["indicator", "year", "metal", "stage", "iso3", "code"]
checks = ["iso3 = 'WLD'"]
about = "Why an indicator's values of a metal, stage and year are missing or restricted; iso3 'WLD': for every country."
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
    SELECT 'stale_price', year, metal, stage FROM marts.price_year WHERE stale
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
)
SELECT n.indicator, f.year, f.metal, f.stage, 'WLD' AS iso3, f.code
FROM fact AS f
JOIN catalog.indicator_note AS n ON n.code = f.code
