/*
unit      = "index_2015_100"
better    = "low"
theme     = "market"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value > 0"]
formula   = "yearly mean of the months, 2015 = 100; whole years only"
reference = "World Bank Pink Sheet; IMF Primary Commodity Prices"
notes     = ["posted_price"]
*/
SELECT p.year, p.metal, p.stage, 'WLD' AS iso3, 100 * p.mean / b.mean AS value
FROM marts.price_year AS p
JOIN marts.price_year AS b ON b.metal = p.metal AND b.stage = p.stage AND b.source = p.source AND b.year = 2015
