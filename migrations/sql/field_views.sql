-- What the officers' page reads of other slices' tables.
CREATE VIEW field_site AS
SELECT
    site.village_code,
    site.position_id,
    site.raw,
    site.geom,
    site.verdict,
    site.distance_m,
    site.accuracy_m,
    site.verified_at IS NOT NULL AS verified,
    position.recorded_at AS pinned_at,
    position.recorded_by AS pinned_by
FROM site
INNER JOIN site_position AS position ON position.id = site.position_id;

CREATE VIEW field_cooperative AS
SELECT
    village_code,
    is_model,
    construction_stage,
    declared_area_m2,
    owner_settled,
    clear_and_clean
FROM cooperative;
