-- The facts as they were before daily reports.
CREATE VIEW zone_facts AS
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
    cooperative.land_refused
FROM village
LEFT JOIN cooperative_for_zone AS cooperative ON cooperative.village_code = village.code
LEFT JOIN site_for_zone AS site ON site.village_code = village.code;
