-- The reports in force just before and just after a day: what they are compared with changed.
(
    SELECT
        earlier.id,
        FALSE AS is_later
    FROM progress_report AS earlier
    WHERE
        earlier.village_code = :village_code
        AND earlier.is_current
        AND earlier.reported_on < :reported_on
        AND earlier.id <> :id
    ORDER BY earlier.reported_on DESC
    LIMIT 1
)
UNION ALL
(
    SELECT
        later.id,
        TRUE AS is_later
    FROM progress_report AS later
    WHERE
        later.village_code = :village_code
        AND later.is_current
        AND later.reported_on > :reported_on
        AND later.id <> :id
    ORDER BY later.reported_on
    LIMIT 1
)
