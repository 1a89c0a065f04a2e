INSERT INTO flag (site_id, code, severity, detail, repair, position_id, opened_at)
SELECT
    given.site_id,
    given.code,
    given.severity,
    CAST(given.detail AS jsonb) AS detail,
    CAST(given.repair AS jsonb) AS repair,
    given.position_id,
    :opened_at
FROM
    unnest(
        CAST(:site_ids AS uuid[]),
        CAST(:codes AS varchar[]),
        CAST(:severities AS varchar[]),
        CAST(:details AS text[]),
        CAST(:repairs AS text[]),
        CAST(:position_ids AS bigint[])
    ) AS given (site_id, code, severity, detail, repair, position_id)
