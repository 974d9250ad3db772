/*
key = ["year", "score", "iso3"]
checks = ["length(iso3) = 3"]
about = "Country scores, the newest edition of each source; one source a score."
*/
WITH newest AS (
    SELECT score, max(edition) AS edition FROM staging.score GROUP BY score
)
SELECT s.year, s.score, s.iso3, s.value, s.unit, s.source, s.edition, s.flag
FROM staging.score AS s
JOIN newest AS n ON n.score = s.score AND n.edition = s.edition
WHERE s.value IS NOT NULL
