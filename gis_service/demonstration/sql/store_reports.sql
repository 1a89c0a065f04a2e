-- Reports as phones sent them, with what was sent; all of them in one statement.
WITH given AS (
    SELECT
        nextval('submission_id_seq') AS submission_id,
        sent.id,
        person.id AS person_id,
        person.username,
        CAST(sent.content AS jsonb) AS content,
        sent.digest,
        sent.received_at
    FROM
        unnest(
            CAST(:ids AS uuid[]),
            CAST(:usernames AS varchar[]),
            CAST(:contents AS text[]),
            CAST(:digests AS bytea[]),
            CAST(:received AS timestamptz[])
        ) AS sent (id, username, content, digest, received_at)
    INNER JOIN person ON person.username = sent.username
),

kept AS (
    INSERT INTO submission (
        id, client_id, revision, kind, village_code, person_id, content, digest, reply, received_at
    )
    SELECT
        given.submission_id,
        given.id,
        1 AS revision,
        'report' AS kind,
        given.content ->> 'village_code',
        given.person_id,
        given.content,
        given.digest,
        jsonb_build_object(
            'id', given.id,
            'revision', 1,
            'village_code', given.content ->> 'village_code',
            'received_at', given.received_at,
            'clock_error_s', NULL,
            'tag', '"' || given.submission_id || '"',
            'report', jsonb_build_object('flags', cast('[]' AS jsonb))
        ) AS reply,
        given.received_at
    FROM given
)

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
        FROM jsonb_array_elements_text(given.content -> 'photos') AS photo (id)
    ),
    ARRAY(
        SELECT flag.code
        FROM jsonb_array_elements_text(given.content -> 'confirmed') AS flag (code)
    ),
    given.received_at,
    given.received_at AS changed_at,
    given.username,
    given.person_id
FROM given
