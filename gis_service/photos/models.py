"""Photos, and the parts of those that are still arriving."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base

RECEIVED = "state = 'received'"


class Photo(Base):
    """One photo, by the identifier that the client gave it; once received it never changes.

    ``content`` is what the client said of it, as sent. ``size`` is in bytes, ``received`` how many
    of them are there and acknowledged. ``sha256`` is of the bytes that are sent,
    ``original_sha256`` of the camera's file that they were made from. ``geom`` is where the phone
    was, ``exif_geom`` where the file says that it was; ``taken_geom`` is which of them counts (all
    EPSG:4326), and ``taken_at`` the earliest moment that phone or file name. ``number`` counts
    photos in the order in which they were received. ``likeness`` and ``likeness_columns`` are the
    64 bits each of what it looks like (`gis_service.photos.likeness`); empty: too even to be
    compared.
    """

    __tablename__ = "photo"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    village_code: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    announced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(server_default=text("'receiving'"))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(server_default=text("0"))
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    original_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    captured_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    accuracy_m: Mapped[float | None]
    number: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    received_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    format: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    exif_geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    exif_captured_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    taken_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    taken_geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    taken_accuracy_m: Mapped[float | None]
    likeness: Mapped[int | None] = mapped_column(BigInteger)
    likeness_columns: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint(
            "subject_kind IN ('report', 'site', 'parcel', 'profile')", name="subject_kind"
        ),
        CheckConstraint("state IN ('receiving', 'received')", name="state"),
        CheckConstraint("received BETWEEN 0 AND size", name="received"),
        CheckConstraint(
            "octet_length(sha256) = 32 AND octet_length(original_sha256) = 32", name="sha256"
        ),
        CheckConstraint("(likeness IS NULL) = (likeness_columns IS NULL)", name="likeness"),
        CheckConstraint(
            "(state = 'received') = (number IS NOT NULL AND received_at IS NOT NULL"
            " AND format IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL"
            " AND received = size)",
            name="whole",
        ),
        Index("ix_photo_subject_kind_subject_id", "subject_kind", "subject_id"),
        Index("ix_photo_village_code_received_at", "village_code", "received_at"),
        Index(
            "ix_photo_person_id_receiving",
            "person_id",
            "changed_at",
            postgresql_where=text("state = 'receiving'"),
        ),
        Index(
            "ix_photo_changed_at_receiving",
            "changed_at",
            postgresql_where=text("state = 'receiving' AND received > 0"),
        ),
        Index("ix_photo_sha256_received", "sha256", postgresql_where=text(RECEIVED)),
        Index(
            "ix_photo_original_sha256_received",
            "original_sha256",
            postgresql_where=text(f"{RECEIVED} AND original_sha256 IS NOT NULL"),
        ),
        # Two likenesses that differ in at most three bits agree in one of these four sixteenths.
        *(
            Index(
                f"ix_photo_likeness_{band}",
                text(f"((likeness >> {16 * band}) & 65535)"),
                postgresql_where=text(f"{RECEIVED} AND likeness IS NOT NULL"),
            )
            for band in range(4)
        ),
    )


class PhotoPart(Base):
    """Bytes of a photo that is still arriving, from ``start`` on; gone once it is whole."""

    __tablename__ = "photo_part"

    photo_id: Mapped[UUID] = mapped_column(
        ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True
    )
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
