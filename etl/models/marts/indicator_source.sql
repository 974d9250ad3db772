/*
key = ["indicator", "metal", "stage", "source"]
checks = ["length(source) > 0"]
about = "The sources that stand behind an indicator, by metal and stage ('all': whatever they are), found by following what its model reads. A composite names those whose rows may be passed on. first_year and last_year: between which years the source is read; null where its figures stand for others too (a score, a footprint)."
*/
WITH RECURSIVE edge AS (
    SELECT layer || '.' || name AS model, unnest(string_split(reads, ' ')) AS read FROM catalog.model
),
closure AS (
    SELECT indicator, 'indicators.' || indicator AS model FROM catalog.indicator
    UNION
    -- What production is made of are all the sources there are; who reads it reads those that were chosen.
    SELECT c.indicator, e.read FROM closure AS c JOIN edge AS e ON e.model = c.model AND c.model <> 'marts.production'
),
composite AS (
    SELECT DISTINCT indicator FROM closure WHERE model LIKE 'index.%'
),
-- A model that reads scores names them in its text.
score AS (
    SELECT DISTINCT m.layer || '.' || m.name AS model, s.source
    FROM catalog.model AS m
    JOIN (SELECT DISTINCT score, source FROM marts.score) AS s ON contains(m.sql, '''' || s.score || '''')
    WHERE m.layer = 'indicators'
),
held AS (
    SELECT 'marts.production' AS model, metal, stage, source, year FROM marts.production
    UNION ALL
    SELECT 'staging.production', metal, stage, source, year FROM staging.production
    UNION ALL
    SELECT 'marts.reserve', metal, 'all', source, year FROM marts.reserve
    UNION ALL
    SELECT 'marts.series', metal, stage, source, year FROM marts.series WHERE loaded > 0
    UNION ALL
    SELECT 'marts.price_year', metal, stage, source, year FROM marts.price_year
    UNION ALL
    SELECT 'staging.supply_share', metal, 'all', source, NULL FROM staging.supply_share
    UNION ALL
    SELECT 'staging.footprint', metal, 'all', source, NULL FROM staging.footprint
    UNION ALL
    SELECT 'marts.basket_code', 'all', 'all', source, NULL FROM staging.trade WHERE source = 'baci'
    UNION ALL
    SELECT model, 'all', 'all', source, NULL FROM score
),
spoken AS (
    SELECT model, metal, stage, source, min(year) AS first_year, max(year) AS last_year
    FROM held
    GROUP BY model, metal, stage, source
),
found AS (
    SELECT
        c.indicator, h.source,
        CASE WHEN k.indicator IS NULL THEN h.metal ELSE 'all' END AS metal,
        CASE WHEN k.indicator IS NULL THEN h.stage ELSE 'all' END AS stage,
        CASE WHEN k.indicator IS NULL THEN h.first_year END AS first_year,
        CASE WHEN k.indicator IS NULL THEN h.last_year END AS last_year
    FROM closure AS c
    JOIN spoken AS h ON h.model = c.model
    LEFT JOIN composite AS k ON k.indicator = c.indicator
    LEFT JOIN catalog.source AS s ON s.source = h.source
    WHERE k.indicator IS NULL OR s.redistribution <> 'own use'
)
SELECT indicator, metal, stage, source, min(first_year) AS first_year, max(last_year) AS last_year
FROM found
GROUP BY indicator, metal, stage, source
