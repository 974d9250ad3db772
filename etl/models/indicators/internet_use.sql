/*
unit      = "percent"
better    = "high"
theme     = "governance"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 100"]
formula   = "individuals using the internet, % of population, as published"
reference = "ITU"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'internet_users'
