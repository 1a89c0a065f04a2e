-- The role that the service works as: it reads and writes rows, and no more.
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'gis_app') THEN
        CREATE ROLE gis_app NOLOGIN;
        EXECUTE format('GRANT gis_app TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the database role gis_app does not exist and % may not create it', current_user
            USING HINT = 'As an administrator of the server: CREATE ROLE gis_app NOLOGIN; '
                || format('GRANT gis_app TO %I;', current_user);
    -- two databases of one server migrated at the same moment
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

GRANT USAGE ON SCHEMA public TO gis_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gis_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gis_app;
REVOKE UPDATE, DELETE ON audit_entry, site_position, zone_policy FROM gis_app;
REVOKE DELETE ON person, site, flag, zone, boundary_version FROM gis_app;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM gis_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gis_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO gis_app;
