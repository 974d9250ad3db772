/*
key = ["material", "stage"]
checks = ["value >= 0", "hhi_global >= 0", "hhi_eu >= 0"]
about = "The EU study's supply risk recomputed stage by stage from its own shares, trade parameters, import reliance, recycling and substitution, with the mean WGI of 2016–2020."
*/
WITH weight AS (
    SELECT iso3, (2.5 - avg(value)) * 2 AS w
    FROM marts.score
    WHERE score IN ('wgi_va', 'wgi_pv', 'wgi_ge', 'wgi_rq', 'wgi_rl', 'wgi_cc') AND year BETWEEN 2016 AND 2020
    GROUP BY iso3
),
concentration AS (
    SELECT s.material, s.stage, s.scope, sum(s.share * s.share * w.w * s.trade_parameter) AS hhi
    FROM staging.supply_share AS s
    JOIN weight AS w ON w.iso3 = s.iso3
    GROUP BY s.material, s.stage, s.scope
),
parameter AS (
    SELECT
        material, metal, stage, ir, eol_rir, si_sr, shares, edition,
        -- The study gives the EU's ores of the heavy rare earths as one line for all of them.
        CASE
            WHEN stage = 'mine' AND material IN (
                'dysprosium', 'erbium', 'europium', 'gadolinium', 'holmium', 'lutetium', 'terbium', 'thulium',
                'ytterbium', 'yttrium'
            ) THEN 'heavy_rare_earths'
            ELSE material
        END AS eu_material
    FROM staging.crm_parameter
),
side AS (
    SELECT p.*, g.hhi AS hhi_global, e.hhi AS hhi_eu
    FROM parameter AS p
    LEFT JOIN concentration AS g ON g.material = p.material AND g.stage = p.stage AND g.scope = 'global'
    LEFT JOIN concentration AS e ON e.material = p.eu_material AND e.stage = p.stage AND e.scope = 'eu'
)
SELECT
    CAST(edition AS INTEGER) AS year, material, metal, stage, hhi_global, hhi_eu, ir, eol_rir, si_sr, shares,
    CASE shares
        WHEN 'both' THEN hhi_global * ir / 2 + hhi_eu * (1 - ir / 2)
        WHEN 'global' THEN hhi_global
        WHEN 'eu' THEN hhi_eu
    END * (1 - eol_rir) * si_sr AS value
FROM side
