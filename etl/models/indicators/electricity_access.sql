/*
unit      = "percent"
better    = "high"
theme     = "infrastructure"
place     = 3
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 100"]
formula   = "people with access to electricity, % of the population, as published"
reference = "World Bank, World Development Indicators, EG.ELC.ACCS.ZS"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'electricity_access'
