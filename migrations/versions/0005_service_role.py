"""The service's own, less privileged database role.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

from migrations.sql_files import sql_file

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql_file("service_role"))


def downgrade() -> None:
    # the role itself stays: it belongs to the server, and other databases may use it
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM gis_app")
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM gis_app")
    op.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM gis_app")
    op.execute("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM gis_app")
    op.execute("REVOKE USAGE ON SCHEMA public FROM gis_app")
