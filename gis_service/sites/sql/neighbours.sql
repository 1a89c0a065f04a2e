-- The sites that stand within the duplicate distance of those given: when one moves, the flags of
-- the others change too.
SELECT DISTINCT other.id
FROM site AS moved
INNER JOIN site AS other
    ON
        other.id <> moved.id
        AND ST_DWithin(
            other.geom::geography, moved.geom::geography, CAST(:duplicate_distance_m AS float8)
        )
WHERE moved.village_code = ANY(CAST(:village_codes AS varchar[]))
