/*
unit      = "share_0_1"
better    = "high"
theme     = "sovereignty"
place     = 5
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1"]
formula   = "reservesᵢ / Σ reserves, one edition, one basis; “Other countries” in the sum; none where a reserve is withheld or only a bound"
reference = "USGS Mineral Commodity Summaries"
notes     = ["all_pgm"]
*/
WITH total AS (
    SELECT year, metal, sum(quantity_t) AS total_t
    FROM marts.reserve
    WHERE iso3 <> 'WLD'
    GROUP BY year, metal
    HAVING sum(quantity_t) > 0 AND NOT bool_or(quantity_t IS NULL AND coalesce(flag IN ('withheld', 'bound'), FALSE))
)
SELECT r.year, r.metal, 'mine' AS stage, r.iso3, r.quantity_t / t.total_t AS value
FROM marts.reserve AS r
JOIN total AS t ON t.year = r.year AND t.metal = r.metal
JOIN catalog.country AS c ON c.iso3 = r.iso3 AND c.kind <> 'pseudo'
WHERE r.quantity_t IS NOT NULL
