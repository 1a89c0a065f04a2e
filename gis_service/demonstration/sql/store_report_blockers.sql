-- The blockers that the reports name; here each stays from its village's first report on.
INSERT INTO report_blocker (report_id, position, kind, owner, due_on, note, since)
SELECT
    report.id,
    entry.position,
    entry.blocker ->> 'kind' AS kind,
    entry.blocker ->> 'owner' AS owner,
    CAST(entry.blocker ->> 'due_on' AS date) AS due_on,
    entry.blocker ->> 'note' AS note,
    min(report.reported_on)
        OVER (PARTITION BY report.village_code, entry.blocker ->> 'kind')
        AS since
FROM progress_report AS report
INNER JOIN submission ON submission.id = report.submission_id
CROSS JOIN
    LATERAL jsonb_array_elements(submission.content -> 'blockers')
    WITH ORDINALITY AS entry (blocker, position)
