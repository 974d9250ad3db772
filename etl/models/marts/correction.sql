/*
key = ["contract", "source", "year", "metal", "stage", "iso3"]
checks = ["applies"]
about = "Corrections of published cells, with reason and evidence. One whose published value is no longer there fails the build."
*/
SELECT
    c.contract, c.source, c.year, c.metal, c.stage, c.iso3, c.published, c.corrected, c.reason, c.evidence,
    -- Without its source, or that source's series of the year, there is nothing to correct.
    (c.source, c.metal, c.year) NOT IN (
        SELECT source, metal, year FROM staging.production
        UNION SELECT source, metal, year FROM staging.reserve
        UNION SELECT source, metal, year FROM staging.site
    )
    OR bool_or(p.quantity_t = c.published) IS TRUE OR bool_or(r.quantity_t = c.published) IS TRUE
    OR bool_or(s.latitude = c.published) IS TRUE AS applies
FROM catalog.correction AS c
LEFT JOIN staging.production AS p
    ON c.contract = 'production' AND p.source = c.source AND p.year = c.year
    AND p.metal = c.metal AND p.stage = c.stage AND p.iso3 = c.iso3
LEFT JOIN staging.reserve AS r
    ON c.contract = 'reserve' AND r.source = c.source AND r.year = c.year AND r.metal = c.metal AND r.iso3 = c.iso3
LEFT JOIN staging.site AS s
    ON c.contract = 'site' AND s.source = c.source AND s.year = c.year
    AND s.metal = c.metal AND s.stage = c.stage AND s.iso3 = c.iso3
GROUP BY c.contract, c.source, c.year, c.metal, c.stage, c.iso3, c.published, c.corrected, c.reason, c.evidence
