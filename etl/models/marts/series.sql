/*
key = ["metal", "stage", "year"]
checks = ["loaded <= codes", "source IN ('baci', 'comtrade')"]
about = "Each trade series and year: its source and how many of its HS codes that source holds. partial: not all of them. A series BACI's file lacks a code of comes whole from Comtrade's import side where that has them all; the two never meet in one series."
*/
WITH code AS (
    SELECT s.metal, s.stage, s.hs_revision, s.until, h.hs6, h.shared
    FROM catalog.series AS s
    JOIN catalog.hs_code AS h
        ON h.metal = s.metal AND h.stage = s.stage AND h.hs_revision = s.hs_revision AND NOT h.apart
),
-- Comtrade's reporters name their goods in the revision of their day: its rows count by code alone.
held AS (
    SELECT DISTINCT source, hs_revision, hs6, year FROM staging.trade WHERE source = 'baci'
    UNION ALL
    SELECT DISTINCT t.source, c.hs_revision, t.hs6, t.year
    FROM staging.trade AS t
    JOIN (SELECT DISTINCT hs_revision, hs6 FROM code) AS c ON c.hs6 = t.hs6
    WHERE t.source = 'comtrade'
),
covered AS (
    SELECT c.metal, c.stage, v.source, count(DISTINCT h.hs6) = count(DISTINCT c.hs6) AS whole
    FROM code AS c
    CROSS JOIN (SELECT 'baci' AS source UNION ALL SELECT 'comtrade') AS v
    LEFT JOIN held AS h ON h.source = v.source AND h.hs_revision = c.hs_revision AND h.hs6 = c.hs6
    GROUP BY c.metal, c.stage, v.source
),
chosen AS (
    SELECT
        metal, stage,
        CASE
            WHEN bool_or(source = 'baci' AND whole) THEN 'baci'
            WHEN bool_or(source = 'comtrade' AND whole) THEN 'comtrade'
            ELSE 'baci'
        END AS source
    FROM covered
    GROUP BY metal, stage
),
-- A year is there when its source's file has any row of it, in the revision (BACI) or at all (Comtrade).
loaded_year AS (
    SELECT DISTINCT source, hs_revision, year FROM staging.trade WHERE source = 'baci'
    UNION ALL
    SELECT DISTINCT t.source, r.hs_revision, t.year
    FROM staging.trade AS t
    CROSS JOIN (SELECT DISTINCT hs_revision FROM catalog.series) AS r
    WHERE t.source = 'comtrade'
)
SELECT
    c.metal, c.stage, y.year, c.hs_revision, s.source,
    count(*) AS codes,
    count(h.hs6) AS loaded,
    count(h.hs6) < count(*) AS partial,
    bool_or(c.shared) AS shared
FROM code AS c
JOIN chosen AS s ON s.metal = c.metal AND s.stage = c.stage
JOIN loaded_year AS y ON y.source = s.source AND y.hs_revision = c.hs_revision
LEFT JOIN held AS h
    ON h.source = s.source AND h.hs_revision = c.hs_revision AND h.hs6 = c.hs6 AND h.year = y.year
WHERE y.year <= coalesce(c.until, 9999)
GROUP BY c.metal, c.stage, y.year, c.hs_revision, s.source
