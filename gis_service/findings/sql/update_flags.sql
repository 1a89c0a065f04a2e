-- The same finding with other figures: it stays the same flag, open since the same moment.
UPDATE flag
SET
    detail = CAST(given.detail AS jsonb),
    repair = CAST(given.repair AS jsonb),
    revision_id = given.revision_id
FROM
    unnest(
        CAST(:flag_ids AS bigint[]),
        CAST(:details AS text[]),
        CAST(:repairs AS text[]),
        CAST(:revision_ids AS bigint[])
    ) AS given (flag_id, detail, repair, revision_id)
WHERE flag.id = given.flag_id
