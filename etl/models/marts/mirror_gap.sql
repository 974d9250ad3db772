/*
key = ["metal", "stage", "year", "exporter_iso3", "importer_iso3"]
checks = ["value BETWEEN -2 AND 2", "import_usd > 0 AND export_usd > 0"]
about = "Mirror gap of a pair: (M − X) / ((M + X) / 2), M what the importer declares CIF, X what the exporter declares FOB, over the HS6 codes both declare. 10–20 % is the usual freight. Comtrade only, where its exports are loaded: BACI is reconciled already."
*/
-- Both sides name their goods in the revision of their day: codes meet by number alone, as in marts.series.
WITH code AS (
    SELECT s.metal, s.stage, h.hs6
    FROM catalog.series AS s
    JOIN catalog.hs_code AS h
        ON h.metal = s.metal AND h.stage = s.stage AND h.hs_revision = s.hs_revision AND NOT h.apart
),
bought AS (
    SELECT year, hs6, exporter_iso3, importer_iso3, sum(value_usd) AS usd
    FROM staging.trade
    WHERE source = 'comtrade' AND valuation = 'CIF'
    GROUP BY year, hs6, exporter_iso3, importer_iso3
),
sold AS (
    SELECT year, hs6, exporter_iso3, importer_iso3, sum(value_usd) AS usd
    FROM staging.trade_export
    GROUP BY year, hs6, exporter_iso3, importer_iso3
)
SELECT
    c.metal, c.stage, m.year, m.exporter_iso3, m.importer_iso3,
    sum(m.usd) AS import_usd, sum(x.usd) AS export_usd,
    2 * (sum(m.usd) - sum(x.usd)) / (sum(m.usd) + sum(x.usd)) AS value,
    'comtrade' AS source
FROM code AS c
JOIN bought AS m ON m.hs6 = c.hs6 AND m.usd > 0
JOIN sold AS x
    ON x.year = m.year AND x.hs6 = m.hs6 AND x.usd > 0
    AND x.exporter_iso3 = m.exporter_iso3 AND x.importer_iso3 = m.importer_iso3
JOIN catalog.country AS a ON a.iso3 = m.exporter_iso3 AND a.kind <> 'pseudo'
JOIN catalog.country AS b ON b.iso3 = m.importer_iso3 AND b.kind <> 'pseudo'
GROUP BY c.metal, c.stage, m.year, m.exporter_iso3, m.importer_iso3
