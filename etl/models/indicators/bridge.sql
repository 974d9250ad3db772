/*
unit      = "share_0_1"
better    = "high"
theme     = "hub"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "min(A, E) / max(A, E), A = imports from the other African states, E = exports to the EU27 (value); no value where max(A, E) is below 1 M USD"
reference = "Own definition; shown with min(A, E) and the stage-upgrade flag"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional", "small_trade"]
*/
SELECT year, metal, stage, iso3, least(africa_usd, eu_usd) / greatest(africa_usd, eu_usd) AS value
FROM marts.bridge
WHERE greatest(africa_usd, eu_usd) >= 1000000
