-- How many models each regency or city has, of those in which the person sees a village; the
-- figures are of the whole regency.
SELECT
    village.regency_code AS code,
    village.regency AS name,
    count(*) FILTER (WHERE cooperative.is_model) AS models
FROM cooperative
INNER JOIN village ON village.code = cooperative.village_code
GROUP BY village.regency_code, village.regency
HAVING bool_or(village.code LIKE ANY(CAST(:areas AS varchar[])))
ORDER BY village.regency_code
