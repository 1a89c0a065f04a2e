-- Places sites: the position is added to the history, and becomes the one in force.
-- One statement for one pin and for a whole list.
WITH given AS (
    SELECT
        village_code,
        raw,
        reading_status,
        decimals,
        accuracy_m,
        mock_location,
        captured_at,
        cooperative_name,
        note,
        nextval('site_position_id_seq') AS position_id,
        ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) AS geom
    FROM
        unnest(
            CAST(:village_codes AS varchar[]),
            CAST(:raws AS varchar[]),
            CAST(:reading_statuses AS varchar[]),
            CAST(:latitudes AS float8[]),
            CAST(:longitudes AS float8[]),
            CAST(:decimals AS int[]),
            CAST(:accuracies AS float8[]),
            CAST(:mock_locations AS bool[]),
            CAST(:captured_ats AS timestamptz[]),
            CAST(:cooperative_names AS varchar[]),
            CAST(:notes AS varchar[])
        ) AS given (
            village_code,
            raw,
            reading_status,
            latitude,
            longitude,
            decimals,
            accuracy_m,
            mock_location,
            captured_at,
            cooperative_name,
            note
        )
),

placed AS (
    INSERT INTO site (
        village_code, position_id, raw, reading_status, geom, decimals, accuracy_m, mock_location
    )
    SELECT
        village_code,
        position_id,
        raw,
        reading_status,
        geom,
        decimals,
        accuracy_m,
        mock_location
    FROM given
    ON CONFLICT (village_code) DO UPDATE
        SET
            position_id = excluded.position_id,
            raw = excluded.raw,
            reading_status = excluded.reading_status,
            geom = excluded.geom,
            decimals = excluded.decimals,
            accuracy_m = excluded.accuracy_m,
            mock_location = excluded.mock_location,
            -- somebody verified the earlier position, not this one
            verified_at = NULL,
            verified_by = NULL
    RETURNING id, village_code
)

INSERT INTO site_position (
    id,
    site_id,
    raw,
    reading_status,
    geom,
    decimals,
    accuracy_m,
    mock_location,
    captured_at,
    cooperative_name,
    note,
    source,
    recorded_at,
    recorded_by
)
OVERRIDING SYSTEM VALUE
SELECT
    given.position_id,
    placed.id,
    given.raw,
    given.reading_status,
    given.geom,
    given.decimals,
    given.accuracy_m,
    given.mock_location,
    given.captured_at,
    given.cooperative_name,
    given.note,
    :source,
    :recorded_at,
    :recorded_by
FROM given
INNER JOIN placed ON placed.village_code = given.village_code
RETURNING site_id
