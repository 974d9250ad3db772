/*
key = ["indicator", "metal", "stage", "source"]
checks = ["length(source) > 0"]
about = "The sources that stand behind an indicator, by metal and stage ('all': whatever they are), found by following what its model reads. A composite names those whose rows may be passed on."
*/
WITH RECURSIVE edge AS (
    SELECT layer || '.' || name AS model, unnest(string_split(reads, ' ')) AS read FROM catalog.model
),
closure AS (
    SELECT indicator, 'indicators.' || indicator AS model FROM catalog.indicator
    UNION
    SELECT c.indicator, e.read FROM closure AS c JOIN edge AS e ON e.model = c.model
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
    SELECT DISTINCT 'marts.production' AS model, metal, stage, source FROM marts.production
    UNION ALL
    SELECT DISTINCT 'staging.production', metal, stage, source FROM staging.production
    UNION ALL
    SELECT DISTINCT 'marts.reserve', metal, 'all', source FROM marts.reserve
    UNION ALL
    SELECT DISTINCT 'marts.series', metal, stage, source FROM marts.series WHERE loaded > 0
    UNION ALL
    SELECT DISTINCT 'marts.price_year', metal, stage, source FROM marts.price_year
    UNION ALL
    SELECT DISTINCT 'staging.supply_share', metal, 'all', source FROM staging.supply_share
    UNION ALL
    SELECT DISTINCT 'staging.footprint', metal, 'all', source FROM staging.footprint
    UNION ALL
    SELECT DISTINCT 'marts.basket_code', 'all', 'all', source FROM staging.trade WHERE source = 'baci'
    UNION ALL
    SELECT model, 'all', 'all', source FROM score
)
SELECT DISTINCT
    c.indicator,
    CASE WHEN k.indicator IS NULL THEN h.metal ELSE 'all' END AS metal,
    CASE WHEN k.indicator IS NULL THEN h.stage ELSE 'all' END AS stage,
    h.source
FROM closure AS c
JOIN held AS h ON h.model = c.model
LEFT JOIN composite AS k ON k.indicator = c.indicator
LEFT JOIN catalog.source AS s ON s.source = h.source
WHERE k.indicator IS NULL OR s.redistribution <> 'own use'
