/*
unit      = "ratio"
better    = "high"
theme     = "ecosystems"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "export USD/t over world export USD/t of the same codes: Σ vₖ / Σ qₖ·(Vₖ/Qₖ), flows with a weight above the rounding floor of 0.001 t"
reference = "CEPII BACI unit values"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional"]
*/
WITH weighed AS (
    SELECT year, metal, stage, hs6, exporter_iso3 AS iso3, sum(value_usd) AS v, sum(gross_weight_t) AS q
    FROM marts.flow
    WHERE gross_weight_t > 0.001
    GROUP BY year, metal, stage, hs6, exporter_iso3
),
world AS (
    SELECT year, metal, stage, hs6, sum(v) / sum(q) AS price FROM weighed GROUP BY year, metal, stage, hs6
)
SELECT f.year, f.metal, f.stage, f.iso3, sum(f.v) / sum(f.q * w.price) AS value
FROM weighed AS f
JOIN world AS w ON w.year = f.year AND w.metal = f.metal AND w.stage = f.stage AND w.hs6 = f.hs6
JOIN marts.series AS s ON s.year = f.year AND s.metal = f.metal AND s.stage = f.stage AND NOT s.partial
JOIN catalog.country AS c ON c.iso3 = f.iso3 AND c.kind <> 'pseudo'
GROUP BY f.year, f.metal, f.stage, f.iso3
