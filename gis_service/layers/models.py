"""Boundaries as they are sent: written as GeoJSON once, not at every request."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class VillageGeoJSON(Base):
    """A village's boundary in one version as a GeoJSON geometry (RFC 7946), UTF-8; area in m2."""

    __tablename__ = "village_geojson"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.id", ondelete="CASCADE"), primary_key=True
    )
    village_code: Mapped[str] = mapped_column(primary_key=True)
    area_m2: Mapped[float]
    geometry: Mapped[bytes]
