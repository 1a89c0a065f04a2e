"""What tiles, layers and maps are served from: made once for each boundary version.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from migrations.sql_files import sql_file

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "village_tile_geometry",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        *(
            sa.Column(
                name, Geometry("MULTIPOLYGON", srid=3857, spatial_index=False), nullable=False
            )
            for name in ("geom_z6", "geom_z8", "geom_z10", "geom")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["boundary_version.id"],
            name=op.f("fk_village_tile_geometry_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "village_code", name=op.f("pk_village_tile_geometry")
        ),
    )
    op.create_index(
        "ix_village_tile_geometry_version_id_geom",
        "village_tile_geometry",
        ["version_id", "geom"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_table(
        "village_geojson",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("geometry", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["boundary_version.id"],
            name=op.f("fk_village_geojson_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "village_code", name=op.f("pk_village_geojson")),
    )
    op.create_table(
        "village_topology",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("gzipped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["boundary_version.id"],
            name=op.f("fk_village_topology_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "area_code", name=op.f("pk_village_topology")),
    )
    # read far more often than written: kept uncompressed, out of line
    for column in ("geom_z6", "geom_z8", "geom_z10", "geom"):
        op.execute(f"ALTER TABLE village_tile_geometry ALTER COLUMN {column} SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE village_geojson ALTER COLUMN geometry SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE village_topology ALTER COLUMN gzipped SET STORAGE EXTERNAL")
    op.execute(sql_file("fill_tile_geometry"))
    op.execute(sql_file("served_views"))


def downgrade() -> None:
    op.execute(
        "DROP VIEW stored_boundary_version, current_zone, served_site, open_flag,"
        " served_cooperative, stored_zone_policy"
    )
    op.drop_table("village_topology")
    op.drop_table("village_geojson")
    op.drop_table("village_tile_geometry")
