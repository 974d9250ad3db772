/*
unit      = "index_1_5"
better    = "high"
theme     = "infrastructure"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 1 AND 5"]
formula   = "Logistics Performance Index, overall, as published; editions 2007–2023, no value between"
reference = "World Bank LPI"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'lpi_overall'
