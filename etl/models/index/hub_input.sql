/*
key = ["year", "iso3", "indicator"]
checks = ["value_year <= year", "age BETWEEN 0 AND 6", "metals > 0"]
about = "What each peer brings to the hub index (null: nothing): latest value not older than six years; of indicators by metal the mean over the listed metals, weighted by world exports. value_year is the oldest used, metals counts them."
*/
-- Peers are the African countries of a regional community, and the outside references. A value is never imputed. Two rules per indicator:
-- 'zero': the table of a metal names every holder, so who is absent holds nothing (shares of output, RCA, betweenness);
-- 'leave_out': without trade there is no ratio, and the mean runs over the metals the country has.
WITH by_metal AS (
    SELECT 'production_share' AS indicator, year, metal, stage, iso3, value FROM indicators.production_share
    UNION ALL
    SELECT 'reserve_share', year, metal, stage, iso3, value FROM indicators.reserve_share
    UNION ALL
    SELECT 'processed_share', year, metal, stage, iso3, value FROM indicators.processed_share
    UNION ALL
    SELECT 'rca', year, metal, stage, iso3, value FROM indicators.rca
    UNION ALL
    -- The price of a few kilograms says nothing of an industry: exports of 1 M USD or more, as for the bridge. Nor does one
    -- ten times the world's or a tenth of it, where a weight has slipped or another good stands under the code: as the
    -- largest of the peers it would set the scale for all of them.
    SELECT 'unit_value_ratio', u.year, u.metal, u.stage, u.iso3, u.value
    FROM indicators.unit_value_ratio AS u
    JOIN marts.country_trade AS t
        ON t.year = u.year AND t.metal = u.metal AND t.stage = u.stage AND t.iso3 = u.iso3 AND t.export_usd >= 1000000
    WHERE u.value BETWEEN 0.1 AND 10
    UNION ALL
    SELECT 'betweenness', year, metal, stage, iso3, value FROM indicators.betweenness
    UNION ALL
    SELECT 'africa_sourcing_share', year, metal, stage, iso3, value FROM indicators.africa_sourcing_share
    UNION ALL
    SELECT 'europe_market_share', year, metal, stage, iso3, value FROM indicators.europe_market_share
    UNION ALL
    SELECT 'bridge', year, metal, stage, iso3, value FROM indicators.bridge
),
by_country AS (
    SELECT 'liner_connectivity' AS indicator, year, iso3, value FROM indicators.liner_connectivity
    UNION ALL
    SELECT 'governance', year, iso3, value FROM indicators.governance
    UNION ALL
    SELECT 'logistics', year, iso3, value FROM indicators.logistics
    UNION ALL
    SELECT 'grid_intensity', year, iso3, value FROM indicators.grid_intensity
    UNION ALL
    SELECT 'electricity_access', year, iso3, value FROM indicators.electricity_access
),
peer AS (
    SELECT iso3 FROM catalog.country WHERE africa AND iso3 IN (SELECT iso3 FROM staging.bloc)
    UNION
    SELECT iso3 FROM catalog.hub_peer
),
hub_year AS (
    SELECT DISTINCT year FROM marts.series
),
-- A code shared with another material cannot be given to either. What may not be passed on stays out of an index that is:
-- a series without a weight brings nothing in, so that everyone who builds the open data gets the same ranks.
world_export AS (
    SELECT t.year, t.metal, t.stage, sum(t.export_usd) AS usd
    FROM marts.country_trade AS t
    JOIN marts.series AS s ON s.year = t.year AND s.metal = t.metal AND s.stage = t.stage AND NOT s.shared
    JOIN catalog.hub_metal AS m ON m.metal = t.metal
    WHERE s.source NOT IN (SELECT source FROM catalog.source WHERE redistribution = 'own use')
    GROUP BY t.year, t.metal, t.stage
),
latest_export AS (
    SELECT y.year, x.metal, x.stage, max(x.year) AS export_year
    FROM hub_year AS y
    JOIN world_export AS x ON x.year BETWEEN y.year - 6 AND y.year
    GROUP BY y.year, x.metal, x.stage
),
weight AS (
    SELECT 'stage' AS weight, l.year, l.metal, l.stage, x.usd
    FROM latest_export AS l
    JOIN world_export AS x ON x.metal = l.metal AND x.stage = l.stage AND x.year = l.export_year
    UNION ALL
    SELECT 'metal', l.year, l.metal, NULL, sum(x.usd)
    FROM latest_export AS l
    JOIN world_export AS x ON x.metal = l.metal AND x.stage = l.stage AND x.year = l.export_year
    GROUP BY l.year, l.metal
),
-- The latest table of each indicator, metal and stage as a whole: never cells of two years in one share.
edition AS (
    SELECT y.year, v.indicator, v.metal, v.stage, max(v.year) AS value_year
    FROM hub_year AS y
    JOIN (SELECT DISTINCT indicator, year, metal, stage FROM by_metal) AS v ON v.year BETWEEN y.year - 6 AND y.year
    GROUP BY y.year, v.indicator, v.metal, v.stage
),
part AS (
    SELECT e.year, e.indicator, e.metal, e.stage, e.value_year, h.absent, w.usd
    FROM edition AS e
    JOIN catalog.hub_indicator AS h ON h.indicator = e.indicator
    JOIN catalog.hub_stage AS g ON g.indicator = e.indicator AND g.stage = e.stage
    JOIN weight AS w
        ON w.weight = h.weight AND w.metal = e.metal AND w.year = e.year
        AND (w.stage = e.stage OR w.weight = 'metal')
),
whole AS (
    SELECT year, indicator, sum(usd) AS usd FROM part GROUP BY year, indicator
),
latest AS (
    SELECT y.year, c.indicator, c.iso3, max(c.year) AS value_year
    FROM hub_year AS y
    JOIN by_country AS c ON c.year BETWEEN y.year - 6 AND y.year
    GROUP BY y.year, c.indicator, c.iso3
),
found AS (
    SELECT
        p.year, v.iso3, p.indicator,
        sum(p.usd * v.value) / CASE WHEN p.absent = 'zero' THEN w.usd ELSE sum(p.usd) END AS value,
        min(p.value_year) AS value_year,
        count(DISTINCT p.metal) AS metals
    FROM part AS p
    JOIN by_metal AS v
        ON v.indicator = p.indicator AND v.metal = p.metal AND v.stage = p.stage AND v.year = p.value_year
    JOIN whole AS w ON w.year = p.year AND w.indicator = p.indicator
    GROUP BY p.year, v.iso3, p.indicator, p.absent, w.usd
    UNION ALL
    SELECT l.year, l.iso3, l.indicator, c.value, l.value_year, 1
    FROM latest AS l
    JOIN by_country AS c ON c.indicator = l.indicator AND c.iso3 = l.iso3 AND c.year = l.value_year
)
SELECT
    p.year, p.iso3, h.indicator, h.pillar, i.better, f.value, f.value_year, p.year - f.value_year AS age, f.metals
FROM (SELECT DISTINCT f.year, f.iso3 FROM found AS f JOIN peer ON peer.iso3 = f.iso3) AS p
CROSS JOIN catalog.hub_indicator AS h
JOIN catalog.indicator AS i ON i.indicator = h.indicator
LEFT JOIN found AS f ON f.year = p.year AND f.iso3 = p.iso3 AND f.indicator = h.indicator
