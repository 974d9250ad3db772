/*
key = ["year", "metal", "stage", "hs_revision", "hs6", "exporter_iso3", "importer_iso3"]
checks = ["value_usd >= 0"]
about = "Codes shown beside a series and never added to it: the split between them differs by country (phosphate 2510.10/20)."
*/
SELECT
    t.year, t.hs_revision, t.hs6, h.metal, h.stage, t.exporter_iso3, t.importer_iso3,
    t.value_usd, t.gross_weight_t, t.valuation, t.source
FROM staging.trade AS t
JOIN catalog.hs_code AS h
    ON h.hs6 = t.hs6 AND h.apart
    -- A whole heading exists at Comtrade alone, in the revision of each reporter's day.
    AND (h.hs_revision = t.hs_revision OR (t.source = 'comtrade' AND length(h.hs6) = 4))
WHERE t.source = 'baci' OR length(t.hs6) = 4
