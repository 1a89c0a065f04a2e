-- What other slices may read of areas: the villages, and the boundaries in force.
CREATE VIEW village AS
SELECT
    village.code,
    village.name,
    village.kind,
    village.postal_code,
    village.centroid,
    village.province_code,
    district.code AS district_code,
    district.name AS district,
    regency.code AS regency_code,
    regency.name AS regency
FROM area AS village
LEFT JOIN area AS district ON district.code = village.parent_code
LEFT JOIN area AS regency ON regency.code = district.parent_code
WHERE village.level = 'village';

CREATE VIEW area_centroid AS
SELECT
    code,
    level,
    centroid
FROM area;

CREATE VIEW current_boundary_version AS
SELECT
    id,
    source,
    licence,
    vintage,
    quality,
    precision_m,
    imported_at
FROM boundary_version
WHERE is_current;

-- Of every version; join current_boundary_version for the one in force.
CREATE VIEW versioned_village_boundary AS
SELECT
    version_id,
    village_code,
    province_code,
    geom,
    area_m2
FROM village_boundary;

CREATE VIEW versioned_boundary_gap AS
SELECT
    version_id,
    province_code,
    geom,
    area_m2
FROM boundary_gap;
