-- Puts reports in force, one or many: what was sent of each is read from its content. The same
-- report sent again takes the place of what it said before.
INSERT INTO progress_report (
    id,
    submission_id,
    village_code,
    reported_on,
    land_stage,
    construction_stage,
    percent,
    note,
    device_geom,
    device_accuracy_m,
    photos,
    confirmed,
    captured_at,
    received_at,
    changed_at,
    reported_by,
    person_id
)
SELECT
    given.id,
    given.submission_id,
    given.content ->> 'village_code',
    CAST(given.content ->> 'reported_on' AS date),
    given.content ->> 'land_stage',
    given.content ->> 'construction_stage',
    CAST(given.content ->> 'percent' AS float8),
    given.content ->> 'note',
    ST_SetSRID(
        ST_MakePoint(
            CAST(given.content -> 'device' ->> 'longitude' AS float8),
            CAST(given.content -> 'device' ->> 'latitude' AS float8)
        ),
        4326
    ),
    CAST(given.content -> 'device' ->> 'accuracy_m' AS float8),
    ARRAY(
        SELECT CAST(photo.id AS uuid)
        FROM
            jsonb_array_elements_text(given.content -> 'photos')
            WITH ORDINALITY AS photo (id, position)
        ORDER BY photo.position
    ),
    ARRAY(
        SELECT flag.code
        FROM
            jsonb_array_elements_text(given.content -> 'confirmed')
            WITH ORDINALITY AS flag (code, position)
        ORDER BY flag.position
    ),
    CAST(given.content ->> 'captured_at' AS timestamptz),
    given.received_at,
    given.received_at AS changed_at,
    person.username,
    given.person_id
FROM
    unnest(
        CAST(:ids AS uuid[]),
        CAST(:submission_ids AS bigint[]),
        CAST(:contents AS jsonb[]),
        CAST(:person_ids AS uuid[]),
        CAST(:received AS timestamptz[])
    ) AS given (id, submission_id, content, person_id, received_at)
INNER JOIN known_person AS person ON person.id = given.person_id
ON CONFLICT (id) DO UPDATE
    SET
        submission_id = excluded.submission_id,
        is_current = TRUE,
        land_stage = excluded.land_stage,
        construction_stage = excluded.construction_stage,
        percent = excluded.percent,
        note = excluded.note,
        device_geom = excluded.device_geom,
        device_accuracy_m = excluded.device_accuracy_m,
        photos = excluded.photos,
        confirmed = excluded.confirmed,
        captured_at = excluded.captured_at,
        changed_at = excluded.changed_at,
        reported_by = excluded.reported_by,
        person_id = excluded.person_id
