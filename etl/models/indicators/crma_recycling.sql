/*
unit      = "share_0_1"
better    = "high"
theme     = "low_carbon"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1"]
formula   = "EoL-RIR, the share of the EU's demand met by recycling products at the end of their life (study of 2023), to hold against the regulation's 25 %; the lowest of the metal's materials"
reference = "Regulation (EU) 2024/1252, article 5"
*/
SELECT CAST(edition AS INTEGER) AS year, metal, 'all' AS stage, 'EU27' AS iso3, min(eol_rir) AS value
FROM staging.crm_parameter
WHERE eol_rir IS NOT NULL
GROUP BY edition, metal
