SELECT
    village.code,
    village.district_code,
    village.regency_code,
    ST_Y(village.centroid) AS latitude,
    ST_X(village.centroid) AS longitude,
    ST_AsBinary(boundary.geom) AS polygon
FROM village
LEFT JOIN current_boundary_version AS version ON TRUE
LEFT JOIN versioned_village_boundary AS boundary
    ON boundary.version_id = version.id AND boundary.village_code = village.code
WHERE village.province_code = :province_code
ORDER BY village.code
