/*
unit      = "share_0_1"
better    = "high"
theme     = "ecosystems"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "exports of intermediate, refined, semi and product stages / exports of all stages of the metal (value)"
reference = "Raw or transformed: the question of the CESE's report of March 2023"
notes     = ["cannot_tell_transformation", "provisional"]
*/
SELECT
    t.year, t.metal, 'all' AS stage, t.iso3,
    sum(CASE WHEN t.stage IN ('intermediate', 'refined', 'semi', 'product') THEN t.export_usd ELSE 0 END)
    / sum(t.export_usd) AS value
FROM marts.country_trade AS t
JOIN marts.chain AS h ON h.metal = t.metal AND h.year = t.year AND h.whole
JOIN catalog.country AS c ON c.iso3 = t.iso3 AND c.kind <> 'pseudo'
WHERE t.export_usd > 0
GROUP BY t.year, t.metal, t.iso3
