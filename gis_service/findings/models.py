"""The table of findings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class Flag(Base):
    """One finding on a site, a parcel, a report or a photo; closed ones stay as the history.

    ``village_code`` is the village that the subject claims. ``revision_id`` names the state of the
    subject that it was found in (of a site: the position): a waiver holds for that state.
    ``repair`` is the proposed reading of a site's text (latitude, longitude in EPSG:4326, how it
    was read).
    """

    __tablename__ = "flag"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    village_code: Mapped[str]
    code: Mapped[str]
    severity: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    repair: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    revision_id: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    waived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    waived_by: Mapped[str | None]
    waiver_reason: Mapped[str | None]
    waiver_document: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("severity IN ('critical', 'warning', 'info')", name="severity"),
        CheckConstraint(
            "subject_type IN ('site', 'parcel', 'report', 'photo')", name="subject_type"
        ),
        CheckConstraint(
            "(waived_at IS NULL) = (waived_by IS NULL)"
            " AND (waived_at IS NULL) = (waiver_reason IS NULL)",
            name="waiver",
        ),
        Index(
            "uq_flag_subject_id_code_open",
            "subject_id",
            "code",
            "subject_type",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_flag_subject_id_opened_at", "subject_id", "opened_at"),
        Index("ix_flag_code_open", "code", postgresql_where=text("closed_at IS NULL")),
        Index(
            "ix_flag_village_code_open", "village_code", postgresql_where=text("closed_at IS NULL")
        ),
    )
