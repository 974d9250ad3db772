/*
unit      = "g_co2e_per_kwh"
better    = "low"
theme     = "low_carbon"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "greenhouse-gas emissions per kWh of electricity generated, as published"
reference = "Ember, through Our World in Data"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'grid_carbon_intensity'
