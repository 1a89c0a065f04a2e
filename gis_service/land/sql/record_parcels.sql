-- Puts parcels in force: one for each village, measured here; every state is added to the history.
-- One statement for one parcel and for a whole list.
WITH given AS (
    SELECT
        one.*,
        nextval('parcel_revision_id_seq') AS revision_id,
        -- as GeoJSON asks
        ST_ForcePolygonCCW(ST_SetSRID(CAST(one.geometry AS geometry), 4326)) AS geom,
        ST_SetSRID(CAST(one.rectangle_geometry AS geometry), 4326) AS rectangle
    FROM
        jsonb_to_recordset(CAST(:parcels AS jsonb)) AS one (
            village_code varchar,
            client_id uuid,
            submission_id bigint,
            geometry varchar,
            rectangle_geometry varchar,
            fits boolean,
            method varchar,
            accuracy_m float8,
            owner varchar,
            certificate varchar,
            declared_area_m2 float8,
            clear_and_clean boolean,
            consent varchar,
            access_road boolean,
            strategic boolean,
            needs_fill boolean,
            has_building boolean,
            protected_farmland boolean,
            hazard boolean,
            note varchar,
            content jsonb
        )
),

placed AS (
    INSERT INTO parcel (
        village_code,
        revision_id,
        client_id,
        geom,
        is_valid,
        area_m2,
        perimeter_m,
        fits,
        rectangle,
        method,
        accuracy_m,
        owner,
        certificate,
        declared_area_m2,
        clear_and_clean,
        consent,
        access_road,
        strategic,
        needs_fill,
        has_building,
        protected_farmland,
        hazard,
        note
    )
    SELECT
        village_code,
        revision_id,
        client_id,
        geom,
        ST_IsValid(geom),
        CASE WHEN ST_IsValid(geom) THEN ST_Area(geography(geom)) END,
        CASE WHEN ST_IsValid(geom) THEN ST_Length(geography(ST_ExteriorRing(geom))) END,
        fits,
        rectangle,
        method,
        accuracy_m,
        owner,
        certificate,
        declared_area_m2,
        clear_and_clean,
        consent,
        access_road,
        strategic,
        needs_fill,
        has_building,
        protected_farmland,
        hazard,
        note
    FROM given
    ON CONFLICT (village_code) DO UPDATE
        SET
            revision_id = excluded.revision_id,
            client_id = excluded.client_id,
            geom = excluded.geom,
            is_valid = excluded.is_valid,
            area_m2 = excluded.area_m2,
            perimeter_m = excluded.perimeter_m,
            fits = excluded.fits,
            rectangle = excluded.rectangle,
            method = excluded.method,
            accuracy_m = excluded.accuracy_m,
            owner = excluded.owner,
            certificate = excluded.certificate,
            declared_area_m2 = excluded.declared_area_m2,
            clear_and_clean = excluded.clear_and_clean,
            consent = excluded.consent,
            access_road = excluded.access_road,
            strategic = excluded.strategic,
            needs_fill = excluded.needs_fill,
            has_building = excluded.has_building,
            protected_farmland = excluded.protected_farmland,
            hazard = excluded.hazard,
            note = excluded.note
    RETURNING id, village_code
)

INSERT INTO parcel_revision (
    id, parcel_id, submission_id, geom, content, recorded_at, recorded_by
)
OVERRIDING SYSTEM VALUE
SELECT
    given.revision_id,
    placed.id,
    given.submission_id,
    given.geom,
    given.content,
    :recorded_at,
    :recorded_by
FROM given
INNER JOIN placed ON placed.village_code = given.village_code
RETURNING id
