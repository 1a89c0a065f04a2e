"""What the office's list declares of a cooperative's land, and the mark of sample data.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cooperative",
        sa.Column(
            "construction_stage", sa.String(), server_default=sa.text("'none'"), nullable=False
        ),
    )
    op.add_column("cooperative", sa.Column("declared_area_m2", sa.Double(), nullable=True))
    for name in ("owner_settled", "clear_and_clean", "land_refused"):
        op.add_column("cooperative", sa.Column(name, sa.Boolean(), nullable=True))
    op.create_check_constraint(
        op.f("ck_cooperative_construction_stage"),
        "cooperative",
        "construction_stage IN ('none', 'started', 'complete')",
    )
    op.create_check_constraint(
        op.f("ck_cooperative_declared_area"), "cooperative", "declared_area_m2 > 0"
    )
    op.execute(sql_file("zone_facts_2"))
    op.create_table(
        "demonstration",
        sa.Column("present", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("planted", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("present", name=op.f("ck_demonstration_one_row")),
        sa.PrimaryKeyConstraint("present", name=op.f("pk_demonstration")),
    )
    # the service marks the data as samples, and cannot take the mark away while they are there
    op.execute("REVOKE UPDATE, DELETE ON demonstration FROM gis_app")


def downgrade() -> None:
    op.drop_table("demonstration")
    op.execute("DROP VIEW zone_facts, cooperative_for_zone, site_for_zone")
    op.execute(sql_file("zone_facts"))
    for name in (
        "land_refused",
        "clear_and_clean",
        "owner_settled",
        "declared_area_m2",
        "construction_stage",
    ):
        op.drop_column("cooperative", name)
