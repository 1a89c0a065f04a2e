-- The other sites within the duplicate distance of where a village's site is, or will be: when it
-- moves, their flags change too.
SELECT DISTINCT other.id
FROM
    (
        SELECT site.geom
        FROM site
        WHERE site.village_code = :village_code
        UNION ALL
        SELECT ST_SetSRID(
            ST_MakePoint(CAST(:longitude AS float8), CAST(:latitude AS float8)), 4326
        ) AS geom
    ) AS position
INNER JOIN site AS other
    ON
        other.village_code <> :village_code
        AND ST_DWithin(
            other.geom::geography, position.geom::geography, CAST(:duplicate_distance_m AS float8)
        )
