INSERT INTO cooperative (village_code, name)
SELECT
    village.code,
    CASE village.kind
        WHEN 'kelurahan' THEN 'Koperasi Kelurahan Merah Putih '
        ELSE 'Koperasi Desa Merah Putih '
    END || village.name AS cooperative_name
FROM village
WHERE village.code = ANY(CAST(:village_codes AS varchar[]))
ON CONFLICT (village_code) DO NOTHING
