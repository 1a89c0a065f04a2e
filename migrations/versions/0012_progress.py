"""Daily reports.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("land_stage", sa.String(), nullable=True),
        sa.Column("construction_stage", sa.String(), nullable=True),
        sa.Column("percent", sa.Double(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("device_geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("device_accuracy_m", sa.Double(), nullable=True),
        sa.Column(
            "photos", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "confirmed", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_progress_report_percent")),
        sa.CheckConstraint(
            "land_stage IN ('none', 'candidate', 'surveyed', 'consent', 'documents', 'ready')",
            name=op.f("ck_progress_report_land_stage"),
        ),
        sa.CheckConstraint(
            "construction_stage IN ('none', 'preparation', 'foundation', 'structure', 'roof',"
            " 'finishing', 'complete', 'operating')",
            name=op.f("ck_progress_report_construction_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_progress_report_submission_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["area.code"], name=op.f("fk_progress_report_village_code")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_progress_report_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    op.create_index(
        "uq_progress_report_village_code_reported_on_current",
        "progress_report",
        ["village_code", "reported_on"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )
    # A day is asked for as it is, never as a range. In order, this index would be taken for "the
    # report before this one" of a village, too, wherever the tables were still empty when
    # PostgreSQL last counted them: and that reads the reports of all villages.
    op.create_index(
        "ix_progress_report_reported_on_current",
        "progress_report",
        ["reported_on"],
        postgresql_using="hash",
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "report_blocker",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('wrong-area', 'not-strategic', 'other-village', 'land-swap', 'needs-fill',"
            " 'building-on-land', 'permit', 'consent', 'dispute', 'protected-farmland', 'other')",
            name=op.f("ck_report_blocker_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_report_blocker_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_report_blocker")),
    )
    op.create_table(
        "reporting_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_reporting_day")),
    )
    # what was sent is kept in submission; a report is never removed by the service
    op.execute("REVOKE DELETE ON progress_report FROM gis_app")
    op.execute("REVOKE UPDATE, DELETE ON reporting_day FROM gis_app")
    op.execute(sql_file("progress_views"))
    op.execute(sql_file("zone_facts_3"))


def downgrade() -> None:
    op.execute(sql_file("zone_facts_2"))
    op.execute("DROP VIEW latest_report, report_measurement, site_for_report")
    op.execute("DELETE FROM flag WHERE subject_type = 'report'")
    op.drop_table("reporting_day")
    op.drop_table("report_blocker")
    op.drop_table("progress_report")
