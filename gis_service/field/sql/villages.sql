-- The villages that an officer looks after, each with its site, its parcel, its last report, and
-- what checks found on them.
SELECT
    village.code,
    village.name,
    village.kind,
    village.district,
    village.regency,
    ST_Y(village.centroid) AS centroid_latitude,
    ST_X(village.centroid) AS centroid_longitude,
    cooperative.is_model,
    cooperative.construction_stage,
    cooperative.declared_area_m2,
    cooperative.owner_settled,
    cooperative.clear_and_clean,
    site.position_id,
    site.raw,
    ST_Y(site.geom) AS latitude,
    ST_X(site.geom) AS longitude,
    site.verdict,
    site.distance_m,
    site.accuracy_m,
    site.verified,
    site.pinned_at,
    site.pinned_by,
    parcel.revision_id AS parcel_revision_id,
    ST_AsGeoJSON(parcel.geom, 7)::jsonb AS parcel_geometry,
    jsonb_build_object(
        'id', parcel.client_id,
        'method', parcel.method,
        'owner', parcel.owner,
        'certificate', parcel.certificate,
        'declared_area_m2', parcel.declared_area_m2,
        'clear_and_clean', parcel.clear_and_clean,
        'consent', parcel.consent,
        'access_road', parcel.access_road,
        'strategic', parcel.strategic,
        'needs_fill', parcel.needs_fill,
        'has_building', parcel.has_building,
        'protected_farmland', parcel.protected_farmland,
        'hazard', parcel.hazard,
        'note', parcel.note,
        'area_m2', parcel.area_m2,
        'perimeter_m', parcel.perimeter_m,
        'fits', parcel.fits
    ) AS parcel,
    report.id AS report_id,
    report.submission_id AS report_submission_id,
    report.reported_on,
    report.land_stage,
    report.construction_stage AS reported_stage,
    report.percent,
    report.note AS report_note,
    report.blockers,
    report.photos,
    report.confirmed,
    coalesce(flags.site_flags, '[]'::jsonb) AS site_flags,
    coalesce(flags.parcel_flags, '[]'::jsonb) AS parcel_flags,
    coalesce(flags.report_flags, '[]'::jsonb) AS report_flags
FROM village
LEFT JOIN field_cooperative AS cooperative ON cooperative.village_code = village.code
LEFT JOIN field_site AS site ON site.village_code = village.code
LEFT JOIN served_parcel AS parcel ON parcel.village_code = village.code
LEFT JOIN latest_report AS report ON report.village_code = village.code
CROSS JOIN
    LATERAL (
        SELECT
            jsonb_agg(flag.document ORDER BY flag.severity_rank, flag.code) FILTER (
                WHERE flag.subject_type = 'site'
            ) AS site_flags,
            jsonb_agg(flag.document ORDER BY flag.severity_rank, flag.code) FILTER (
                WHERE flag.subject_type = 'parcel'
            ) AS parcel_flags,
            jsonb_agg(flag.document ORDER BY flag.severity_rank, flag.code) FILTER (
                WHERE flag.subject_id = report.id
            ) AS report_flags
        FROM open_flag AS flag
        WHERE flag.village_code = village.code
    ) AS flags
WHERE village.code LIKE ANY(CAST(:areas AS varchar[]))
ORDER BY village.code
