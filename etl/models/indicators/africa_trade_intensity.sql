/*
unit      = "ratio"
better    = "high"
theme     = "african_cooperation"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "(exports to African countries / exports) / (their imports / imports of the world), the exporter's own imports left out of both: above 1, more sold to Africa than its share of the world's demand"
reference = "Kunimoto (1977), Typology of Trade Intensity Indices"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
WITH bought AS (
    SELECT p.year, p.metal, p.stage, p.importer_iso3 AS iso3, i.africa, sum(p.value_usd) AS value_usd
    FROM marts.pair AS p
    JOIN catalog.country AS i ON i.iso3 = p.importer_iso3
    WHERE NOT p.partial
    GROUP BY p.year, p.metal, p.stage, p.importer_iso3, i.africa
),
demand AS (
    SELECT
        year, metal, stage, sum(value_usd) AS world_usd, sum(CASE WHEN africa THEN value_usd ELSE 0 END) AS africa_usd
    FROM bought
    GROUP BY year, metal, stage
),
sold AS (
    SELECT
        p.year, p.metal, p.stage, p.exporter_iso3 AS iso3, e.africa, sum(p.value_usd) AS value_usd,
        sum(CASE WHEN i.africa THEN p.value_usd ELSE 0 END) AS africa_usd
    FROM marts.pair AS p
    JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.kind <> 'pseudo'
    JOIN catalog.country AS i ON i.iso3 = p.importer_iso3
    WHERE NOT p.partial
    GROUP BY p.year, p.metal, p.stage, p.exporter_iso3, e.africa
)
SELECT
    s.year, s.metal, s.stage, s.iso3,
    (s.africa_usd / s.value_usd)
    / ((d.africa_usd - CASE WHEN s.africa THEN coalesce(b.value_usd, 0) ELSE 0 END)
    / (d.world_usd - coalesce(b.value_usd, 0))) AS value
FROM sold AS s
JOIN demand AS d ON d.year = s.year AND d.metal = s.metal AND d.stage = s.stage
LEFT JOIN bought AS b ON b.year = s.year AND b.metal = s.metal AND b.stage = s.stage AND b.iso3 = s.iso3
WHERE s.value_usd > 0
    AND d.africa_usd - CASE WHEN s.africa THEN coalesce(b.value_usd, 0) ELSE 0 END > 0
