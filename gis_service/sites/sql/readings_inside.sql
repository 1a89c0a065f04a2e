-- Which of the given positions (EPSG:4326) lie in the village that each claims.
SELECT
    ST_Intersects(
        boundary.geom, ST_SetSRID(ST_MakePoint(given.longitude, given.latitude), 4326)
    ) AS is_inside
FROM
    unnest(
        CAST(:village_codes AS varchar[]),
        CAST(:latitudes AS float8[]),
        CAST(:longitudes AS float8[])
    ) WITH ORDINALITY AS given (village_code, latitude, longitude, number)
LEFT JOIN current_boundary_version AS version ON TRUE
LEFT JOIN versioned_village_boundary AS boundary
    ON boundary.version_id = version.id AND boundary.village_code = given.village_code
ORDER BY given.number
