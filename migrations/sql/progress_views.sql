-- Where the site of a village is, for its reports.
CREATE VIEW site_for_report AS
SELECT
    village_code,
    geom,
    accuracy_m
FROM site;

-- What there is to judge of each report in force: the one before it, and how far the phone was from
-- the site. A query for some reports (WHERE report_id = ...) measures those alone.
CREATE VIEW report_measurement AS
SELECT
    report.id AS report_id,
    report.submission_id,
    report.village_code,
    report.reported_on,
    report.land_stage,
    report.construction_stage,
    report.percent,
    report.confirmed,
    before.reported_on AS before_reported_on,
    before.land_stage AS before_land_stage,
    before.construction_stage AS before_construction_stage,
    before.percent AS before_percent,
    ST_Distance(report.device_geom::geography, site.geom::geography) AS site_distance_m,
    coalesce(report.device_accuracy_m, 0) + coalesce(site.accuracy_m, 0) AS accuracies_m,
    NOT EXISTS (
        SELECT 1
        FROM progress_report AS later
        WHERE
            later.village_code = report.village_code
            AND later.is_current
            AND later.reported_on > report.reported_on
    ) AS is_latest
FROM progress_report AS report
LEFT JOIN site_for_report AS site ON site.village_code = report.village_code
LEFT JOIN LATERAL (
    SELECT
        earlier.reported_on,
        earlier.land_stage,
        earlier.construction_stage,
        earlier.percent
    FROM progress_report AS earlier
    WHERE
        earlier.village_code = report.village_code
        AND earlier.is_current
        AND earlier.reported_on < report.reported_on
    ORDER BY earlier.reported_on DESC
    LIMIT 1
) AS before ON TRUE
WHERE report.is_current;

-- The last report in force of each village that has any.
CREATE VIEW latest_report AS
SELECT
    report.id,
    report.submission_id,
    report.village_code,
    report.reported_on,
    report.land_stage,
    report.construction_stage,
    report.percent,
    report.note,
    report.photos,
    report.confirmed,
    report.reported_by,
    report.received_at,
    blockers.open_blockers,
    blockers.dispute,
    blockers.blockers
FROM village
CROSS JOIN
    LATERAL (
        SELECT last.*
        FROM progress_report AS last
        WHERE last.village_code = village.code AND last.is_current
        ORDER BY last.reported_on DESC
        LIMIT 1
    ) AS report
CROSS JOIN LATERAL (
    SELECT
        count(*)::int AS open_blockers,
        coalesce(bool_or(blocker.kind = 'dispute'), FALSE) AS dispute,
        coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'kind', blocker.kind,
                    'owner', blocker.owner,
                    'due_on', blocker.due_on,
                    'note', blocker.note,
                    'since', blocker.since
                )
                ORDER BY blocker.position
            ),
            '[]'::jsonb
        ) AS blockers
    FROM report_blocker AS blocker
    WHERE blocker.report_id = report.id
) AS blockers;
