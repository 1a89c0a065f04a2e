"""Parcels, and every state they ever had."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base

#: In the order in which land is looked for.
OWNERS = ("village", "regency", "province", "ministry", "private", "endowment")
CONSENTS = ("none", "asked", "given", "refused")


class Parcel(Base):
    """The land of a cooperative as it is in force: one for each village.

    ``revision_id`` is the state in force, ``client_id`` what its sender calls it. ``geom`` is in
    EPSG:4326; ``area_m2`` and ``perimeter_m`` (of the outer ring) are geodesic. ``fits`` says
    whether the building has room, and ``rectangle`` (EPSG:4326) where. ``accuracy_m`` is that of
    the worst corner. What nobody knows is NULL.
    """

    __tablename__ = "parcel"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    village_code: Mapped[str] = mapped_column(ForeignKey("area.code"), unique=True)
    revision_id: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[UUID | None]
    geom: Mapped[WKBElement] = mapped_column(Geometry("POLYGON", srid=4326, spatial_index=False))
    is_valid: Mapped[bool]
    area_m2: Mapped[float | None]
    perimeter_m: Mapped[float | None]
    fits: Mapped[bool | None]
    rectangle: Mapped[WKBElement | None] = mapped_column(
        Geometry("POLYGON", srid=4326, spatial_index=False)
    )
    method: Mapped[str]
    accuracy_m: Mapped[float | None]
    owner: Mapped[str | None]
    certificate: Mapped[str | None]
    declared_area_m2: Mapped[float | None]
    clear_and_clean: Mapped[bool | None]
    consent: Mapped[str | None]
    access_road: Mapped[bool | None]
    strategic: Mapped[bool | None]
    needs_fill: Mapped[bool | None]
    has_building: Mapped[bool | None]
    protected_farmland: Mapped[bool | None]
    hazard: Mapped[bool | None]
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("method IN ('drawn', 'walked', 'pasted', 'imported')", name="method"),
        CheckConstraint(
            "owner IN ('village', 'regency', 'province', 'ministry', 'private', 'endowment')",
            name="owner",
        ),
        CheckConstraint("consent IN ('none', 'asked', 'given', 'refused')", name="consent"),
        Index("ix_parcel_geom", "geom", postgresql_using="gist"),
    )


class ParcelRevision(Base):
    """One state of a parcel as it was recorded; rows are added, never changed.

    ``content`` is what was said of it, without the geometry.
    """

    __tablename__ = "parcel_revision"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    parcel_id: Mapped[UUID] = mapped_column(
        ForeignKey("parcel.id", deferrable=True, initially="DEFERRED")
    )
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submission.id", deferrable=True, initially="DEFERRED"), unique=True
    )
    geom: Mapped[WKBElement] = mapped_column(Geometry("POLYGON", srid=4326, spatial_index=False))
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[str]

    __table_args__ = (Index("ix_parcel_revision_parcel_id_id", "parcel_id", "id"),)
