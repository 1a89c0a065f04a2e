"""Profiles of cooperatives: organisation, members, business lines and assets.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperative_profile",
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=True),
        sa.Column("secretary", sa.String(), nullable=True),
        sa.Column("treasurer", sa.String(), nullable=True),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("supervisor", sa.String(), nullable=True),
        sa.Column("legal_number", sa.String(), nullable=True),
        sa.Column("legal_on", sa.Date(), nullable=True),
        sa.Column("members_total", sa.Integer(), nullable=True),
        sa.Column("members_women", sa.Integer(), nullable=True),
        sa.Column("members_saving", sa.Integer(), nullable=True),
        sa.Column(
            "business_lines",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("business_other", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("members_total >= 0", name=op.f("ck_cooperative_profile_members_total")),
        sa.CheckConstraint(
            "members_women >= 0 AND members_women <= members_total",
            name=op.f("ck_cooperative_profile_members_women"),
        ),
        sa.CheckConstraint(
            "members_saving >= 0 AND members_saving <= members_total",
            name=op.f("ck_cooperative_profile_members_saving"),
        ),
        sa.CheckConstraint(
            "business_lines <@ ARRAY['office', 'groceries', 'savings-loans', 'clinic', 'pharmacy',"
            " 'cold-storage', 'logistics', 'farm-inputs', 'lpg']",
            name=op.f("ck_cooperative_profile_business_lines"),
        ),
        sa.CheckConstraint("revision > 0", name=op.f("ck_cooperative_profile_revision")),
        sa.ForeignKeyConstraint(
            ["village_code"],
            ["cooperative.village_code"],
            name=op.f("fk_cooperative_profile_village_code"),
        ),
        sa.PrimaryKeyConstraint("village_code", name=op.f("pk_cooperative_profile")),
    )
    op.create_table(
        "cooperative_asset",
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("condition", sa.String(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_cooperative_asset_name")),
        sa.CheckConstraint(
            "kind IN ('land', 'building', 'vehicle', 'machine', 'electronics', 'furniture',"
            " 'stock', 'other')",
            name=op.f("ck_cooperative_asset_kind"),
        ),
        sa.CheckConstraint("value_rupiah >= 0", name=op.f("ck_cooperative_asset_value_rupiah")),
        sa.CheckConstraint(
            "condition IN ('good', 'damaged', 'broken')",
            name=op.f("ck_cooperative_asset_condition"),
        ),
        sa.ForeignKeyConstraint(
            ["village_code"],
            ["cooperative_profile.village_code"],
            name=op.f("fk_cooperative_asset_village_code"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village_code", "position", name=op.f("pk_cooperative_asset")),
    )
    # a profile is emptied, never removed
    op.execute("REVOKE DELETE ON cooperative_profile FROM gis_app")


def downgrade() -> None:
    op.drop_table("cooperative_asset")
    op.drop_table("cooperative_profile")
