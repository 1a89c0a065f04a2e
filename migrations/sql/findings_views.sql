-- Findings are on sites, parcels, reports and photos; these views read those of sites, and all.
CREATE OR REPLACE VIEW site_for_zone AS
SELECT
    site.village_code,
    site.verdict,
    site.verified_at IS NOT NULL AS verified,
    coalesce(flags.critical, ARRAY[]::varchar[]) AS critical_flags,
    coalesce(flags.waived, ARRAY[]::varchar[]) AS waived_flags
FROM site
CROSS JOIN LATERAL (
    SELECT
        array_agg(flag.code ORDER BY flag.code) FILTER (
            WHERE flag.severity = 'critical' AND flag.waived_at IS NULL
        ) AS critical,
        array_agg(flag.code ORDER BY flag.code) FILTER (
            WHERE flag.waived_at IS NOT NULL
        ) AS waived
    FROM flag
    WHERE flag.subject_type = 'site' AND flag.subject_id = site.id AND flag.closed_at IS NULL
) AS flags;

DROP VIEW open_flag;

CREATE VIEW open_flag AS
SELECT
    id,
    subject_type,
    subject_id,
    village_code,
    code,
    severity,
    detail,
    repair,
    opened_at,
    waived_at IS NOT NULL AS waived,
    -- the gravest first
    array_position(ARRAY['critical', 'warning', 'info']::varchar[], severity) AS severity_rank,
    -- as gis_service.findings.messages.as_shown takes it
    jsonb_build_object(
        'code', code,
        'severity', severity,
        'detail', detail,
        'repair', repair,
        'waived', waived_at IS NOT NULL
    ) AS document
FROM flag
WHERE closed_at IS NULL;
