-- One tile of the sites, of the areas that the person sees.
SELECT ST_AsMVT(tile, 'sites', 4096, 'geom')
FROM (
    SELECT
        village_code AS code,
        verdict,
        ST_AsMVTGeom(
            ST_Transform(geom, 3857),
            ST_MakeEnvelope(:west, :south, :east, :north, 3857), 4096, 64, TRUE
        ) AS geom
    FROM served_site
    WHERE
        geom && ST_Transform(
            ST_Expand(
                ST_MakeEnvelope(:west, :south, :east, :north, 3857), CAST(:margin AS float8)
            ),
            4326
        )
        AND village_code LIKE ANY(CAST(:areas AS varchar[]))
) AS tile
WHERE geom IS NOT NULL
