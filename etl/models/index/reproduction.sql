/*
key = ["id"]
checks = ["published IS NOT NULL", "tolerance > 0"]
about = "Figures of other publications beside ours: difference in the unit of both, within when it does not exceed the tolerance, null where the data loaded give no figure. kind: an indicator, a country score, or production (tonnes), price (yearly mean), supply_risk (by material)."
*/
WITH share AS (
    SELECT 'production_share' AS kind, year, metal, stage, iso3, value FROM indicators.production_share
    UNION ALL
    SELECT 'top3_share', year, metal, stage, iso3, value FROM indicators.top3_share
),
ours AS (
    SELECT s.kind, s.year, s.metal, s.stage, s.iso3, NULL AS material, s.value, c.source
    FROM share AS s
    JOIN marts.production_choice AS c ON c.year = s.year AND c.metal = s.metal AND c.stage = s.stage
    UNION ALL
    -- The world is the sum of the source's countries, not the total that it prints.
    SELECT 'production', t.year, t.metal, t.stage, 'WLD', NULL, t.total_t, c.source
    FROM marts.production_total AS t
    JOIN marts.production_choice AS c ON c.year = t.year AND c.metal = t.metal AND c.stage = t.stage
    WHERE t.complete
    UNION ALL
    SELECT 'production', year, metal, stage, iso3, NULL, quantity_t, source
    FROM marts.production
    WHERE iso3 <> 'WLD'
    UNION ALL
    SELECT 'price', year, metal, stage, 'WLD', NULL, mean, source FROM marts.price_year
    UNION ALL
    SELECT score, year, 'all', 'all', iso3, NULL, value, source FROM marts.score
    UNION ALL
    SELECT 'logistics', i.year, i.metal, i.stage, i.iso3, NULL, i.value, s.source
    FROM indicators.logistics AS i
    JOIN marts.score AS s ON s.score = 'lpi_overall' AND s.year = i.year AND s.iso3 = i.iso3
    UNION ALL
    SELECT 'reserve_share', s.year, s.metal, s.stage, s.iso3, NULL, s.value, r.source
    FROM indicators.reserve_share AS s
    JOIN marts.reserve AS r ON r.year = s.year AND r.metal = s.metal AND r.iso3 = s.iso3
    UNION ALL
    SELECT 'crma_single_country', year, metal, stage, iso3, NULL, value, 'eu_crm' FROM indicators.crma_single_country
    UNION ALL
    SELECT 'supply_risk', year, metal, 'all', 'WLD', material, ours, 'eu_crm wgi' FROM marts.supply_risk_headline
)
SELECT
    p.id, p.publication, p.reference, p.quantity, p.kind, p.year, p.metal, p.stage, p.iso3, p.material, p.unit,
    p.published, o.value AS ours, o.value - p.published AS difference, p.tolerance,
    abs(o.value - p.published) <= p.tolerance AS within, p.explanation, o.source
FROM catalog.published AS p
LEFT JOIN ours AS o
    ON o.kind = p.kind AND o.year = p.year AND o.metal = p.metal AND o.stage = p.stage AND o.iso3 = p.iso3
    AND o.material IS NOT DISTINCT FROM p.material
