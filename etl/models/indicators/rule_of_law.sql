/*
unit      = "wgi_estimate"
better    = "high"
theme     = "governance"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN -3.5 AND 3.5"]
formula   = "WGI estimate, as published"
reference = "Kaufmann and Kraay, Worldwide Governance Indicators"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, value
FROM marts.score
WHERE score = 'wgi_rl'
