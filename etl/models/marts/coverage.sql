/*
key = ["kind", "metal", "stage", "iso3", "year", "source"]
checks = ["kind IN ('production', 'trade', 'reserve', 'price')"]
about = "What is there: metal × stage × country × year × source. won: the source whose row the dashboard shows. A combination without a row is not there."
*/
SELECT
    'production' AS kind, p.metal, p.stage, p.iso3, p.year, p.source,
    bool_or(w.source IS NOT NULL) AS won
FROM staging.production AS p
LEFT JOIN marts.production AS w
    ON w.year = p.year AND w.metal = p.metal AND w.stage = p.stage AND w.iso3 = p.iso3
    AND w.source = p.source AND w.edition = p.edition AND w.basis = p.basis
GROUP BY p.metal, p.stage, p.iso3, p.year, p.source
UNION ALL
SELECT DISTINCT 'reserve', metal, 'mine', iso3, year, source, TRUE FROM marts.reserve
UNION ALL
SELECT 'trade', metal, stage, iso3, year, source, TRUE
FROM (
    SELECT metal, stage, exporter_iso3 AS iso3, year, source FROM marts.pair
    UNION
    SELECT metal, stage, importer_iso3, year, source FROM marts.pair
)
UNION ALL
SELECT DISTINCT 'price', metal, stage, 'WLD', CAST(extract(YEAR FROM month) AS INTEGER), source, first FROM marts.price
UNION ALL
SELECT 'price', s.metal, s.stage, 'WLD', p.year, p.source, y.year IS NOT NULL
FROM staging.price_year AS p
JOIN catalog.price_series AS s ON s.source = p.source AND s.series = p.series AND s.metal = p.metal
LEFT JOIN marts.price_year AS y
    ON y.year = p.year AND y.metal = s.metal AND y.stage = s.stage AND y.source = p.source AND NOT y.monthly
