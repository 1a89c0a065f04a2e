-- What phones sent, in one statement; the reports themselves are made of it.
WITH given AS (
    SELECT
        nextval('submission_id_seq') AS submission_id,
        sent.id,
        person.id AS person_id,
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
)

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
RETURNING id, client_id, person_id
