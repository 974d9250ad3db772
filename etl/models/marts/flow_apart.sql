/*
key = ["year", "metal", "stage", "hs_revision", "hs6", "exporter_iso3", "importer_iso3"]
checks = ["value_usd >= 0"]
about = "Codes shown beside a series and never added to it: the split between them differs by country (phosphate 2510.10/20), or they hold other goods too (cathode materials, electric cars). A code that BACI's files lack comes from Comtrade's importers."
*/
WITH apart AS (
    SELECT DISTINCT metal, stage, hs6 FROM catalog.hs_code WHERE apart
)
SELECT
    t.year, t.hs_revision, t.hs6, h.metal, h.stage, t.exporter_iso3, t.importer_iso3,
    t.value_usd, t.gross_weight_t, t.valuation, t.source
FROM staging.trade AS t
JOIN catalog.hs_code AS h ON h.hs6 = t.hs6 AND h.hs_revision = t.hs_revision AND h.apart
WHERE t.source = 'baci'
UNION ALL
-- Comtrade's reporters name their goods in the revision of their day; a whole heading exists there alone.
SELECT
    t.year, t.hs_revision, t.hs6, a.metal, a.stage, t.exporter_iso3, t.importer_iso3,
    t.value_usd, t.gross_weight_t, t.valuation, t.source
FROM staging.trade AS t
JOIN apart AS a ON a.hs6 = t.hs6
WHERE t.source = 'comtrade' AND t.hs6 NOT IN (SELECT hs6 FROM staging.trade WHERE source = 'baci')
