/*
unit      = "ratio"
better    = "high"
theme     = "hub"
place     = 5
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "RCA = (x_ij / X_i) / (x_wj / X_w); X = whole exports where the complete file is loaded, else exports of the basket: every catalogued code loaded in the same HS revision, each once, without gold and chapter 27"
reference = "Balassa (1965), Trade Liberalisation and “Revealed” Comparative Advantage"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional", "basket_rca"]
*/
WITH world AS (
    SELECT hs_revision, year, sum(export_usd) AS export_usd FROM marts.basket GROUP BY hs_revision, year
),
product AS (
    SELECT year, metal, stage, sum(export_usd) AS export_usd FROM marts.country_trade GROUP BY year, metal, stage
),
-- A series with a code outside the basket (gold, coking coal) has no RCA over that basket.
outside AS (
    SELECT DISTINCT h.metal, h.stage
    FROM catalog.hs_code AS h
    JOIN catalog.series AS s ON s.metal = h.metal AND s.stage = h.stage AND s.hs_revision = h.hs_revision
    WHERE NOT h.apart AND (h.hs_revision, h.hs6) NOT IN (SELECT hs_revision, hs6 FROM marts.basket_code)
)
SELECT
    t.year, t.metal, t.stage, t.iso3,
    (t.export_usd / b.export_usd) / (p.export_usd / w.export_usd) AS value
FROM marts.country_trade AS t
-- A series from Comtrade has no denominator of its own: held against BACI's basket it would mix two sources.
JOIN marts.series AS s ON s.year = t.year AND s.metal = t.metal AND s.stage = t.stage AND s.source = 'baci'
JOIN marts.basket AS b ON b.hs_revision = s.hs_revision AND b.year = t.year AND b.iso3 = t.iso3
JOIN world AS w ON w.hs_revision = s.hs_revision AND w.year = t.year
JOIN product AS p ON p.year = t.year AND p.metal = t.metal AND p.stage = t.stage
JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
WHERE t.export_usd > 0 AND b.export_usd > 0
    AND (b.whole OR (t.metal, t.stage) NOT IN (SELECT metal, stage FROM outside))
