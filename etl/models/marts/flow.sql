/*
key = ["year", "metal", "stage", "hs_revision", "hs6", "exporter_iso3", "importer_iso3"]
checks = ["value_usd >= 0", "gross_weight_t >= 0", "exporter_iso3 <> importer_iso3"]
about = "Bilateral trade of every catalogued series, each metal and stage from one source: BACI in exactly one HS revision (FOB), or Comtrade's imports (as their reporters value them, mostly CIF)."
*/
WITH chosen AS (
    SELECT DISTINCT metal, stage, hs_revision, source FROM marts.series
)
SELECT
    t.year, t.hs_revision, t.hs6, s.metal, s.stage, t.exporter_iso3, t.importer_iso3,
    t.value_usd, t.gross_weight_t, t.valuation, t.source
FROM staging.trade AS t
JOIN catalog.hs_code AS h ON h.hs6 = t.hs6 AND NOT h.apart
JOIN chosen AS c
    ON c.metal = h.metal AND c.stage = h.stage AND c.hs_revision = h.hs_revision AND c.source = t.source
JOIN catalog.series AS s ON s.metal = h.metal AND s.stage = h.stage AND s.hs_revision = h.hs_revision
WHERE t.year <= coalesce(s.until, 9999)
    AND (t.hs_revision = h.hs_revision OR t.source = 'comtrade')
    AND t.exporter_iso3 <> t.importer_iso3
