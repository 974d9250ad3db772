/*
unit      = "index_0_1"
better    = "high"
theme     = "resilience"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN -0.000001 AND 1"]
formula   = "1 − Σ sₖ², sₖ = share of HS6 code k in the country's exports over the HS92 basket: every catalogued code loaded, each once, without gold and chapter 27"
reference = "Gini–Simpson"
notes     = ["provisional", "basket_rca"]
*/
WITH sold AS (
    SELECT t.year, t.exporter_iso3 AS iso3, t.hs6, sum(t.value_usd) AS value_usd
    FROM staging.trade AS t
    JOIN marts.basket_code AS c ON c.hs_revision = t.hs_revision AND c.hs6 = t.hs6
    WHERE t.source = 'baci' AND t.hs_revision = 'HS92'
    GROUP BY t.year, t.exporter_iso3, t.hs6
),
total AS (
    SELECT year, iso3, sum(value_usd) AS value_usd FROM sold GROUP BY year, iso3
)
SELECT s.year, 'all' AS metal, 'all' AS stage, s.iso3, 1 - sum((s.value_usd / t.value_usd) * (s.value_usd / t.value_usd)) AS value
FROM sold AS s
JOIN total AS t ON t.year = s.year AND t.iso3 = s.iso3 AND t.value_usd > 0
JOIN catalog.country AS c ON c.iso3 = s.iso3 AND c.kind <> 'pseudo'
GROUP BY s.year, s.iso3
