"""Photos, and the parts of those that are still arriving.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RECEIVED = "state = 'received'"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("announced_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'receiving'"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("original_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("captured_at", moment, nullable=True),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("received_at", moment, nullable=True),
        sa.Column("format", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("exif_geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("exif_captured_at", moment, nullable=True),
        sa.Column("taken_at", moment, nullable=True),
        sa.Column("taken_geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("taken_accuracy_m", sa.Double(), nullable=True),
        sa.Column("likeness", sa.BigInteger(), nullable=True),
        sa.Column("likeness_columns", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "subject_kind IN ('report', 'site', 'parcel', 'profile')",
            name=op.f("ck_photo_subject_kind"),
        ),
        sa.CheckConstraint("state IN ('receiving', 'received')", name=op.f("ck_photo_state")),
        sa.CheckConstraint("received BETWEEN 0 AND size", name=op.f("ck_photo_received")),
        sa.CheckConstraint(
            "octet_length(sha256) = 32 AND octet_length(original_sha256) = 32",
            name=op.f("ck_photo_sha256"),
        ),
        sa.CheckConstraint(
            "(likeness IS NULL) = (likeness_columns IS NULL)", name=op.f("ck_photo_likeness")
        ),
        sa.CheckConstraint(
            "(state = 'received') = (number IS NOT NULL AND received_at IS NOT NULL"
            " AND format IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL"
            " AND received = size)",
            name=op.f("ck_photo_whole"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_photo_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("number", name=op.f("uq_photo_number")),
    )
    op.create_index("ix_photo_subject_kind_subject_id", "photo", ["subject_kind", "subject_id"])
    op.create_index("ix_photo_village_code_received_at", "photo", ["village_code", "received_at"])
    op.create_index(
        "ix_photo_person_id_receiving",
        "photo",
        ["person_id", "changed_at"],
        postgresql_where=sa.text("state = 'receiving'"),
    )
    op.create_index(
        "ix_photo_changed_at_receiving",
        "photo",
        ["changed_at"],
        postgresql_where=sa.text("state = 'receiving' AND received > 0"),
    )
    op.create_index(
        "ix_photo_sha256_received", "photo", ["sha256"], postgresql_where=sa.text(RECEIVED)
    )
    op.create_index(
        "ix_photo_original_sha256_received",
        "photo",
        ["original_sha256"],
        postgresql_where=sa.text(f"{RECEIVED} AND original_sha256 IS NOT NULL"),
    )
    for band in range(4):
        op.create_index(
            f"ix_photo_likeness_{band}",
            "photo",
            [sa.text(f"((likeness >> {16 * band}) & 65535)")],
            postgresql_where=sa.text(f"{RECEIVED} AND likeness IS NOT NULL"),
        )
    op.create_table(
        "photo_part",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_part_photo_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_id", "start", name=op.f("pk_photo_part")),
    )
    op.execute(sql_file("likeness_distance"))
    # a photo is compressed already
    op.execute("ALTER TABLE photo_part ALTER COLUMN content SET STORAGE EXTERNAL")
    # what was received stays as it is, also for the owner of the tables
    op.execute(
        "CREATE TRIGGER photo_received_stays BEFORE UPDATE ON photo FOR EACH ROW"
        " WHEN (old.state = 'received') EXECUTE FUNCTION refuse_change()"
    )
    op.execute("REVOKE DELETE ON photo FROM gis_app")
    op.execute("REVOKE UPDATE ON photo_part FROM gis_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION likeness_distance(bigint, bigint)")
    op.drop_table("photo_part")
    op.drop_table("photo")
