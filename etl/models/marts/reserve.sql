/*
key = ["year", "metal", "iso3"]
checks = ["quantity_t >= 0"]
about = "Reserves of each edition on one basis a metal and year: that of the mine series where given, else the most reported."
*/
WITH basis AS (
    SELECT
        r.year, r.metal, r.source, r.edition, r.basis,
        row_number() OVER (
            PARTITION BY r.year, r.metal
            ORDER BY (b.basis IS NOT NULL) DESC, count(*) DESC, r.edition DESC, r.basis
        ) AS place
    FROM staging.reserve AS r
    LEFT JOIN catalog.basis AS b ON b.metal = r.metal AND b.stage = 'mine' AND b.basis = r.basis
    GROUP BY r.year, r.metal, r.source, r.edition, r.basis, b.basis
)
SELECT
    r.year, r.metal, r.iso3,
    CASE WHEN c.reason IS NULL THEN r.quantity_t ELSE c.corrected END AS quantity_t,
    r.basis, r.source, r.edition,
    CASE WHEN c.reason IS NULL THEN r.flag ELSE 'corrected' END AS flag
FROM staging.reserve AS r
JOIN basis AS b
    ON b.year = r.year AND b.metal = r.metal AND b.source = r.source
    AND b.edition = r.edition AND b.basis = r.basis AND b.place = 1
LEFT JOIN catalog.correction AS c
    ON c.contract = 'reserve' AND c.source = r.source AND c.year = r.year AND c.metal = r.metal AND c.iso3 = r.iso3
    AND c.published = r.quantity_t
