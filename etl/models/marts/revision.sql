/*
key = ["year", "metal", "stage", "iso3", "basis", "source", "edition"]
checks = ["edition > previous_edition"]
about = "How an edition changed what the edition before it said of the same cell."
*/
WITH told AS (
    SELECT
        year, metal, stage, iso3, basis, source, edition, quantity_t,
        lag(edition) OVER cell AS previous_edition,
        lag(quantity_t) OVER cell AS previous_t
    FROM staging.production
    WHERE quantity_t IS NOT NULL
    WINDOW cell AS (PARTITION BY year, metal, stage, iso3, basis, source ORDER BY edition)
)
SELECT
    year, metal, stage, iso3, basis, source, edition, previous_edition, quantity_t, previous_t,
    CASE WHEN previous_t > 0 THEN quantity_t / previous_t - 1 END AS change
FROM told
WHERE previous_edition IS NOT NULL AND quantity_t <> previous_t
