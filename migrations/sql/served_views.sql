-- What the served layers and tiles read of other slices' tables.
CREATE VIEW stored_boundary_version AS
SELECT
    id,
    source,
    licence,
    vintage,
    quality,
    precision_m,
    imported_at,
    is_current
FROM boundary_version;

CREATE VIEW current_zone AS
SELECT
    village_code,
    colour,
    reasons,
    since,
    policy_id
FROM zone
WHERE valid_to IS NULL;

CREATE VIEW served_site AS
SELECT
    site.id,
    site.village_code,
    site.geom,
    site.verdict,
    site.distance_m,
    site.tolerance_m,
    site.found_in,
    site.accuracy_m,
    site.verified_at,
    site.checked_at,
    position.captured_at
FROM site
LEFT JOIN site_position AS position ON position.id = site.position_id;

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

CREATE VIEW served_cooperative AS
SELECT
    village_code,
    name,
    is_model,
    portal_status
FROM cooperative;

CREATE VIEW stored_zone_policy AS
SELECT
    id,
    content
FROM zone_policy;
