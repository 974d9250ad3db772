/*
key = ["metal", "stage", "year", "exporter_iso3", "importer_iso3"]
checks = ["value_usd >= 0"]
about = "Flows summed over the codes of a metal and stage; gross_weight_t is null where no code gives a weight; weighed_usd is the value of the codes that give one."
*/
WITH summed AS (
    SELECT
        metal, stage, year, exporter_iso3, importer_iso3, min(valuation) AS valuation, source,
        sum(value_usd) AS value_usd, sum(gross_weight_t) AS gross_weight_t,
        sum(CASE WHEN gross_weight_t IS NULL THEN 0 ELSE value_usd END) AS weighed_usd
    FROM marts.flow
    GROUP BY metal, stage, year, exporter_iso3, importer_iso3, source
)
SELECT
    f.metal, f.stage, f.year, f.exporter_iso3, f.importer_iso3, f.value_usd, f.gross_weight_t, f.weighed_usd,
    s.hs_revision, f.valuation, f.source, s.partial
FROM summed AS f
JOIN marts.series AS s ON s.metal = f.metal AND s.stage = f.stage AND s.year = f.year
