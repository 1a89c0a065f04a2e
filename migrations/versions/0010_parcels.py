"""Parcels of land, every state of them, and what zones and layers read of them.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FACTS = (
    "clear_and_clean",
    "access_road",
    "strategic",
    "needs_fill",
    "has_building",
    "protected_farmland",
    "hazard",
)


def polygon(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, Geometry("POLYGON", srid=4326, spatial_index=False), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "parcel",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("revision_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        polygon("geom"),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=True),
        sa.Column("perimeter_m", sa.Double(), nullable=True),
        sa.Column("fits", sa.Boolean(), nullable=True),
        polygon("rectangle", nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=True),
        sa.Column("declared_area_m2", sa.Double(), nullable=True),
        sa.Column("consent", sa.String(), nullable=True),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in FACTS),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "method IN ('drawn', 'walked', 'pasted', 'imported')", name=op.f("ck_parcel_method")
        ),
        sa.CheckConstraint(
            "owner IN ('village', 'regency', 'province', 'ministry', 'private', 'endowment')",
            name=op.f("ck_parcel_owner"),
        ),
        sa.CheckConstraint(
            "consent IN ('none', 'asked', 'given', 'refused')", name=op.f("ck_parcel_consent")
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["area.code"], name=op.f("fk_parcel_village_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("village_code", name=op.f("uq_parcel_village_code")),
    )
    op.create_index("ix_parcel_geom", "parcel", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "parcel_revision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=True),
        polygon("geom"),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parcel_id"],
            ["parcel.id"],
            name=op.f("fk_parcel_revision_parcel_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_parcel_revision_submission_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_revision")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_parcel_revision_submission_id")),
    )
    op.create_index("ix_parcel_revision_parcel_id_id", "parcel_revision", ["parcel_id", "id"])
    op.execute(
        "CREATE TRIGGER parcel_revision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON parcel_revision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("REVOKE UPDATE, DELETE ON parcel_revision FROM gis_app")
    op.execute("REVOKE DELETE ON parcel FROM gis_app")
    op.execute(sql_file("parcel_measurement"))
    op.execute(sql_file("parcel_views"))


def downgrade() -> None:
    op.execute("DROP VIEW parcel_for_zone, served_parcel, parcel_measurement")
    op.drop_table("parcel_revision")
    op.drop_table("parcel")
    op.execute("DELETE FROM flag WHERE subject_type = 'parcel'")
