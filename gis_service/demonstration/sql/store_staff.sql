-- All the people in one statement. Those of an earlier demonstration come back: people are never
-- deleted, and what they did stays in the audit trail.
INSERT INTO person (username, full_name, created_at, is_demonstration)
SELECT
    given.username,
    given.full_name,
    :now AS created_at,
    TRUE AS is_demonstration
FROM
    unnest(CAST(:usernames AS varchar[]), CAST(:full_names AS varchar[])) AS given (
        username, full_name
    )
ON CONFLICT (username) DO UPDATE
    SET
        full_name = excluded.full_name,
        disabled_at = NULL,
        password_hash = NULL,
        session_epoch = person.session_epoch + 1
    WHERE person.is_demonstration
RETURNING username, id
