"""Cooperatives and sites.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperative",
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_model", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "portal_status", sa.String(), server_default=sa.text("'unknown'"), nullable=False
        ),
        sa.CheckConstraint(
            "portal_status IN ('unknown', 'listed', 'missing')",
            name=op.f("ck_cooperative_portal_status"),
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["area.code"], name=op.f("fk_cooperative_village_code")
        ),
        sa.PrimaryKeyConstraint("village_code", name=op.f("pk_cooperative")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("position_id", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("reading_status", sa.String(), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("decimals", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("mock_location", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("tolerance_m", sa.Double(), nullable=True),
        sa.Column(
            "found_in", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "reading_status IN ('missing', 'read', 'repair', 'ambiguous', 'unreadable')",
            name=op.f("ck_site_reading_status"),
        ),
        sa.CheckConstraint(
            "verdict IN ('inside', 'uncertain', 'outside', 'unresolved')",
            name=op.f("ck_site_verdict"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("village_code", name=op.f("uq_site_village_code")),
    )
    op.create_index(
        "ix_site_geography",
        "site",
        [sa.literal_column("geography(geom)")],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index("ix_site_geom", "site", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "site_position",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("reading_status", sa.String(), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("decimals", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("mock_location", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperative_name", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["site.id"],
            name=op.f("fk_site_position_site_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_position")),
    )
    op.create_index("ix_site_position_site_id_id", "site_position", ["site_id", "id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("repair", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("position_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_by", sa.String(), nullable=True),
        sa.Column("waiver_reason", sa.String(), nullable=True),
        sa.Column("waiver_document", sa.String(), nullable=True),
        sa.CheckConstraint(
            "severity IN ('critical', 'warning', 'info')", name=op.f("ck_flag_severity")
        ),
        sa.CheckConstraint(
            "(waived_at IS NULL) = (waived_by IS NULL)"
            " AND (waived_at IS NULL) = (waiver_reason IS NULL)",
            name=op.f("ck_flag_waiver"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_flag_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(
        "ix_flag_code_open",
        "flag",
        ["code"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_flag_site_id_opened_at", "flag", ["site_id", "opened_at"], unique=False)
    op.create_index(
        "uq_flag_site_id_code_open",
        "flag",
        ["site_id", "code"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.execute(
        "CREATE TRIGGER site_position_append_only BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON site_position FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(sql_file("site_measurement"))


def downgrade() -> None:
    op.execute("DROP VIEW site_measurement")
    op.drop_table("flag")
    op.drop_table("site_position")
    op.drop_table("site")
    op.drop_table("cooperative")
