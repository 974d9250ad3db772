/*
unit      = "share_0_1"
better    = "high"
theme     = "hub"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "exports of the country / world exports, in tonnes of gross weight; only where weights cover 98 % of the value, of the world's trade and of the country's"
reference = "CEPII BACI"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional", "weight_unknown", "export_weight_unknown"]
*/
WITH world AS (
    SELECT year, metal, stage, sum(gross_weight_t) AS weight_t
    FROM marts.pair
    WHERE NOT partial
    GROUP BY year, metal, stage
    HAVING sum(weighed_usd) >= 0.98 * sum(value_usd)
)
SELECT t.year, t.metal, t.stage, t.iso3, t.export_t / w.weight_t AS value
FROM marts.country_trade AS t
JOIN world AS w ON w.year = t.year AND w.metal = t.metal AND w.stage = t.stage AND w.weight_t > 0
JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
WHERE t.export_t > 0
