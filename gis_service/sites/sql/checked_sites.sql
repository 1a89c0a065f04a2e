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
        SELECT jsonb_agg(flag.document ORDER BY flag.severity_rank, flag.code) AS flags
        FROM open_flag AS flag
        WHERE flag.subject_type = 'site' AND flag.subject_id = site.id
    ) AS flags
WHERE
    CAST(:village_codes AS varchar[]) IS NULL
    OR site.village_code = ANY(CAST(:village_codes AS varchar[]))
ORDER BY site.village_code
