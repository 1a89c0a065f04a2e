"""What the office reads of a day's reports.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from migrations.sql_files import sql_file

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STILL_CURRENT = sa.text("is_current")


def upgrade() -> None:
    # the other end of a reference: without it, whatever removes a submission reads all reports
    op.create_index("ix_progress_report_submission_id", "progress_report", ["submission_id"])
    # A day is asked for as it is, never as a range. In order, this index would be taken for "the
    # report before this one" of a village, too, wherever the tables were still empty when
    # PostgreSQL last counted them: and that reads the reports of all villages.
    op.drop_index("ix_progress_report_reported_on_current", "progress_report")
    op.create_index(
        "ix_progress_report_reported_on_current",
        "progress_report",
        ["reported_on"],
        postgresql_using="hash",
        postgresql_where=STILL_CURRENT,
    )
    op.execute(sql_file("office_views"))


def downgrade() -> None:
    op.execute("DROP VIEW served_progress, known_person, answering_officer")
    op.drop_index("ix_progress_report_reported_on_current", "progress_report")
    op.create_index(
        "ix_progress_report_reported_on_current",
        "progress_report",
        ["reported_on"],
        postgresql_where=STILL_CURRENT,
    )
    op.drop_index("ix_progress_report_submission_id", "progress_report")
