/*
unit      = "share_0_1"
better    = "low"
theme     = "sovereignty"
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN 0 AND 1.000001"]
formula   = "max(0, M − X) / (P + M − X), tonnes of metal: refined stages whose codes are all unwrought metal (HS 71, 74–81) and whose output is metal content; no value where the denominator is not positive, where a side has no tonnes, or where the country's output may hide in “Other countries”"
reference = "JRC (2017), Assessment of the methodology for establishing the EU list of critical raw materials"
notes     = ["not_loaded", "partial_codes", "shared_codes", "lower_bound", "provisional", "withheld_total", "basis_mismatch", "gross_weight", "negative_denominator", "export_weight_unknown", "import_weight_unknown"]
*/
SELECT
    year, metal, stage, iso3,
    greatest(0, import_t - export_t) / (produced_t + (import_t - export_t)) AS value
FROM marts.metal_balance
WHERE produced_t + (import_t - export_t) > 0
