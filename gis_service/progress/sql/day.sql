-- Every village on a day: who answers for it, its last report up to then, and the one before that.
-- Most villages have a report of the day and of the day before: those are read by the day, at one
-- go, and only the others are looked for one by one.
WITH responsible AS (
    SELECT
        village.code,
        array_agg(DISTINCT officer.username ORDER BY officer.username) AS officers
    FROM village
    CROSS JOIN
        LATERAL unnest(
            ARRAY[village.code, village.district_code, village.regency_code, village.province_code]
        ) AS area (code)
    INNER JOIN answering_officer AS officer ON officer.area_code = area.code
    GROUP BY village.code
),

that_day AS (
    SELECT
        report.id,
        report.village_code,
        report.reported_on,
        report.received_at,
        report.reported_by,
        report.land_stage,
        report.construction_stage,
        report.percent,
        report.note,
        cardinality(report.photos) AS photos
    FROM progress_report AS report
    WHERE report.is_current AND report.reported_on = CAST(:day AS date)
),

day_before AS (
    SELECT
        report.village_code,
        report.reported_on,
        report.percent
    FROM progress_report AS report
    WHERE report.is_current AND report.reported_on = CAST(:day AS date) - 1
),

named AS (
    SELECT
        blocker.report_id,
        array_agg(blocker.kind ORDER BY blocker.position) AS kinds
    FROM that_day
    INNER JOIN report_blocker AS blocker ON blocker.report_id = that_day.id
    GROUP BY blocker.report_id
),

found AS (
    SELECT
        flag.subject_id,
        jsonb_agg(jsonb_build_array(flag.code, flag.detail) ORDER BY flag.code) AS flags
    FROM that_day
    INNER JOIN open_flag AS flag ON flag.subject_id = that_day.id
    WHERE flag.subject_type = 'report' AND NOT flag.waived
    GROUP BY flag.subject_id
)

SELECT
    village.code,
    village.name,
    village.district,
    village.regency_code,
    village.regency,
    responsible.officers,
    round(ST_X(site.geom)::numeric, 6)::float8 AS longitude,
    round(ST_Y(site.geom)::numeric, 6)::float8 AS latitude,
    that_day.reported_by,
    that_day.land_stage,
    that_day.construction_stage,
    that_day.percent,
    that_day.note,
    that_day.photos,
    coalesce(that_day.reported_on, past.reported_on) AS reported_on,
    coalesce(that_day.received_at, past.received_at) AS received_at,
    coalesce(day_before.reported_on, earlier.reported_on) AS earlier_on,
    coalesce(day_before.percent, earlier.percent) AS earlier_percent,
    coalesce(named.kinds, ARRAY[]::varchar[]) AS blockers,
    found.flags
FROM village
LEFT JOIN responsible ON responsible.code = village.code
LEFT JOIN served_site AS site ON site.village_code = village.code
LEFT JOIN that_day ON that_day.village_code = village.code
LEFT JOIN day_before ON day_before.village_code = village.code
LEFT JOIN named ON named.report_id = that_day.id
LEFT JOIN found ON found.subject_id = that_day.id
LEFT JOIN LATERAL (
    SELECT
        last.reported_on,
        last.received_at
    FROM progress_report AS last
    WHERE
        that_day.id IS NULL
        AND last.village_code = village.code
        AND last.is_current
        AND last.reported_on < CAST(:day AS date)
    ORDER BY last.reported_on DESC
    LIMIT 1
) AS past ON TRUE
LEFT JOIN LATERAL (
    SELECT
        before.reported_on,
        before.percent
    FROM progress_report AS before
    WHERE
        that_day.id IS NOT NULL
        AND day_before.village_code IS NULL
        AND before.village_code = village.code
        AND before.is_current
        AND before.reported_on < CAST(:day AS date)
    ORDER BY before.reported_on DESC
    LIMIT 1
) AS earlier ON TRUE
ORDER BY village.code
