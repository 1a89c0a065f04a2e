-- What PostGIS measures of each site: one row a site, metres on WGS 84; spatial.placement decides.
-- A query for one site (WHERE site_id = ...) makes the same measurements for that site alone.
-- LATERAL joins with an aggregate, and not subqueries in the SELECT list: what is used twice is
-- then looked for once.
CREATE VIEW site_measurement AS
SELECT
    site.id AS site_id,
    site.village_code,
    site.position_id,
    site.raw,
    site.reading_status,
    site.decimals,
    site.accuracy_m,
    site.mock_location,
    site.verdict AS stored_verdict,
    site.distance_m AS stored_distance_m,
    site.tolerance_m AS stored_tolerance_m,
    site.found_in AS stored_found_in,
    version.precision_m,
    village.code IS NOT NULL AS village_known,
    boundary.village_code IS NOT NULL AS boundary_known,
    ST_Y(site.geom) AS latitude,
    ST_X(site.geom) AS longitude,
    -- The nearest point of the boundary is searched in degrees, stretched so that both axes have
    -- the same length in metres at the site (far quicker than on the ellipsoid); the distance to
    -- that point is then geodesic. Beyond 0.5 degrees the stretch does not hold: all geodesic.
    CASE
        WHEN ST_DWithin(boundary.geom, site.geom, 0.5)
            THEN
                ST_Distance(
                    ST_Scale(
                        ST_ClosestPoint(
                            ST_Scale(ST_Boundary(boundary.geom), stretch.factor, 1),
                            ST_Scale(site.geom, stretch.factor, 1)
                        ),
                        1 / stretch.factor,
                        1
                    )::geography,
                    site.geom::geography
                )
        ELSE ST_Distance(ST_Boundary(boundary.geom)::geography, site.geom::geography)
    END AS boundary_distance_m,
    found.found_in,
    ST_Distance(village.centroid::geography, site.geom::geography) AS centroid_distance_m,
    neighbours.duplicates,
    CASE WHEN found.in_province THEN 0 ELSE province.distance_m END AS province_distance_m
FROM site
LEFT JOIN current_boundary_version AS version ON TRUE
LEFT JOIN village ON village.code = site.village_code
LEFT JOIN versioned_village_boundary AS boundary
    ON boundary.version_id = version.id AND boundary.village_code = site.village_code
-- Metres in a degree of longitude over metres in a degree of latitude, on WGS 84.
CROSS JOIN
    LATERAL (
        SELECT
            cos(radians(ST_Y(site.geom)))
            * (1 - 0.00669437999014 * sin(radians(ST_Y(site.geom))) ^ 2)
            / (1 - 0.00669437999014) AS factor
    ) AS stretch
-- A point where two villages overlap is in both.
CROSS JOIN
    LATERAL (
        SELECT
            coalesce(
                array_agg(other.village_code ORDER BY other.village_code), ARRAY[]::varchar[]
            ) AS found_in,
            coalesce(bool_or(other.province_code = village.province_code), FALSE) AS in_province
        FROM versioned_village_boundary AS other
        WHERE other.version_id = version.id AND ST_Intersects(other.geom, site.geom)
    ) AS found
-- 50 m: spatial.placement.DUPLICATE_DISTANCE_M
CROSS JOIN
    LATERAL (
        SELECT
            coalesce(
                array_agg(other.village_code ORDER BY other.village_code), ARRAY[]::varchar[]
            ) AS duplicates
        FROM site AS other
        WHERE
            other.id <> site.id
            AND ST_DWithin(other.geom::geography, site.geom::geography, 50)
    ) AS neighbours
-- Metres to the claimed village's province, looked for only where the point is in none of its
-- villages; NULL: farther than about ten kilometres. A gap is land of the province whose village
-- has no published boundary.
CROSS JOIN LATERAL (
    SELECT min(ST_Distance(near.geom::geography, site.geom::geography)) AS distance_m
    FROM (
        (
            SELECT other.geom
            FROM versioned_village_boundary AS other
            WHERE
                other.version_id = version.id
                AND other.province_code = village.province_code
                AND other.geom && ST_Expand(site.geom, 0.1)
            ORDER BY other.geom <-> site.geom
            LIMIT 3
        )
        UNION ALL
        (
            SELECT gap.geom
            FROM versioned_boundary_gap AS gap
            WHERE
                gap.version_id = version.id
                AND gap.province_code = village.province_code
                AND gap.geom && ST_Expand(site.geom, 0.1)
            ORDER BY gap.geom <-> site.geom
            LIMIT 3
        )
    ) AS near
    WHERE NOT found.in_province AND site.geom IS NOT NULL
) AS province;
