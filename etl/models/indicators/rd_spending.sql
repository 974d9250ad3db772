/*
unit      = "percent"
better    = "high"
theme     = "governance"
place     = 5
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "gross domestic expenditure on research and development, % of GDP, as published"
reference = "UNESCO Institute for Statistics, through the World Bank, GB.XPD.RSDV.GD.ZS"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'rd_spending'
