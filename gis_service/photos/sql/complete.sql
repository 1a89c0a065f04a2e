UPDATE photo
SET
    state = 'received',
    received = size,
    number = (SELECT coalesce(max(counted.number), 0) + 1 FROM photo AS counted),
    received_at = :now,
    changed_at = :now,
    format = :format,
    width = :width,
    height = :height,
    exif_geom
    = ST_SetSRID(ST_MakePoint(CAST(:longitude AS float), CAST(:latitude AS float)), 4326),
    exif_captured_at = :exif_captured_at,
    taken_at = :taken_at,
    taken_geom
    = ST_SetSRID(
        ST_MakePoint(CAST(:taken_longitude AS float), CAST(:taken_latitude AS float)), 4326
    ),
    taken_accuracy_m = :taken_accuracy_m,
    likeness = :likeness,
    likeness_columns = :likeness_columns
WHERE id = :id
