-- Whose parcels share land with a village's parcel as it is in force, or as it will be: when it
-- changes, their findings change too.
SELECT other.village_code
FROM
    (
        SELECT parcel.geom
        FROM parcel
        WHERE parcel.village_code = :village_code AND parcel.is_valid
        UNION ALL
        SELECT ST_SetSRID(CAST(CAST(:geometry AS varchar) AS geometry), 4326) AS geom
    ) AS state
INNER JOIN parcel AS other
    ON
        other.village_code <> :village_code
        AND other.is_valid
        AND ST_Intersects(other.geom, state.geom)
GROUP BY other.village_code
