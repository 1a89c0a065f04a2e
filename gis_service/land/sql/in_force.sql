-- The parcel of a village, with its geometry as GeoJSON, what was said of it, and its open findings
-- (the gravest first).
SELECT
    parcel.id,
    parcel.revision_id,
    ST_AsGeoJSON(parcel.geom, 7)::jsonb AS geometry,
    ST_AsGeoJSON(parcel.rectangle, 7)::jsonb AS rectangle,
    parcel.area_m2,
    parcel.perimeter_m,
    parcel.fits,
    revision.content,
    revision.recorded_by,
    revision.recorded_at,
    coalesce(flags.flags, '[]'::jsonb) AS flags
FROM parcel
INNER JOIN parcel_revision AS revision ON revision.id = parcel.revision_id
CROSS JOIN
    LATERAL (
        SELECT jsonb_agg(flag.document ORDER BY flag.severity_rank, flag.code) AS flags
        FROM open_flag AS flag
        WHERE flag.subject_type = 'parcel' AND flag.subject_id = parcel.id
    ) AS flags
WHERE parcel.village_code = :village_code
