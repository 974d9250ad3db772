/*
key = ["year", "metal", "stage", "iso3"]
checks = ["import_t >= 0", "export_t >= 0", "produced_t >= 0"]
about = "Imports, exports and output of refined metal in tonnes of content, where all three are known: stages whose codes are all unwrought metal (HS 71, 74–81) and whose output is metal content. No row where a side has no tonnes or the country's output may hide in “Other countries”."
*/
-- Ores are traded in gross weight and mined in content: their balance would mix two units.
WITH metal_series AS (
    SELECT s.metal, s.stage
    FROM catalog.series AS s
    JOIN catalog.hs_code AS h
        ON h.metal = s.metal AND h.stage = s.stage AND h.hs_revision = s.hs_revision AND NOT h.apart
    JOIN catalog.basis AS b ON b.metal = s.metal AND b.stage = s.stage AND b.basis = 'content'
    WHERE s.stage = 'refined'
    GROUP BY s.metal, s.stage
    HAVING NOT bool_or(h.shared) AND bool_and(substr(h.hs6, 1, 2) IN ('71', '74', '75', '76', '78', '79', '80', '81'))
)
SELECT
    t.year, t.metal, t.stage, t.iso3,
    coalesce(t.import_t, 0) AS import_t, coalesce(t.export_t, 0) AS export_t, coalesce(p.quantity_t, 0) AS produced_t
FROM marts.country_trade AS t
JOIN metal_series AS m ON m.metal = t.metal AND m.stage = t.stage
JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
JOIN marts.production_total AS w ON w.year = t.year AND w.metal = t.metal AND w.stage = t.stage AND w.complete
LEFT JOIN marts.production AS p ON p.year = t.year AND p.metal = t.metal AND p.stage = t.stage AND p.iso3 = t.iso3
-- A country the source does not name produces nothing only where no other producer is left unnamed.
WHERE (p.iso3 IS NOT NULL OR w.total_t = w.named_t)
    AND (t.import_usd IS NULL OR t.import_t IS NOT NULL)
    AND (t.export_usd IS NULL OR t.export_t IS NOT NULL)
