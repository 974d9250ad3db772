/*
unit      = "index"
better    = "low"
theme     = "resilience"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "HHI · Σᵢ gᵢ·fᵢ / (p + F): HHI of world mine output, g = (2.5 − PV)/5 clipped to 0–1 with the PV of the year, else the latest before it, f and F imports of ore by origin and in all (tonnes as traded), p the country's own mine output (tonnes as published): the published method mixes content and gross weight, the one stated exception to the basis rule. Origins without a PV weigh in F alone and hold a tenth of it at most"
reference = "Koyamparambath et al. (2022), GeoPolRisk"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional", "withheld_total", "basis_mismatch", "import_weight_unknown"]
*/
-- WGI skips some years and ends before trade does: a year takes the latest estimate not after it.
WITH stability AS (
    SELECT
        y.year, s.iso3, least(1, greatest(0, (2.5 - s.value) / 5)) AS g,
        row_number() OVER (PARTITION BY y.year, s.iso3 ORDER BY s.year DESC) AS place
    FROM (SELECT DISTINCT year FROM marts.series) AS y
    JOIN marts.score AS s ON s.score = 'wgi_pv' AND s.year <= y.year
),
risk AS (
    SELECT
        p.year, p.metal, p.stage, p.importer_iso3 AS iso3,
        sum(coalesce(s.g, 0) * p.gross_weight_t) AS gf, sum(p.gross_weight_t) AS f,
        sum(CASE WHEN s.g IS NULL THEN p.gross_weight_t ELSE 0 END) AS unknown
    FROM marts.pair AS p
    LEFT JOIN stability AS s ON s.year = p.year AND s.iso3 = p.exporter_iso3 AND s.place = 1
    WHERE p.stage = 'mine' AND NOT p.partial AND p.gross_weight_t > 0
    GROUP BY p.year, p.metal, p.stage, p.importer_iso3
)
SELECT r.year, r.metal, r.stage, r.iso3, h.value * r.gf / (coalesce(p.quantity_t, 0) + r.f) AS value
FROM risk AS r
JOIN indicators.production_hhi AS h ON h.year = r.year AND h.metal = r.metal AND h.stage = r.stage
JOIN marts.production_total AS w ON w.year = r.year AND w.metal = r.metal AND w.stage = r.stage
JOIN marts.country_trade AS t
    ON t.year = r.year AND t.metal = r.metal AND t.stage = r.stage AND t.iso3 = r.iso3 AND t.import_t IS NOT NULL
JOIN catalog.country AS c ON c.iso3 = r.iso3 AND c.kind <> 'pseudo'
LEFT JOIN marts.production AS p ON p.year = r.year AND p.metal = r.metal AND p.stage = r.stage AND p.iso3 = r.iso3
-- A country the source does not name produces nothing only where no other producer is left unnamed.
WHERE (p.iso3 IS NOT NULL OR w.total_t = w.named_t) AND r.unknown <= 0.1 * r.f
