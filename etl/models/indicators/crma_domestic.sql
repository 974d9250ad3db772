/*
unit      = "share_0_1"
better    = "high"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1"]
formula   = "share of the EU27's own countries in the EU's sourcing (study of 2023, whole percents, 2016–2020), where the study names half of it at least; to hold against the regulation's 10 % at the mine and 40 % in processing; the lowest of the metal's materials"
reference = "Regulation (EU) 2024/1252, article 5"
*/
SELECT CAST(edition AS INTEGER) AS year, metal, stage, 'EU27' AS iso3, min(value) AS value
FROM (
    SELECT s.edition, s.metal, s.stage, s.material, coalesce(sum(s.share) FILTER (WHERE c.eu27), 0) AS value
    FROM staging.supply_share AS s
    JOIN catalog.country AS c ON c.iso3 = s.iso3
    WHERE s.scope = 'eu' AND s.share IS NOT NULL
    GROUP BY s.edition, s.metal, s.stage, s.material
    HAVING sum(s.share) >= 0.5
) AS material
GROUP BY edition, metal, stage
