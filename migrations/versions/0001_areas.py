"""Areas.

Revision ID: 0001
Revises: None
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "area",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("centroid", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.CheckConstraint(
            "(parent_code IS NULL) = (level = 'province')", name=op.f("ck_area_parent")
        ),
        sa.CheckConstraint(
            "kind IN ('desa', 'kelurahan', 'kabupaten', 'kota')", name=op.f("ck_area_kind")
        ),
        sa.CheckConstraint(
            "level IN ('province', 'regency', 'district', 'village')", name=op.f("ck_area_level")
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["area.code"], name=op.f("fk_area_parent_code")),
        sa.ForeignKeyConstraint(
            ["province_code"], ["area.code"], name=op.f("fk_area_province_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_index("ix_area_level_code", "area", ["level", "code"], unique=False)
    op.create_index("ix_area_parent_code", "area", ["parent_code"], unique=False)
    op.create_table(
        "boundary_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("vintage", sa.Date(), nullable=True),
        sa.Column("quality", sa.String(), nullable=False),
        sa.Column("precision_m", sa.Double(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("report", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "quality IN ('official', 'indicative')", name=op.f("ck_boundary_version_quality")
        ),
        sa.CheckConstraint("precision_m > 0", name=op.f("ck_boundary_version_precision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_version")),
    )
    op.create_index(
        "uq_boundary_version_current",
        "boundary_version",
        ["is_current"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "village_boundary",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["boundary_version.id"],
            name=op.f("fk_village_boundary_version_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["area.code"], name=op.f("fk_village_boundary_village_code")
        ),
        sa.PrimaryKeyConstraint("version_id", "village_code", name=op.f("pk_village_boundary")),
    )
    op.create_index(
        "ix_village_boundary_version_id_geom",
        "village_boundary",
        ["version_id", "geom"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(
        "ix_village_boundary_village_code", "village_boundary", ["village_code"], unique=False
    )
    op.create_table(
        "boundary_gap",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["boundary_version.id"],
            name=op.f("fk_boundary_gap_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_gap")),
    )
    op.create_index(
        "ix_boundary_gap_version_id_geom",
        "boundary_gap",
        ["version_id", "geom"],
        unique=False,
        postgresql_using="gist",
    )
    # polygons are read far more often than written: kept uncompressed, out of line
    op.execute("ALTER TABLE village_boundary ALTER COLUMN geom SET STORAGE EXTERNAL")
    op.execute(sql_file("areas_views"))


def downgrade() -> None:
    op.execute("DROP VIEW versioned_boundary_gap, versioned_village_boundary")
    op.execute("DROP VIEW current_boundary_version, area_centroid, village")
    op.drop_table("boundary_gap")
    op.drop_table("village_boundary")
    op.drop_table("boundary_version")
    op.drop_table("area")
