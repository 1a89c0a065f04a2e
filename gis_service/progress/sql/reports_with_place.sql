-- The last report of each of these villages, where it says where it was written.
SELECT report.id
FROM unnest(CAST(:village_codes AS varchar[])) AS given (village_code)
CROSS JOIN
    LATERAL (
        SELECT
            last.id,
            last.device_geom
        FROM progress_report AS last
        WHERE last.village_code = given.village_code AND last.is_current
        ORDER BY last.reported_on DESC
        LIMIT 1
    ) AS report
WHERE report.device_geom IS NOT NULL
