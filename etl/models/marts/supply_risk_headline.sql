/*
key = ["material"]
checks = ["ours >= 0", "published >= 0"]
about = "Supply risk of a material, the larger of its stages, beside the Commission's own figure of the same study; the rare-earth and platinum groups are the mean of their elements."
*/
WITH own AS (
    SELECT
        year, material, metal, max(value) AS ours,
        CASE
            WHEN material IN (
                'dysprosium', 'erbium', 'europium', 'gadolinium', 'holmium', 'lutetium', 'terbium', 'thulium',
                'ytterbium', 'yttrium'
            ) THEN 'heavy_rare_earths'
            WHEN metal = 'rare_earths' THEN 'light_rare_earths'
            WHEN material IN ('platinum', 'palladium', 'rhodium') THEN 'platinum_group'
        END AS material_group
    FROM marts.supply_risk
    WHERE value IS NOT NULL
    GROUP BY year, material, metal
),
headline AS (
    SELECT year, material, metal, ours, FALSE AS grouped FROM own WHERE material_group IS NULL
    UNION ALL
    -- Iridium and ruthenium are not materials of the catalog: the platinum group here has three elements of five.
    SELECT year, material_group, min(metal), avg(ours), TRUE
    FROM own
    WHERE material_group IS NOT NULL
    GROUP BY year, material_group
),
commission AS (
    SELECT year, material, min(sr) AS published FROM staging.crm_score GROUP BY year, material
)
SELECT h.year, h.material, h.metal, h.grouped, h.ours, c.published, h.ours - c.published AS difference
FROM headline AS h
LEFT JOIN commission AS c ON c.material = h.material AND c.year = h.year
