SELECT
    given.code,
    ST_X(ST_Transform(given.geom, 32750)) AS easting,
    ST_Y(ST_Transform(given.geom, 32750)) AS northing,
    ST_X(ST_Transform(given.geom, 3857)) AS x,
    ST_Y(ST_Transform(given.geom, 3857)) AS y
FROM (
    SELECT
        code,
        ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) AS geom
    FROM
        unnest(
            CAST(:codes AS varchar[]), CAST(:longitudes AS float8[]), CAST(:latitudes AS float8[])
        ) AS place (code, longitude, latitude)
) AS given
