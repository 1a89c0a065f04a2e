-- Cooperatives with their place and profile: one, or all models of a regency or city.
SELECT
    cooperative.village_code,
    cooperative.name,
    cooperative.is_model,
    cooperative.portal_status,
    village.name AS village,
    village.kind AS village_kind,
    village.district,
    village.regency_code,
    village.regency,
    profile.chair,
    profile.secretary,
    profile.treasurer,
    profile.manager,
    profile.supervisor,
    profile.legal_number,
    profile.legal_on,
    profile.members_total,
    profile.members_women,
    profile.members_saving,
    profile.business_other,
    profile.note,
    profile.updated_by,
    profile.updated_at,
    coalesce(profile.business_lines, ARRAY[]::text[]) AS business_lines,
    coalesce(profile.revision, 0) AS revision,
    coalesce(assets.found, '[]') AS assets
FROM cooperative
INNER JOIN village ON village.code = cooperative.village_code
LEFT JOIN cooperative_profile AS profile ON profile.village_code = cooperative.village_code
LEFT JOIN LATERAL (
    SELECT
        jsonb_agg(
            jsonb_build_object(
                'name', asset.name,
                'kind', asset.kind,
                'value_rupiah', asset.value_rupiah,
                'condition', asset.condition
            )
            ORDER BY asset.position
        ) AS found
    FROM cooperative_asset AS asset
    WHERE asset.village_code = cooperative.village_code
) AS assets ON TRUE
WHERE
    CASE
        WHEN CAST(:village_code AS varchar) IS NOT NULL
            THEN cooperative.village_code = CAST(:village_code AS varchar)
        ELSE
            cooperative.is_model
            AND cooperative.village_code LIKE ANY(CAST(:areas AS varchar[]))
            AND (
                CAST(:regency_code AS varchar) IS NULL
                OR village.regency_code = CAST(:regency_code AS varchar)
            )
    END
ORDER BY village.regency_code, village.name, cooperative.village_code
