-- Who answers for what at present: the areas, of any level, of the officers who are not disabled.
CREATE VIEW answering_officer AS
SELECT
    person.id AS person_id,
    person.username,
    person.full_name,
    responsibility.area_code
FROM person
INNER JOIN person_role ON person_role.person_id = person.id AND person_role.role = 'officer'
INNER JOIN responsibility ON responsibility.person_id = person.id
WHERE person.disabled_at IS NULL;

-- What may be told of anybody.
CREATE VIEW known_person AS
SELECT
    id,
    username,
    full_name
FROM person;

-- The last report in force of each village that has any, as the served layer shows it.
CREATE VIEW served_progress AS
SELECT
    village.code AS village_code,
    report.id,
    report.reported_on,
    report.land_stage,
    report.construction_stage,
    report.percent,
    report.photos,
    ARRAY(
        SELECT blocker.kind
        FROM report_blocker AS blocker
        WHERE blocker.report_id = report.id
        ORDER BY blocker.position
    ) AS blockers
FROM village
CROSS JOIN LATERAL (
    SELECT
        last.id,
        last.reported_on,
        last.land_stage,
        last.construction_stage,
        last.percent,
        cardinality(last.photos) AS photos
    FROM progress_report AS last
    WHERE last.village_code = village.code AND last.is_current
    ORDER BY last.reported_on DESC
    LIMIT 1
) AS report;
