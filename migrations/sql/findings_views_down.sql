-- Findings on sites only, as they were served.
CREATE VIEW open_flag AS
SELECT
    id,
    site_id,
    code,
    severity,
    detail,
    repair,
    opened_at,
    waived_at IS NOT NULL AS waived
FROM flag
WHERE closed_at IS NULL;
