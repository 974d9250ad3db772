/*
key = ["metal", "stage", "year", "iso3"]
checks = ["export_usd >= 0", "import_usd >= 0", "coalesce(export_usd, import_usd) IS NOT NULL"]
about = "Exports and imports of a country over whole series only; null: no trade on that side. Tonnes are gross weight, null where flows without a weight hold more than 2 % of the value: the sum of the others would be too low."
*/
WITH side AS (
    SELECT
        metal, stage, year, exporter_iso3 AS iso3,
        value_usd AS export_usd, gross_weight_t AS export_t, weighed_usd AS export_weighed_usd,
        NULL::DOUBLE AS import_usd, NULL::DOUBLE AS import_t, NULL::DOUBLE AS import_weighed_usd
    FROM marts.pair
    WHERE NOT partial
    UNION ALL
    SELECT metal, stage, year, importer_iso3, NULL, NULL, NULL, value_usd, gross_weight_t, weighed_usd
    FROM marts.pair
    WHERE NOT partial
)
SELECT
    metal, stage, year, iso3,
    sum(export_usd) AS export_usd, sum(import_usd) AS import_usd,
    CASE WHEN sum(export_weighed_usd) >= 0.98 * sum(export_usd) THEN sum(export_t) END AS export_t,
    CASE WHEN sum(import_weighed_usd) >= 0.98 * sum(import_usd) THEN sum(import_t) END AS import_t
FROM side
GROUP BY metal, stage, year, iso3
