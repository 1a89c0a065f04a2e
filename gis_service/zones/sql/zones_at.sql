-- Every village, also those that had no zone yet at that moment.
SELECT
    village.code AS village_code,
    village.name AS village,
    village.kind,
    village.district,
    village.regency,
    village.regency_code,
    zone.colour,
    zone.reasons,
    zone.since,
    zone.policy_id
FROM village
LEFT JOIN zone
    ON
        zone.village_code = village.code
        AND zone.valid_from <= :moment
        AND (zone.valid_to IS NULL OR zone.valid_to > :moment)
ORDER BY village.code
