-- Cooperatives by the name or code of their village: those that begin with what was typed first.
SELECT
    cooperative.village_code,
    cooperative.is_model,
    village.name AS village,
    village.district,
    village.regency_code,
    village.regency
FROM cooperative
INNER JOIN village ON village.code = cooperative.village_code
WHERE
    cooperative.village_code LIKE ANY(CAST(:areas AS varchar[]))
    AND (
        village.name ILIKE CAST(:anywhere AS varchar)
        OR village.code LIKE CAST(:code AS varchar)
    )
ORDER BY
    village.name NOT ILIKE CAST(:beginning AS varchar),
    village.name,
    village.code
LIMIT :most
