-- Right-hand rule, and six decimals: a tenth of a metre. Some polygons touch themselves once they
-- are rounded; those are rounded the slow way, which keeps them valid. Validity is
-- that of whole numbers: fractions touch or not by their last binary digit.
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
FROM versioned_village_boundary AS boundary
WHERE boundary.version_id = :version_id
