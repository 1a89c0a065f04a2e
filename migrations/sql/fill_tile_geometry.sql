-- For the version in force at the time of this migration; later ones are filled at their import.
WITH flat AS MATERIALIZED (
    SELECT
        boundary.version_id,
        boundary.village_code,
        ST_Transform(boundary.geom, 3857) AS geom
    FROM village_boundary AS boundary
    INNER JOIN boundary_version AS version
        ON version.id = boundary.version_id AND version.is_current
)

INSERT INTO village_tile_geometry (
    version_id, village_code, geom_z6, geom_z8, geom_z10, geom
)
SELECT
    flat.version_id,
    flat.village_code,
    ST_Multi(ST_Simplify(flat.geom, 150, TRUE)),
    ST_Multi(ST_Simplify(flat.geom, 75, TRUE)),
    ST_Multi(ST_Simplify(flat.geom, 20, TRUE)),
    flat.geom
FROM flat;

INSERT INTO village_geojson (version_id, village_code, area_m2, geometry)
SELECT
    boundary.version_id,
    boundary.village_code,
    boundary.area_m2,
    convert_to(
        ST_AsGeoJSON(
            ST_ForcePolygonCCW(
                CASE
                    WHEN ST_IsValid(ST_SnapToGrid(ST_Scale(boundary.geom, 1e6, 1e6), 1))
                        THEN ST_SnapToGrid(boundary.geom, 0.000001)
                    ELSE ST_Multi(
                        ST_CollectionExtract(ST_ReducePrecision(boundary.geom, 0.000001), 3)
                    )
                END
            ),
            6, 0
        ),
        'UTF8'
    )
FROM village_boundary AS boundary
INNER JOIN boundary_version AS version
    ON version.id = boundary.version_id AND version.is_current;
