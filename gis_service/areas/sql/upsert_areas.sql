-- Adds areas, or brings their names and places up to date; what is not given stays as it was.
-- Replies with the codes of those that are new.
INSERT INTO area (code, level, name, kind, parent_code, province_code, postal_code, centroid)
SELECT
    code,
    level,
    name,
    kind,
    parent_code,
    province_code,
    postal_code,
    ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) AS centroid
FROM
    unnest(
        CAST(:codes AS varchar[]),
        CAST(:levels AS varchar[]),
        CAST(:names AS varchar[]),
        CAST(:kinds AS varchar[]),
        CAST(:parent_codes AS varchar[]),
        CAST(:province_codes AS varchar[]),
        CAST(:postal_codes AS varchar[]),
        CAST(:latitudes AS float8[]),
        CAST(:longitudes AS float8[])
    ) AS given (
        code, level, name, kind, parent_code, province_code, postal_code, latitude, longitude
    )
ON CONFLICT (code) DO UPDATE
    SET
        name = excluded.name,
        kind = coalesce(excluded.kind, area.kind),
        postal_code = coalesce(excluded.postal_code, area.postal_code),
        centroid = coalesce(excluded.centroid, area.centroid)
    WHERE
    (area.name, area.kind, area.postal_code, area.centroid) IS DISTINCT FROM (
        excluded.name,
        coalesce(excluded.kind, area.kind),
        coalesce(excluded.postal_code, area.postal_code),
        coalesce(excluded.centroid, area.centroid)
    )
RETURNING code, (xmax = 0) AS is_new
