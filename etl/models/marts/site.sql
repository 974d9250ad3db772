/*
key = ["site", "metal", "stage", "source"]
checks = ["kind IN ('mine', 'plant', 'deposit', 'exploration', 'port')", "(other_name IS NULL) = (km IS NULL)", "km <= 5", "country_km <= 7000", "source <> 'usgs_africa_gis' OR country_km <= 2500"]
about = "Mines, plants, deposits and ports. A mine or plant that the USGS and the ICMM both list (same country, kind and one metal, at most 5 km apart, each the other's nearest) is one place under two names; both rows stay. Capacity is never summed where shared. Ports that the index lacks come from catalog/ports.csv, with a reference there."
*/
WITH site AS (
    SELECT s.* REPLACE (coalesce(c.corrected, s.latitude) AS latitude)
    FROM staging.site AS s
    LEFT JOIN catalog.correction AS c
        ON c.contract = 'site' AND c.source = s.source AND c.iso3 = s.iso3 AND c.published = s.latitude
    UNION ALL BY NAME
    SELECT
        port AS site, 'port' AS kind, name, 'all' AS metal, 'all' AS stage, iso3, latitude, longitude, FALSE AS shared,
        'unstated' AS basis, status, '' AS operator, 'unknown' AS confidence, 'catalog' AS source
    FROM catalog.port
),
located AS (
    SELECT DISTINCT site, source, kind, name, iso3, metal, latitude, longitude
    FROM site
    WHERE kind IN ('mine', 'plant') AND latitude IS NOT NULL
),
near AS (
    SELECT
        u.site, u.name, i.site AS other_site, i.name AS other_name,
        -- One degree of latitude is 111.2 km; at 5 km a flat map is as good as the sphere.
        min(111.2 * sqrt(power(u.latitude - i.latitude, 2)
            + power((u.longitude - i.longitude) * cos(radians(u.latitude)), 2))) AS km
    FROM located AS u
    JOIN located AS i ON i.iso3 = u.iso3 AND i.kind = u.kind AND i.metal = u.metal
        AND abs(i.latitude - u.latitude) < 0.05
    WHERE u.source = 'usgs_africa_gis' AND i.source = 'icmm_mines'
    GROUP BY u.site, u.name, i.site, i.name
),
ranked AS (
    SELECT
        site, name, other_site, other_name, km,
        row_number() OVER (PARTITION BY site ORDER BY km, other_site) AS of_site,
        row_number() OVER (PARTITION BY other_site ORDER BY km, site) AS of_other
    FROM near
    WHERE km <= 5
),
twin AS (
    SELECT site, name, other_site, other_name, km
    FROM ranked
    WHERE of_site = 1 AND of_other = 1
)
SELECT
    coalesce(b.site, s.site) AS place, s.site, s.kind, s.name, coalesce(a.other_name, b.name) AS other_name,
    coalesce(a.km, b.km) AS km, s.metal, s.stage, s.iso3, s.latitude, s.longitude, s.capacity_t, s.shared, s.basis,
    s.status, s.operator, s.confidence, s.year, s.source,
    -- From the middle of its country: where it is far, a sign or a column is wrong. One degree is 111.2 km.
    111.2 * degrees(acos(least(1.0, sin(radians(s.latitude)) * sin(radians(c.latitude))
        + cos(radians(s.latitude)) * cos(radians(c.latitude)) * cos(radians(s.longitude - c.longitude))))) AS country_km
FROM site AS s
LEFT JOIN catalog.country AS c ON c.iso3 = s.iso3
LEFT JOIN twin AS a ON s.source = 'usgs_africa_gis' AND a.site = s.site
LEFT JOIN twin AS b ON s.source = 'icmm_mines' AND b.other_site = s.site
