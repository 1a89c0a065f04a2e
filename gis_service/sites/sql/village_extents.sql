-- West, south, east and north of villages' boundaries (EPSG:4326).
SELECT
    boundary.village_code,
    ST_XMin(boundary.geom) AS west,
    ST_YMin(boundary.geom) AS south,
    ST_XMax(boundary.geom) AS east,
    ST_YMax(boundary.geom) AS north
FROM current_boundary_version AS version
INNER JOIN versioned_village_boundary AS boundary ON boundary.version_id = version.id
WHERE boundary.village_code = ANY(CAST(:village_codes AS varchar[]))
