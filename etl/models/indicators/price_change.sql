/*
unit      = "share_change"
better    = "low"
theme     = "market"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value > -1"]
formula   = "yearly mean / yearly mean of the year before − 1"
reference = "World Bank Pink Sheet; IMF Primary Commodity Prices; USGS Mineral Commodity Summaries, whose latest year is an estimate"
notes     = ["posted_price", "estimated"]
*/
SELECT p.year, p.metal, p.stage, 'WLD' AS iso3, p.mean / b.mean - 1 AS value
FROM marts.price_year AS p
JOIN marts.price_year AS b ON b.metal = p.metal AND b.stage = p.stage AND b.source = p.source AND b.year = p.year - 1
