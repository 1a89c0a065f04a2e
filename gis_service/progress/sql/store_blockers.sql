-- The blockers of a report; one that the report before named too is as old as it was there.
WITH given AS (
    SELECT
        entry.position,
        entry.blocker ->> 'kind' AS kind,
        entry.blocker ->> 'owner' AS owner,
        CAST(entry.blocker ->> 'due_on' AS date) AS due_on,
        entry.blocker ->> 'note' AS note
    FROM
        jsonb_array_elements(CAST(:blockers AS jsonb))
        WITH ORDINALITY AS entry (blocker, position)
),

before AS (
    SELECT earlier.id
    FROM progress_report AS earlier
    WHERE
        earlier.village_code = :village_code
        AND earlier.is_current
        AND earlier.reported_on < :reported_on
    ORDER BY earlier.reported_on DESC
    LIMIT 1
)

INSERT INTO report_blocker (report_id, position, kind, owner, due_on, note, since)
SELECT
    :id,
    given.position,
    given.kind,
    given.owner,
    given.due_on,
    given.note,
    coalesce(
        (
            SELECT min(blocker.since)
            FROM report_blocker AS blocker
            INNER JOIN before ON before.id = blocker.report_id
            WHERE blocker.kind = given.kind
        ),
        :reported_on
    )
FROM given
