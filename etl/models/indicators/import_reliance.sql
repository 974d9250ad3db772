/*
unit      = "share_0_1"
better    = "low"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "max(0, M − X) / (P + M − X), tonnes of metal: refined stages whose codes are all unwrought metal (HS 71, 74–81) and whose output is metal content; no value where the denominator is not positive, where a side has no tonnes, or where the country's output may hide in “Other countries”"
reference = "JRC (2017), Assessment of the methodology for establishing the EU list of critical raw materials"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional", "withheld_total", "basis_mismatch"]
*/
-- Ores are traded in gross weight and mined in content: their ratio would mix two units.
WITH metal_series AS (
    SELECT s.metal, s.stage
    FROM catalog.series AS s
    JOIN catalog.hs_code AS h
        ON h.metal = s.metal AND h.stage = s.stage AND h.hs_revision = s.hs_revision AND NOT h.apart
    JOIN catalog.basis AS b ON b.metal = s.metal AND b.stage = s.stage AND b.basis = 'content'
    WHERE s.stage = 'refined'
    GROUP BY s.metal, s.stage
    HAVING NOT bool_or(h.shared) AND bool_and(substr(h.hs6, 1, 2) IN ('71', '74', '75', '76', '78', '79', '80', '81'))
),
balance AS (
    SELECT
        t.year, t.metal, t.stage, t.iso3,
        coalesce(t.import_t, 0) - coalesce(t.export_t, 0) AS net_t, p.quantity_t AS produced_t
    FROM marts.country_trade AS t
    JOIN metal_series AS m ON m.metal = t.metal AND m.stage = t.stage
    JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
    JOIN marts.production_total AS w ON w.year = t.year AND w.metal = t.metal AND w.stage = t.stage AND w.complete
    LEFT JOIN marts.production AS p ON p.year = t.year AND p.metal = t.metal AND p.stage = t.stage AND p.iso3 = t.iso3
    -- A country the source does not name produces nothing only where no other producer is left unnamed.
    WHERE (p.iso3 IS NOT NULL OR w.total_t = w.named_t)
        AND (t.import_usd IS NULL OR t.import_t IS NOT NULL)
        AND (t.export_usd IS NULL OR t.export_t IS NOT NULL)
)
SELECT year, metal, stage, iso3, greatest(0, net_t) / (coalesce(produced_t, 0) + net_t) AS value
FROM balance
WHERE coalesce(produced_t, 0) + net_t > 0
