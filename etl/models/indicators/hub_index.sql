/*
unit      = "index_0_1"
better    = "high"
theme     = "hub"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "mean of the four pillars, each the mean of its indicators, min–max within the peers; at least 60 % of each pillar’s indicators"
reference = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM index.hub_score
WHERE part = 'index' AND value IS NOT NULL
