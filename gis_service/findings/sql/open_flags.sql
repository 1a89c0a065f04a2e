INSERT INTO flag (
    subject_type, subject_id, village_code, code, severity, detail, repair, revision_id, opened_at
)
SELECT
    :subject_type,
    given.subject_id,
    given.village_code,
    given.code,
    given.severity,
    CAST(given.detail AS jsonb) AS detail,
    CAST(given.repair AS jsonb) AS repair,
    given.revision_id,
    :opened_at
FROM
    unnest(
        CAST(:subject_ids AS uuid[]),
        CAST(:village_codes AS varchar[]),
        CAST(:codes AS varchar[]),
        CAST(:severities AS varchar[]),
        CAST(:details AS text[]),
        CAST(:repairs AS text[]),
        CAST(:revision_ids AS bigint[])
    ) AS given (subject_id, village_code, code, severity, detail, repair, revision_id)
