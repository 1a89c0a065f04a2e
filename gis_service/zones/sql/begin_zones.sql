INSERT INTO zone (village_code, colour, reasons, since, valid_from, policy_id)
SELECT
    given.village_code,
    given.colour,
    CAST(given.reasons AS jsonb) AS reasons,
    given.since,
    :now,
    :policy_id
FROM
    unnest(
        CAST(:village_codes AS varchar[]),
        CAST(:colours AS varchar[]),
        CAST(:reasons AS text[]),
        CAST(:since AS timestamptz[])
    ) AS given (village_code, colour, reasons, since)
