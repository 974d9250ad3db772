/*
unit      = "share_0_1"
better    = "low"
theme     = "africa_europe"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1"]
formula   = "largest share of one country outside the EU27 in the EU's sourcing (study of 2023, whole percents, 2016–2020), to hold against the 65 % of the regulation; the highest of the metal's materials"
reference = "Regulation (EU) 2024/1252, article 5"
*/
SELECT CAST(s.edition AS INTEGER) AS year, s.metal, s.stage, 'EU27' AS iso3, max(s.share) AS value
FROM staging.supply_share AS s
JOIN catalog.country AS c ON c.iso3 = s.iso3 AND NOT c.eu27 AND c.kind <> 'pseudo'
WHERE s.scope = 'eu' AND s.share IS NOT NULL
GROUP BY s.edition, s.metal, s.stage
