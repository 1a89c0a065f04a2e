INSERT INTO photo (
    id,
    village_code,
    subject_kind,
    subject_id,
    content,
    person_id,
    announced_at,
    changed_at,
    size,
    sha256,
    original_sha256,
    captured_at,
    geom,
    accuracy_m
)
VALUES (
    :id,
    :village_code,
    :subject_kind,
    :subject_id,
    CAST(:content AS jsonb),
    :person_id,
    :now,
    :now,
    :size,
    :sha256,
    :original_sha256,
    :captured_at,
    ST_SetSRID(ST_MakePoint(CAST(:longitude AS float), CAST(:latitude AS float)), 4326),
    :accuracy_m
)
ON CONFLICT (id) DO NOTHING
RETURNING id
