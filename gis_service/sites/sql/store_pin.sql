-- How a position was found on a phone, and how far from it the phone was.
INSERT INTO site_pin (
    position_id,
    submission_id,
    method,
    device_geom,
    device_accuracy_m,
    device_captured_at,
    device_fixes,
    device_distance_m,
    fix_age_s,
    reason
)
SELECT
    position.id,
    :submission_id,
    :method,
    device.geom,
    CAST(:device_accuracy_m AS float8),
    CAST(:device_captured_at AS timestamptz),
    CAST(:device_fixes AS int),
    ST_Distance(device.geom::geography, position.geom::geography),
    CAST(:fix_age_s AS float8),
    CAST(:reason AS varchar)
FROM site_position AS position
CROSS JOIN (
    SELECT ST_SetSRID(
        ST_MakePoint(CAST(:device_longitude AS float8), CAST(:device_latitude AS float8)), 4326
    ) AS geom
) AS device
WHERE position.id = :position_id
RETURNING device_distance_m
