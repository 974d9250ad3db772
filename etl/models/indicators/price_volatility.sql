/*
unit      = "share_0_1"
better    = "low"
theme     = "market"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "standard deviation (n−1) of the year's twelve monthly log returns × √12; none for a quote unchanged for six months or more"
reference = "World Bank Pink Sheet; IMF Primary Commodity Prices"
notes     = ["stale_price"]
*/
SELECT year, metal, stage, 'WLD' AS iso3, volatility AS value
FROM marts.price_year
WHERE NOT stale AND volatility IS NOT NULL
