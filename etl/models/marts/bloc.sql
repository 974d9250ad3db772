/*
key = ["bloc", "iso3"]
checks = ["bloc <> ''"]
about = "Countries by bloc, with today's membership in every year; AFRICA (M49 002) and EU27 among them. counted: the one African bloc under which a country is drawn where blocs stand side by side, since memberships overlap."
*/
-- The blocs that share few members come first; CEN-SAD, which overlaps with all others, last.
-- Without a source of blocs there are none, Africa and the EU27 no more than the others.
WITH ordered AS (
    SELECT
        bloc, iso3,
        row_number() OVER (
            PARTITION BY iso3
            ORDER BY
                CASE bloc
                    WHEN 'AMU' THEN 1 WHEN 'ECOWAS' THEN 2 WHEN 'AES' THEN 3 WHEN 'SADC' THEN 4 WHEN 'EAC' THEN 5
                    WHEN 'ECCAS' THEN 6 WHEN 'COMESA' THEN 7 WHEN 'IGAD' THEN 8 ELSE 9
                END
        ) AS place
    FROM (SELECT DISTINCT bloc, iso3 FROM staging.bloc)
)
SELECT bloc, iso3, place = 1 AS counted FROM ordered
UNION ALL
SELECT 'AFRICA', iso3, FALSE FROM catalog.country WHERE africa AND EXISTS (SELECT 1 FROM staging.bloc)
UNION ALL
SELECT 'EU27', iso3, FALSE FROM catalog.country WHERE eu27 AND EXISTS (SELECT 1 FROM staging.bloc)
