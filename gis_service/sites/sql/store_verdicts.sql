UPDATE site
SET
    verdict = given.verdict,
    distance_m = given.distance_m,
    tolerance_m = given.tolerance_m,
    found_in = string_to_array(given.found_in, ' '),
    checked_at = :checked_at
FROM
    unnest(
        CAST(:site_ids AS uuid[]),
        CAST(:verdicts AS varchar[]),
        CAST(:distances AS float8[]),
        CAST(:tolerances AS float8[]),
        CAST(:found_ins AS varchar[])
    ) AS given (site_id, verdict, distance_m, tolerance_m, found_in)
WHERE site.id = given.site_id
