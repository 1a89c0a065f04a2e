"""Zones.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.sql_files import sql_file

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_policy",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_policy")),
        sa.UniqueConstraint("checksum", name=op.f("uq_zone_policy_checksum")),
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("colour IN ('green', 'yellow', 'red')", name=op.f("ck_zone_colour")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_zone_validity")
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["zone_policy.id"], name=op.f("fk_zone_policy_id")),
        sa.ForeignKeyConstraint(["village_code"], ["area.code"], name=op.f("fk_zone_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
    )
    op.create_index(
        "ix_zone_village_code_valid_from", "zone", ["village_code", "valid_from"], unique=False
    )
    op.create_index(
        "uq_zone_village_code_current",
        "zone",
        ["village_code"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.execute(sql_file("zone_facts"))


def downgrade() -> None:
    op.execute("DROP VIEW zone_facts, cooperative_for_zone, site_for_zone")
    op.drop_table("zone")
    op.drop_table("zone_policy")
