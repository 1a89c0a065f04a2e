-- What is known of each village that bears on its zone, with what its last daily report says.
-- NULL is "not known"; the policy says what that means.
CREATE OR REPLACE VIEW zone_facts AS
SELECT
    village.code AS village_code,
    village.kind,
    village.regency_code,
    site.verdict,
    site.verified,
    site.critical_flags,
    site.waived_flags,
    cooperative.portal_status,
    cooperative.construction_stage,
    cooperative.declared_area_m2,
    cooperative.owner_settled,
    cooperative.clear_and_clean,
    cooperative.land_refused,
    report.reported_on,
    report.open_blockers,
    report.dispute
FROM village
LEFT JOIN cooperative_for_zone AS cooperative ON cooperative.village_code = village.code
LEFT JOIN site_for_zone AS site ON site.village_code = village.code
LEFT JOIN latest_report AS report ON report.village_code = village.code;
