"""Findings on more than sites, what phones send with their own identifiers, and how they pinned.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    # nobody works while a table changes its shape; the comments tell squawk so, here only
    for rule, change in (
        ("ban-drop-constraint", "ALTER TABLE flag DROP CONSTRAINT fk_flag_site_id"),
        ("require-concurrent-index-deletion", "DROP INDEX uq_flag_site_id_code_open"),
        ("require-concurrent-index-deletion", "DROP INDEX ix_flag_site_id_opened_at"),
        ("renaming-column", "ALTER TABLE flag RENAME site_id TO subject_id"),
        ("renaming-column", "ALTER TABLE flag RENAME position_id TO revision_id"),
    ):
        op.execute(f"-- squawk-ignore {rule}\n{change}")
    op.add_column("flag", sa.Column("subject_type", sa.String(), nullable=True))
    op.add_column("flag", sa.Column("village_code", sa.String(), nullable=True))
    op.execute(
        "UPDATE flag SET subject_type = 'site', village_code = site.village_code"
        " FROM site WHERE site.id = flag.subject_id"
    )
    for name in ("subject_type", "village_code"):
        op.execute(
            "-- squawk-ignore adding-not-nullable-field\n"
            f"ALTER TABLE flag ALTER COLUMN {name} SET NOT NULL"
        )
    op.create_check_constraint(
        op.f("ck_flag_subject_type"),
        "flag",
        "subject_type IN ('site', 'parcel', 'report', 'photo')",
    )
    op.create_index(
        "uq_flag_subject_id_code_open",
        "flag",
        ["subject_id", "code", "subject_type"],
        unique=True,
        postgresql_where=STILL_OPEN,
    )
    op.create_index("ix_flag_subject_id_opened_at", "flag", ["subject_id", "opened_at"])
    op.create_index(
        "ix_flag_village_code_open", "flag", ["village_code"], postgresql_where=STILL_OPEN
    )
    op.execute(sql_file("findings_views"))
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("reply", postgresql.JSONB(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('site', 'parcel', 'report')", name=op.f("ck_submission_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_submission_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("client_id", "revision", name=op.f("uq_submission_client_id_revision")),
    )
    op.create_index(
        "ix_submission_village_code_kind_id", "submission", ["village_code", "kind", "id"]
    )
    op.execute(
        "CREATE TRIGGER submission_append_only BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON submission FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute("REVOKE UPDATE, DELETE ON submission FROM gis_app")
    op.create_table(
        "site_pin",
        sa.Column("position_id", sa.BigInteger(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("device_geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("device_accuracy_m", sa.Double(), nullable=True),
        sa.Column("device_captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_fixes", sa.Integer(), nullable=True),
        sa.Column("device_distance_m", sa.Double(), nullable=True),
        sa.Column("fix_age_s", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "method IN ('device', 'tap', 'text', 'photo')", name=op.f("ck_site_pin_method")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["site_position.id"], name=op.f("fk_site_pin_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_site_pin_submission_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("position_id", name=op.f("pk_site_pin")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_site_pin_submission_id")),
    )
    op.execute("REVOKE UPDATE, DELETE ON site_pin FROM gis_app")
    op.execute(sql_file("field_views"))


def downgrade() -> None:
    op.execute("DROP VIEW field_site, field_cooperative")
    op.drop_table("site_pin")
    op.drop_table("submission")
    op.execute("DELETE FROM flag WHERE subject_type <> 'site'")
    op.drop_index("ix_flag_village_code_open", "flag")
    op.drop_index("ix_flag_subject_id_opened_at", "flag")
    op.drop_index("uq_flag_subject_id_code_open", "flag")
    op.alter_column("flag", "revision_id", new_column_name="position_id")
    op.alter_column("flag", "subject_id", new_column_name="site_id")
    op.execute("DROP VIEW open_flag, zone_facts, site_for_zone, cooperative_for_zone")
    for views in ("zone_facts", "zone_facts_2", "findings_views_down"):
        op.execute(sql_file(views))
    op.drop_column("flag", "village_code")
    op.drop_column("flag", "subject_type")
    op.create_foreign_key("fk_flag_site_id", "flag", "site", ["site_id"], ["id"])
    op.create_index("ix_flag_site_id_opened_at", "flag", ["site_id", "opened_at"])
    op.create_index(
        "uq_flag_site_id_code_open",
        "flag",
        ["site_id", "code"],
        unique=True,
        postgresql_where=STILL_OPEN,
    )
