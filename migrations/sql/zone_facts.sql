-- What is known of each village that bears on its zone: one row a village, all of them.
-- NULL is "not known"; the policy says what that means.
CREATE VIEW site_for_zone AS
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
    WHERE flag.site_id = site.id AND flag.closed_at IS NULL
) AS flags;

CREATE VIEW cooperative_for_zone AS
SELECT
    village_code,
    portal_status
FROM cooperative;

CREATE VIEW zone_facts AS
SELECT
    village.code AS village_code,
    village.kind,
    village.regency_code,
    site.verdict,
    site.verified,
    site.critical_flags,
    site.waived_flags,
    cooperative.portal_status
FROM village
LEFT JOIN cooperative_for_zone AS cooperative ON cooperative.village_code = village.code
LEFT JOIN site_for_zone AS site ON site.village_code = village.code;
