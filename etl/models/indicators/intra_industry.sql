/*
unit      = "share_0_1"
better    = "high"
theme     = "ecosystems"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN -0.000001 AND 1.000001"]
formula   = "1 − Σₖ|Xₖ − Mₖ| / Σₖ(Xₖ + Mₖ) over the HS6 codes k of the metal and stage"
reference = "Grubel and Lloyd (1975), Intra-Industry Trade"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
WITH side AS (
    SELECT year, metal, stage, hs6, exporter_iso3 AS iso3, value_usd AS x, 0 AS m FROM marts.flow
    UNION ALL
    SELECT year, metal, stage, hs6, importer_iso3, 0, value_usd FROM marts.flow
),
code AS (
    SELECT year, metal, stage, hs6, iso3, sum(x) AS x, sum(m) AS m FROM side GROUP BY year, metal, stage, hs6, iso3
)
SELECT k.year, k.metal, k.stage, k.iso3, 1 - sum(abs(k.x - k.m)) / sum(k.x + k.m) AS value
FROM code AS k
JOIN marts.series AS s ON s.year = k.year AND s.metal = k.metal AND s.stage = k.stage AND NOT s.partial
JOIN catalog.country AS c ON c.iso3 = k.iso3 AND c.kind <> 'pseudo'
GROUP BY k.year, k.metal, k.stage, k.iso3
HAVING sum(k.x + k.m) > 0
