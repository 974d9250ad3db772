/*
unit      = "t_co2e"
better    = "low"
theme     = "low_carbon"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "tonnes of unwrought metal exported (codes of the refined stage in HS 71, 74–76 and 78–81) × cradle-to-gate kg CO₂e per kg, a world average; only where flows without a weight hold 2 % of the value at most; the code of cobalt metal holds mattes too, so that its carbon is an upper bound"
reference = "Nuss and Eckelman (2014), Life Cycle Assessment of Metals; 95 % bounds of each factor in the source"
notes     = ["not_loaded", "partial_codes", "provisional"]
*/
-- Oxides and salts are left out: the factors are per kilogram of metal.
WITH factor AS (
    SELECT metal, kg_co2e_per_kg
    FROM staging.footprint
    WHERE source_study = 'nuss_2014' AND form = metal
),
sold AS (
    SELECT
        f.year, f.metal, f.stage, f.exporter_iso3 AS iso3,
        sum(f.value_usd) AS value_usd, sum(f.gross_weight_t) AS gross_weight_t,
        sum(CASE WHEN f.gross_weight_t IS NULL THEN f.value_usd ELSE 0 END) AS unweighed_usd
    FROM marts.flow AS f
    JOIN marts.series AS s
        ON s.metal = f.metal AND s.stage = f.stage AND s.year = f.year AND s.source = f.source AND NOT s.partial
    JOIN catalog.country AS c ON c.iso3 = f.exporter_iso3 AND c.kind <> 'pseudo'
    WHERE f.stage = 'refined' AND substr(f.hs6, 1, 2) IN ('71', '74', '75', '76', '78', '79', '80', '81')
    GROUP BY f.year, f.metal, f.stage, f.exporter_iso3
)
SELECT s.year, s.metal, s.stage, s.iso3, s.gross_weight_t * f.kg_co2e_per_kg AS value
FROM sold AS s
JOIN factor AS f ON f.metal = s.metal
WHERE s.gross_weight_t > 0 AND s.unweighed_usd <= 0.02 * s.value_usd
