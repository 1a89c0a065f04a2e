-- Profiles as they are from now on, with one more revision each; their assets are stored anew.
INSERT INTO cooperative_profile (
    village_code, chair, secretary, treasurer, manager, supervisor, legal_number, legal_on,
    members_total, members_women, members_saving, business_lines, business_other, note,
    revision, updated_by, updated_at
)
SELECT
    given.village_code,
    given.chair,
    given.secretary,
    given.treasurer,
    given.manager,
    given.supervisor,
    given.legal_number,
    given.legal_on,
    given.members_total,
    given.members_women,
    given.members_saving,
    given.business_lines,
    given.business_other,
    given.note,
    1 AS revision,
    :by AS updated_by,
    CAST(:now AS timestamptz) AS updated_at
FROM
    jsonb_to_recordset(CAST(:profiles AS jsonb)) AS given (
        village_code varchar,
        chair varchar,
        secretary varchar,
        treasurer varchar,
        manager varchar,
        supervisor varchar,
        legal_number varchar,
        legal_on date,
        members_total int,
        members_women int,
        members_saving int,
        business_lines text[],
        business_other varchar,
        note varchar
    )
ON CONFLICT (village_code) DO UPDATE
    SET
        chair = excluded.chair,
        secretary = excluded.secretary,
        treasurer = excluded.treasurer,
        manager = excluded.manager,
        supervisor = excluded.supervisor,
        legal_number = excluded.legal_number,
        legal_on = excluded.legal_on,
        members_total = excluded.members_total,
        members_women = excluded.members_women,
        members_saving = excluded.members_saving,
        business_lines = excluded.business_lines,
        business_other = excluded.business_other,
        note = excluded.note,
        revision = cooperative_profile.revision + 1,
        updated_by = excluded.updated_by,
        updated_at = excluded.updated_at
RETURNING village_code, revision
