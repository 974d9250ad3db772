/*
unit      = "index_0_1"
better    = "high"
theme     = "hub"
place     = 6
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "mean of processed_share, rca (refined, product) and unit_value_ratio (exports of 1 M USD or more, between a tenth and ten times the world price), min–max within the peers; inputs by metal: mean over the listed metals, weighted by world exports"
reference = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM index.hub_score
WHERE part = 'transformation' AND value IS NOT NULL
