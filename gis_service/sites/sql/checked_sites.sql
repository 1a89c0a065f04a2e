-- Sites with their verdict and their open flags, for reports.
SELECT
    site.village_code,
    site.position_id,
    village.name AS village,
    site.verdict,
    site.raw,
    site.distance_m,
    site.tolerance_m,
    site.found_in,
    ST_Y(site.geom) AS latitude,
    ST_X(site.geom) AS longitude,
    coalesce(flags.flags, '[]'::jsonb) AS flags
FROM site
LEFT JOIN village ON village.code = site.village_code
CROSS JOIN
    LATERAL (
        SELECT
            jsonb_agg(
                jsonb_build_object(
                    'code', flag.code,
                    'severity', flag.severity,
                    'detail', flag.detail,
                    'repair', flag.repair,
                    'waived', flag.waived_at IS NOT NULL
                )
                ORDER BY
                    array_position(ARRAY['critical', 'warning', 'info']::varchar[], flag.severity),
                    flag.code
            ) AS flags
        FROM flag
        WHERE
            flag.subject_type = 'site'
            AND flag.subject_id = site.id
            AND flag.closed_at IS NULL
    ) AS flags
WHERE
    CAST(:village_codes AS varchar[]) IS NULL
    OR site.village_code = ANY(CAST(:village_codes AS varchar[]))
ORDER BY site.village_code
