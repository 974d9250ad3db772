/*
key = ["hs_revision", "hs6"]
checks = ["length(hs6) >= 4"]
about = "The basket of RCA and export diversification: every code of metals.toml in one HS revision, each once (those shown apart from their series too), without the codes of gold and without chapter 27."
*/
SELECT DISTINCT hs_revision, hs6
FROM catalog.hs_code
WHERE hs6 NOT LIKE '27%'
    AND (hs_revision, hs6) NOT IN (SELECT hs_revision, hs6 FROM catalog.hs_code WHERE metal = 'gold')
