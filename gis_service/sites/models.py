"""Sites, and every position they ever had."""

from datetime import datetime
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class Site(Base):
    """Where a cooperative's store will stand: its position now and the verdict on it.

    ``village_code`` is the claim as given, which need not be in the roster. ``raw`` is the text as
    given. ``geom`` (EPSG:4326) is the one literal reading of ``raw``; empty when there is none
    or more than one. ``distance_m`` is metres to the claimed village's boundary, negative inside.
    """

    __tablename__ = "site"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    village_code: Mapped[str] = mapped_column(unique=True)
    position_id: Mapped[int] = mapped_column(BigInteger)
    raw: Mapped[str]
    reading_status: Mapped[str]
    geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    decimals: Mapped[int | None]
    accuracy_m: Mapped[float | None]
    mock_location: Mapped[bool] = mapped_column(server_default=text("false"))
    verdict: Mapped[str | None]
    distance_m: Mapped[float | None]
    tolerance_m: Mapped[float | None]
    found_in: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    checked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    verified_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "reading_status IN ('missing', 'read', 'repair', 'ambiguous', 'unreadable')",
            name="reading_status",
        ),
        CheckConstraint(
            "verdict IN ('inside', 'uncertain', 'outside', 'unresolved')", name="verdict"
        ),
        Index("ix_site_geom", "geom", postgresql_using="gist"),
    )


class SitePosition(Base):
    """One act of placing a site; kept for ever, so that every earlier position can be seen."""

    __tablename__ = "site_position"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    site_id: Mapped[UUID] = mapped_column(
        ForeignKey("site.id", deferrable=True, initially="DEFERRED")
    )
    raw: Mapped[str]
    reading_status: Mapped[str]
    geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    decimals: Mapped[int | None]
    accuracy_m: Mapped[float | None]
    mock_location: Mapped[bool] = mapped_column(server_default=text("false"))
    captured_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cooperative_name: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[str]

    __table_args__ = (Index("ix_site_position_site_id_id", "site_id", "id"),)


class SitePin(Base):
    """How a position was found on a phone; one row for each pin that a phone sent.

    ``device_geom`` (EPSG:4326) is where the phone itself was, also when its user tapped elsewhere;
    ``device_distance_m`` is from there to the pin. Signs of a stale or made-up fix are recorded.
    """

    __tablename__ = "site_pin"

    position_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("site_position.id"), primary_key=True
    )
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", deferrable=True, initially="DEFERRED"), unique=True
    )
    method: Mapped[str]
    device_geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    device_accuracy_m: Mapped[float | None]
    device_captured_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    device_fixes: Mapped[int | None]
    device_distance_m: Mapped[float | None]
    fix_age_s: Mapped[float | None]
    reason: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("method IN ('device', 'tap', 'text', 'photo')", name="method"),
    )


# The index for "another cooperative's site within 50 m": metres, so on geography.
Index("ix_site_geography", func.geography(Site.geom), postgresql_using="gist")
