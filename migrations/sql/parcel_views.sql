-- What other slices may read of parcels.
CREATE VIEW served_parcel AS
SELECT
    parcel.id,
    parcel.village_code,
    parcel.revision_id,
    parcel.client_id,
    parcel.geom,
    parcel.is_valid,
    parcel.area_m2,
    parcel.perimeter_m,
    parcel.fits,
    parcel.rectangle,
    parcel.method,
    parcel.accuracy_m,
    parcel.owner,
    parcel.certificate,
    parcel.declared_area_m2,
    parcel.clear_and_clean,
    parcel.consent,
    parcel.access_road,
    parcel.strategic,
    parcel.needs_fill,
    parcel.has_building,
    parcel.protected_farmland,
    parcel.hazard,
    parcel.note,
    revision.recorded_at,
    revision.recorded_by
FROM parcel
LEFT JOIN parcel_revision AS revision ON revision.id = parcel.revision_id;

-- What of a village's land bears on its zone; NULL is "not known". The critical findings that have
-- a fact of their own are not counted again.
CREATE VIEW parcel_for_zone AS
SELECT
    parcel.village_code,
    -- as people read it: 999.6 m2 are 1,000
    CASE WHEN parcel.is_valid THEN round(parcel.area_m2) END AS area_m2,
    parcel.consent = 'given' AS owner_settled,
    parcel.clear_and_clean,
    parcel.protected_farmland,
    parcel.hazard,
    findings.critical AS critical_findings
FROM parcel
CROSS JOIN LATERAL (
    SELECT count(*)::int AS critical
    FROM open_flag AS flag
    WHERE
        flag.subject_type = 'parcel'
        AND flag.subject_id = parcel.id
        AND flag.severity = 'critical'
        AND NOT flag.waived
        AND flag.code NOT IN ('protected-farmland', 'hazard-zone')
) AS findings;
