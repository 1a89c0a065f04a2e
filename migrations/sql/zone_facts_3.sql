-- What is known of each village that bears on its zone, with what its parcel and its last daily
-- report say. What a recorded parcel says of the land comes before what the office's list declares;
-- what neither says is NULL, "not known", and the policy says what that means.
DROP VIEW zone_facts;

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
    coalesce(parcel.area_m2, cooperative.declared_area_m2) AS parcel_area_m2,
    coalesce(parcel.owner_settled, cooperative.owner_settled) AS owner_settled,
    coalesce(parcel.clear_and_clean, cooperative.clear_and_clean) AS clear_and_clean,
    -- "there is no land" is answered by a parcel
    CASE WHEN parcel.village_code IS NULL THEN cooperative.land_refused END AS land_refused,
    parcel.protected_farmland,
    parcel.hazard,
    parcel.critical_findings AS parcel_findings,
    report.reported_on,
    report.open_blockers,
    report.dispute
FROM village
LEFT JOIN cooperative_for_zone AS cooperative ON cooperative.village_code = village.code
LEFT JOIN parcel_for_zone AS parcel ON parcel.village_code = village.code
LEFT JOIN site_for_zone AS site ON site.village_code = village.code
LEFT JOIN latest_report AS report ON report.village_code = village.code;
