-- What is known of each village that bears on its zone, with what the office's list declares of
-- the land and the building. NULL is "not known"; the policy says what that means.
DROP VIEW zone_facts;
DROP VIEW cooperative_for_zone;

CREATE VIEW cooperative_for_zone AS
SELECT
    village_code,
    portal_status,
    construction_stage,
    declared_area_m2,
    owner_settled,
    clear_and_clean,
    land_refused
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
    cooperative.portal_status,
    cooperative.construction_stage,
    cooperative.declared_area_m2,
    cooperative.owner_settled,
    cooperative.clear_and_clean,
    cooperative.land_refused
FROM village
LEFT JOIN cooperative_for_zone AS cooperative ON cooperative.village_code = village.code
LEFT JOIN site_for_zone AS site ON site.village_code = village.code;
