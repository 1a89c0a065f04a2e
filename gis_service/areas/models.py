"""Administrative areas and their versioned boundaries."""

from datetime import date, datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base

LEVELS = ("province", "regency", "district", "village")


class Area(Base):
    """A province, regency or city, district, or village of the Home Ministry's list.

    ``code`` is dotted (``52.01.01.2001``) and the only key: names occur twice.
    ``centroid`` is the published one (EPSG:4326), where there is one.
    """

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str | None]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    province_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    postal_code: Mapped[str | None]
    centroid: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )

    __table_args__ = (
        CheckConstraint("level IN ('province', 'regency', 'district', 'village')", name="level"),
        CheckConstraint("kind IN ('desa', 'kelurahan', 'kabupaten', 'kota')", name="kind"),
        CheckConstraint("(parent_code IS NULL) = (level = 'province')", name="parent"),
        Index("ix_area_parent_code", "parent_code"),
        Index("ix_area_level_code", "level", "code"),
    )


class BoundaryVersion(Base):
    """One import of boundaries; exactly one version is the current one.

    ``precision_m`` is the data set's boundary precision in metres: closer to a boundary than
    that, nobody can say on which side a point lies.
    """

    __tablename__ = "boundary_version"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    source: Mapped[str]
    licence: Mapped[str | None]
    vintage: Mapped[date | None]
    quality: Mapped[str]
    precision_m: Mapped[float]
    checksum: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    imported_by: Mapped[str]
    is_current: Mapped[bool] = mapped_column(server_default=text("false"))
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))

    __table_args__ = (
        CheckConstraint("quality IN ('official', 'indicative')", name="quality"),
        CheckConstraint("precision_m > 0", name="precision"),
        Index(
            "uq_boundary_version_current",
            "is_current",
            unique=True,
            postgresql_where=text("is_current"),
        ),
    )


class VillageBoundary(Base):
    """The polygon of a village in one version (EPSG:4326, never simplified); area in m2."""

    __tablename__ = "village_boundary"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_version.id", ondelete="CASCADE"), primary_key=True
    )
    village_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    province_code: Mapped[str]
    geom: Mapped[WKBElement] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=False, nullable=False)
    )
    area_m2: Mapped[float]

    __table_args__ = (
        Index("ix_village_boundary_version_id_geom", "version_id", "geom", postgresql_using="gist"),
        Index("ix_village_boundary_village_code", "village_code"),
    )


class BoundaryGap(Base):
    """Land of a province that no village polygon of the version covers (EPSG:4326); area in m2.

    A point there is in no known village, and yet not outside the province.
    """

    __tablename__ = "boundary_gap"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("boundary_version.id", ondelete="CASCADE"))
    province_code: Mapped[str]
    geom: Mapped[WKBElement] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=False, nullable=False)
    )
    area_m2: Mapped[float]

    __table_args__ = (
        Index("ix_boundary_gap_version_id_geom", "version_id", "geom", postgresql_using="gist"),
    )
