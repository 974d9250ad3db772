/*
unit      = "share_0_1"
better    = "high"
theme     = "sovereignty"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN -0.000001 AND 1"]
formula   = "1 − largest production share: what is left when the first producer stops (N−1)"
reference = "IEA, Global Critical Minerals Outlook: N−1 test"
notes     = ["withheld_total", "basis_mismatch"]
*/
SELECT year, metal, stage, iso3, 1 - value AS value
FROM indicators.top_producer_share
