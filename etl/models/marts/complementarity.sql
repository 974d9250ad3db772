/*
key = ["year", "exporter_iso3", "importer_iso3"]
checks = ["value > 0 AND value <= 1.000001"]
about = "How well one country sells what another buys: 1 − ½ Σₖ |mₖ − xₖ|, x and m the shares of HS6 code k in the exports of one and the imports of the other over the HS92 basket (Michaely 1996). Shares sum to 1, so it equals Σₖ min(mₖ, xₖ); a pair without a code in common has no row: 0."
*/
WITH flow AS (
    SELECT t.year, t.hs6, t.exporter_iso3, t.importer_iso3, t.value_usd
    FROM staging.trade AS t
    JOIN marts.basket_code AS c ON c.hs_revision = t.hs_revision AND c.hs6 = t.hs6
    WHERE t.source = 'baci' AND t.hs_revision = 'HS92'
),
sold AS (
    SELECT year, hs6, exporter_iso3 AS iso3, sum(value_usd) AS value_usd FROM flow GROUP BY year, hs6, exporter_iso3
),
bought AS (
    SELECT year, hs6, importer_iso3 AS iso3, sum(value_usd) AS value_usd FROM flow GROUP BY year, hs6, importer_iso3
),
x AS (
    SELECT s.year, s.hs6, s.iso3, s.value_usd / sum(s.value_usd) OVER (PARTITION BY s.year, s.iso3) AS share
    FROM sold AS s
    JOIN catalog.country AS c ON c.iso3 = s.iso3 AND c.kind <> 'pseudo'
),
m AS (
    SELECT b.year, b.hs6, b.iso3, b.value_usd / sum(b.value_usd) OVER (PARTITION BY b.year, b.iso3) AS share
    FROM bought AS b
    JOIN catalog.country AS c ON c.iso3 = b.iso3 AND c.kind <> 'pseudo'
)
SELECT x.year, x.iso3 AS exporter_iso3, m.iso3 AS importer_iso3, sum(least(m.share, x.share)) AS value
FROM x
JOIN m ON m.year = x.year AND m.hs6 = x.hs6 AND m.iso3 <> x.iso3
GROUP BY x.year, x.iso3, m.iso3
HAVING sum(least(m.share, x.share)) > 0
