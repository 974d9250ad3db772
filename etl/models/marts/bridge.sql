/*
key = ["year", "metal", "stage", "iso3"]
checks = ["africa_usd >= 0", "eu_usd >= 0"]
about = "Imports from the other African states beside exports to the EU27. upgrade: buys more from Africa than it sells to the EU at this stage, and the reverse at a later stage of the same metal: transformation, where equal stages on both sides are transit. Scrap stands beside the chain: no stage is before or after it."
*/
WITH leg AS (
    SELECT p.year, p.metal, p.stage, p.importer_iso3 AS iso3, p.value_usd AS africa_usd, 0 AS eu_usd
    FROM marts.pair AS p
    JOIN catalog.country AS e ON e.iso3 = p.exporter_iso3 AND e.africa
    WHERE NOT p.partial
    UNION ALL
    SELECT p.year, p.metal, p.stage, p.exporter_iso3, 0, p.value_usd
    FROM marts.pair AS p
    JOIN catalog.country AS i ON i.iso3 = p.importer_iso3 AND i.eu27
    WHERE NOT p.partial
),
sum_leg AS (
    SELECT
        year, metal, stage, iso3, sum(africa_usd) AS africa_usd, sum(eu_usd) AS eu_usd,
        CASE stage
            WHEN 'mine' THEN 1 WHEN 'intermediate' THEN 2 WHEN 'refined' THEN 3 WHEN 'semi' THEN 4 WHEN 'product' THEN 5
        END AS step
    FROM leg
    GROUP BY year, metal, stage, iso3
)
SELECT
    b.year, b.metal, b.stage, b.iso3, b.africa_usd, b.eu_usd,
    b.africa_usd > b.eu_usd AND bool_or(coalesce(l.eu_usd > l.africa_usd, FALSE)) AS upgrade
FROM sum_leg AS b
JOIN catalog.country AS c ON c.iso3 = b.iso3 AND c.kind <> 'pseudo'
LEFT JOIN sum_leg AS l ON l.year = b.year AND l.metal = b.metal AND l.iso3 = b.iso3 AND l.step > b.step
GROUP BY b.year, b.metal, b.stage, b.iso3, b.africa_usd, b.eu_usd
