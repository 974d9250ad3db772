/*
unit      = "count"
better    = "high"
theme     = "governance"
place     = 6
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "patent applications filed by residents in the year, as published"
reference = "WIPO, through the World Bank, IP.PAT.RESD"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'patents_resident'
