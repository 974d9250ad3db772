/*
unit      = "percent"
better    = "high"
theme     = "low_carbon"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 100.001"]
formula   = "electricity from renewable sources / electricity generated, %, as published"
reference = "Ember, through Our World in Data"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'renewables_share'
