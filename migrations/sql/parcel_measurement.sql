-- What PostGIS measures of each parcel: one row a parcel, metres and square metres on WGS 84;
-- spatial.parcels decides. With WHERE village_code = ... the same, for that village alone.
-- Most parcels lie in their village, where no distance is looked for.
CREATE VIEW parcel_measurement AS
SELECT
    parcel.id AS parcel_id,
    parcel.village_code,
    parcel.revision_id,
    parcel.is_valid,
    ST_X(invalid.place) AS invalid_longitude,
    ST_Y(invalid.place) AS invalid_latitude,
    parcel.area_m2,
    parcel.declared_area_m2,
    parcel.fits,
    parcel.accuracy_m,
    parcel.protected_farmland,
    parcel.hazard,
    version.precision_m,
    coalesce(ST_Area(beyond.geom::geography), 0) AS outside_m2,
    distance.nearest_m,
    distance.farthest_m,
    found.found_in,
    shared.villages AS overlap_villages,
    shared.areas_m2 AS overlap_areas_m2,
    ST_Distance(site.geom::geography, parcel.geom::geography) AS site_distance_m,
    site.accuracy_m AS site_accuracy_m
FROM parcel
LEFT JOIN current_boundary_version AS version ON TRUE
LEFT JOIN versioned_village_boundary AS boundary
    ON boundary.version_id = version.id AND boundary.village_code = parcel.village_code
LEFT JOIN served_site AS site ON site.village_code = parcel.village_code
LEFT JOIN LATERAL (
    SELECT (ST_IsValidDetail(parcel.geom)).location AS place
    WHERE NOT parcel.is_valid
) AS invalid ON TRUE
-- What of it lies outside its village; NULL where nothing does, or where nobody can tell.
-- MATERIALIZED: worked out once, and not again wherever it is used.
CROSS JOIN
    LATERAL (
        WITH cut AS MATERIALIZED (
            SELECT
                CASE
                    WHEN parcel.is_valid AND NOT ST_CoveredBy(parcel.geom, boundary.geom)
                        THEN ST_Difference(parcel.geom, boundary.geom)
                END AS geom
        )

        SELECT geom FROM cut
    ) AS beyond
-- How far from the village its nearest and its farthest corner outside are. Both are looked for in
-- degrees, stretched to metres at the parcel (site_measurement says why); beyond 0.5 degrees, where
-- that does not hold, the nearest is geodesic, and says enough.
LEFT JOIN LATERAL (
    WITH stretched AS MATERIALIZED (
        SELECT
            ST_Scale(boundary.geom, metre.east, metre.north) AS village,
            ST_Scale(parcel.geom, metre.east, metre.north) AS parcel,
            ST_Scale(beyond.geom, metre.east, metre.north) AS beyond
        FROM (
            SELECT
                -- in a degree of longitude and of latitude, by the radii of curvature there
                radians(6378137) * cos(phi) / sqrt(1 - 0.00669437999014 * sin(phi) ^ 2) AS east,
                radians(6378137) * (1 - 0.00669437999014)
                / sqrt(1 - 0.00669437999014 * sin(phi) ^ 2) ^ 3 AS north
            FROM (SELECT radians(ST_Y(ST_Centroid(parcel.geom))) AS phi) AS latitude
        ) AS metre
    )

    SELECT
        CASE
            WHEN ST_DWithin(parcel.geom, boundary.geom, 0.5)
                THEN
                    ST_Distance(stretched.village, stretched.parcel)
            ELSE ST_Distance(parcel.geom::geography, boundary.geom::geography)
        END AS nearest_m,
        (
            SELECT max(ST_Distance(stretched.village, corner.geom))
            FROM ST_DumpPoints(stretched.beyond) AS corner
        ) AS farthest_m
    FROM stretched
    WHERE beyond.geom IS NOT NULL
) AS distance ON TRUE
CROSS JOIN
    LATERAL (
        SELECT
            coalesce(
                array_agg(other.village_code ORDER BY other.village_code), ARRAY[]::varchar[]
            ) AS found_in
        FROM versioned_village_boundary AS other
        WHERE
            other.version_id = version.id
            AND parcel.is_valid
            AND ST_Intersects(other.geom, parcel.geom)
    ) AS found
-- Those of other cooperatives. 5 m2 and less are told too: spatial.parcels decides.
CROSS JOIN LATERAL (
    SELECT
        coalesce(array_agg(one.village_code ORDER BY one.village_code), ARRAY[]::varchar[])
            AS villages,
        coalesce(array_agg(one.area_m2 ORDER BY one.village_code), ARRAY[]::float8[]) AS areas_m2
    FROM (
        SELECT
            other.village_code,
            ST_Area(ST_Intersection(other.geom, parcel.geom)::geography) AS area_m2
        FROM parcel AS other
        WHERE
            other.village_code <> parcel.village_code
            AND other.is_valid
            AND parcel.is_valid
            AND ST_Intersects(other.geom, parcel.geom)
    ) AS one
) AS shared;
