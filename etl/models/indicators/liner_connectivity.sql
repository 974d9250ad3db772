/*
unit      = "index_2023q1_100"
better    = "high"
theme     = "infrastructure"
place     = 2
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value >= 0"]
formula   = "mean of the year's published quarters of the Liner Shipping Connectivity Index (Q1 2023 = 100)"
reference = "UNCTAD LSCI"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, avg(value) AS value
FROM marts.score
WHERE score IN ('lsci_q1', 'lsci_q2', 'lsci_q3', 'lsci_q4')
GROUP BY year, iso3
