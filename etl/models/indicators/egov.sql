/*
unit      = "index_0_1"
better    = "high"
theme     = "governance"
place     = 4
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1"]
formula   = "E-Government Development Index, as published"
reference = "UN DESA"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'egdi'
