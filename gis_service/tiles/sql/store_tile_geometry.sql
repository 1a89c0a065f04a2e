-- A version's boundaries in the tiles' projection, once for each band of zooms (tilesets.BANDS).
-- Simplified by about two of the 4096 units of a tile at the band's deepest zoom, an eighth
-- of a pixel.
WITH flat AS MATERIALIZED (
    SELECT
        version_id,
        village_code,
        ST_Transform(geom, 3857) AS geom
    FROM versioned_village_boundary
    WHERE version_id = :version_id
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
FROM flat
