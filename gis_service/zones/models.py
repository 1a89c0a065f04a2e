"""Zones: the policies that were in force, and each village's zone over time."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class ZonePolicy(Base):
    """A policy file as it was when it came into force."""

    __tablename__ = "zone_policy"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    version: Mapped[str]
    checksum: Mapped[str] = mapped_column(unique=True)
    content: Mapped[str]
    in_force_from: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Zone(Base):
    """A village's zone from ``valid_from`` until ``valid_to``, with its reasons.

    ``since`` is when the colour began, over changes of reasons.
    """

    __tablename__ = "zone"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    colour: Mapped[str]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    valid_from: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    valid_to: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    policy_id: Mapped[int] = mapped_column(ForeignKey("zone_policy.id"))

    __table_args__ = (
        CheckConstraint("colour IN ('green', 'yellow', 'red')", name="colour"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index(
            "uq_zone_village_code_current",
            "village_code",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_zone_village_code_valid_from", "village_code", "valid_from"),
    )
