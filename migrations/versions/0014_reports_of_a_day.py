"""What the office reads of a day's reports.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

from migrations.sql_files import sql_file

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the other end of a reference: without it, whatever removes a submission reads all reports
    op.create_index("ix_progress_report_submission_id", "progress_report", ["submission_id"])
    op.execute(sql_file("office_views"))


def downgrade() -> None:
    op.execute("DROP VIEW served_progress, known_person, answering_officer")
    op.drop_index("ix_progress_report_submission_id", "progress_report")
