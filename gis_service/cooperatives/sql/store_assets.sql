-- The assets of profiles, in their order, in place of those that were removed.
INSERT INTO cooperative_asset (village_code, position, name, kind, value_rupiah, condition)
SELECT
    given.village_code,
    asset.place - 1 AS place,
    asset.content ->> 'name' AS asset_name,
    asset.content ->> 'kind' AS kind,
    CAST(asset.content ->> 'value_rupiah' AS bigint) AS value_rupiah,
    asset.content ->> 'condition' AS condition
FROM
    jsonb_to_recordset(CAST(:profiles AS jsonb)) AS given (
        village_code varchar,
        assets jsonb
    )
CROSS JOIN
    LATERAL jsonb_array_elements(given.assets) WITH ORDINALITY AS asset (content, place)
