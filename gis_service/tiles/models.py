"""What tiles are made from: the boundaries in the tiles' projection, simplified by zoom."""

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base

MULTIPOLYGON = Geometry("MULTIPOLYGON", srid=3857, spatial_index=False, nullable=False)


class VillageTileGeometry(Base):
    """A village's boundary (EPSG:3857), and simplified for the tiles up to a zoom (z6, ...)."""

    __tablename__ = "village_tile_geometry"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.id", ondelete="CASCADE"), primary_key=True
    )
    village_code: Mapped[str] = mapped_column(primary_key=True)
    geom_z6: Mapped[WKBElement] = mapped_column(MULTIPOLYGON)
    geom_z8: Mapped[WKBElement] = mapped_column(MULTIPOLYGON)
    geom_z10: Mapped[WKBElement] = mapped_column(MULTIPOLYGON)
    geom: Mapped[WKBElement] = mapped_column(MULTIPOLYGON)

    __table_args__ = (
        Index(
            "ix_village_tile_geometry_version_id_geom",
            "version_id",
            "geom",
            postgresql_using="gist",
        ),
    )


class VillageTopology(Base):
    """The villages of a version as TopoJSON: of an area, or of all (``area_code`` empty)."""

    __tablename__ = "village_topology"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.id", ondelete="CASCADE"), primary_key=True
    )
    area_code: Mapped[str] = mapped_column(primary_key=True)
    gzipped: Mapped[bytes]
