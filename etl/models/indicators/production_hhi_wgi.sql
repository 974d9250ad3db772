/*
unit      = "index_0_10"
better    = "low"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 10.000001"]
formula   = "Σ sᵢ²·Wᵢ, Wᵢ = (2.5 − mean of the six WGI)·2: 0 well governed … 10 badly; the WGI of the year, else the latest before it; no value when countries without WGI hold more than 10 % of the named output"
reference = "European Commission, Methodology for establishing the EU list of critical raw materials (2017)"
notes     = ["withheld_total", "basis_mismatch"]
*/
-- WGI skips some years and ends before production does: a year takes the latest estimate not after it.
WITH governed AS (
    SELECT
        p.year, p.metal, p.stage, p.iso3, p.value AS share,
        (2.5 - g.value) * 2 AS weight,
        row_number() OVER (PARTITION BY p.year, p.metal, p.stage, p.iso3 ORDER BY g.year DESC) AS place
    FROM indicators.production_share AS p
    LEFT JOIN indicators.governance AS g ON g.iso3 = p.iso3 AND g.year <= p.year
)
SELECT year, metal, stage, 'WLD' AS iso3, sum(share * share * weight) AS value
FROM governed
WHERE place = 1
GROUP BY year, metal, stage
HAVING sum(CASE WHEN weight IS NOT NULL THEN share ELSE 0 END) >= 0.9 * sum(share) AND sum(share) > 0
