/*
unit      = "wgi_estimate"
better    = "high"
theme     = "governance"
place     = 1
key       = ["year", "metal", "stage", "iso3"]
checks    = ["value BETWEEN -3.5 AND 3.5"]
formula   = "mean of the six WGI estimates (voice, stability, effectiveness, regulation, law, corruption), all six present"
reference = "Kaufmann and Kraay, Worldwide Governance Indicators"
*/
SELECT year, 'all' AS metal, 'all' AS stage, iso3, avg(value) AS value
FROM marts.score
WHERE score IN ('wgi_va', 'wgi_pv', 'wgi_ge', 'wgi_rq', 'wgi_rl', 'wgi_cc')
GROUP BY year, iso3
HAVING count(*) = 6
