/*
key = ["hs_revision", "year", "iso3"]
checks = ["export_usd >= 0", "import_usd >= 0"]
about = "Denominator of RCA: whole trade where the complete file is loaded, else the basket (marts.basket_code); whole says which."
*/
WITH side AS (
    SELECT t.hs_revision, t.year, t.exporter_iso3 AS iso3, t.value_usd AS export_usd, 0 AS import_usd
    FROM staging.trade AS t
    JOIN marts.basket_code AS c ON c.hs_revision = t.hs_revision AND c.hs6 = t.hs6
    WHERE t.source = 'baci'
    UNION ALL
    SELECT t.hs_revision, t.year, t.importer_iso3, 0, t.value_usd
    FROM staging.trade AS t
    JOIN marts.basket_code AS c ON c.hs_revision = t.hs_revision AND c.hs6 = t.hs6
    WHERE t.source = 'baci'
),
partial AS (
    SELECT hs_revision, year, iso3, sum(export_usd) AS export_usd, sum(import_usd) AS import_usd
    FROM side
    GROUP BY hs_revision, year, iso3
)
SELECT hs_revision, year, iso3, export_usd, import_usd, TRUE AS whole
FROM staging.trade_total
UNION ALL
SELECT p.hs_revision, p.year, p.iso3, p.export_usd, p.import_usd, FALSE
FROM partial AS p
WHERE (p.hs_revision, p.year) NOT IN (SELECT hs_revision, year FROM staging.trade_total)
