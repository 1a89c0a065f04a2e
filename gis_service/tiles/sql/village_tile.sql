-- One tile of the villages; {geometry} is the column for its zoom (tilesets.BANDS). The margin of 64
-- of 4096 units hides the cuts at the tile's edges. Without the cast of the version the index would
-- not be used: it knows no comparison of two kinds of integer.
SELECT ST_AsMVT(tile, 'villages', 4096, 'geom')
FROM (
    SELECT
        village_code AS code,
        ST_AsMVTGeom(
            {geometry}, ST_MakeEnvelope(:west, :south, :east, :north, 3857), 4096, 64, TRUE
        ) AS geom
    FROM village_tile_geometry
    WHERE
        version_id = CAST(:version_id AS integer)
        AND geom && ST_Expand(
            ST_MakeEnvelope(:west, :south, :east, :north, 3857), CAST(:margin AS float8)
        )
) AS tile
WHERE geom IS NOT NULL
