-- What a list declares of many cooperatives, in one statement.
UPDATE cooperative
SET
    is_model = given.is_model,
    portal_status = given.portal_status,
    construction_stage = given.construction_stage,
    declared_area_m2 = given.declared_area_m2,
    owner_settled = given.owner_settled,
    clear_and_clean = given.clear_and_clean,
    land_refused = given.land_refused
FROM
    unnest(
        CAST(:village_codes AS varchar[]),
        CAST(:is_models AS bool[]),
        CAST(:portal_statuses AS varchar[]),
        CAST(:construction_stages AS varchar[]),
        CAST(:declared_areas AS float8[]),
        CAST(:owners_settled AS bool[]),
        CAST(:clear_and_cleans AS bool[]),
        CAST(:lands_refused AS bool[])
    ) AS given (
        village_code,
        is_model,
        portal_status,
        construction_stage,
        declared_area_m2,
        owner_settled,
        clear_and_clean,
        land_refused
    )
WHERE cooperative.village_code = given.village_code
