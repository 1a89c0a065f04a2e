-- Metres from where photos were taken to the sites of their villages, where both are known.
SELECT
    given.photo_id,
    site.accuracy_m,
    ST_Distance(
        site.geom::geography,
        ST_SetSRID(ST_MakePoint(given.longitude, given.latitude), 4326)::geography
    ) AS distance_m
FROM
    unnest(
        CAST(:photo_ids AS uuid[]),
        CAST(:village_codes AS varchar[]),
        CAST(:latitudes AS float8[]),
        CAST(:longitudes AS float8[])
    ) AS given (photo_id, village_code, latitude, longitude)
INNER JOIN site ON site.village_code = given.village_code AND site.geom IS NOT NULL
