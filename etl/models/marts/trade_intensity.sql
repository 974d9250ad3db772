/*
key = ["metal", "stage", "year", "exporter_iso3", "importer_iso3"]
checks = ["value >= 0"]
about = "Trade intensity of a pair: (x_ij / X_i) / (x_wj / X_w) within one metal and stage, value; above 1: more than the partner's weight in world imports explains (World Bank, WITS)."
*/
WITH exporter AS (
    SELECT metal, stage, year, iso3, export_usd FROM marts.country_trade WHERE export_usd > 0
),
world AS (
    SELECT metal, stage, year, sum(export_usd) AS export_usd FROM exporter GROUP BY metal, stage, year
)
SELECT
    p.metal, p.stage, p.year, p.exporter_iso3, p.importer_iso3,
    (p.value_usd / e.export_usd) / (i.import_usd / w.export_usd) AS value
FROM marts.pair AS p
JOIN exporter AS e ON e.metal = p.metal AND e.stage = p.stage AND e.year = p.year AND e.iso3 = p.exporter_iso3
JOIN marts.country_trade AS i ON i.metal = p.metal AND i.stage = p.stage AND i.year = p.year AND i.iso3 = p.importer_iso3
JOIN world AS w ON w.metal = p.metal AND w.stage = p.stage AND w.year = p.year
JOIN catalog.country AS a ON a.iso3 = p.exporter_iso3 AND a.kind <> 'pseudo'
JOIN catalog.country AS b ON b.iso3 = p.importer_iso3 AND b.kind <> 'pseudo'
WHERE NOT p.partial AND i.import_usd > 0
