"""Everything that was submitted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class Submission(Base):
    """One thing as it was sent, with the reply that was given; rows are added, never changed.

    ``client_id`` was made by the client; something edited afterwards is another ``revision`` of the
    same. ``digest`` is the SHA-256 of the content. ``sent_at`` is the client's clock when it sent.
    """

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    client_id: Mapped[UUID]
    revision: Mapped[int]
    kind: Mapped[str]
    village_code: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    reply: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        CheckConstraint("kind IN ('site', 'parcel', 'report')", name="kind"),
        UniqueConstraint("client_id", "revision"),
        Index("ix_submission_village_code_kind_id", "village_code", "kind", "id"),
    )
