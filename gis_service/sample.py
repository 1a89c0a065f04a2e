"""The mark that the data are samples, which every page has to say."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, exists, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from gis_service.db import Base


class Demonstration(Base):
    """The one row that is there while the data are a demonstration.

    ``planted`` lists the mistakes that were planted: village code, mistake, expected flags.
    """

    __tablename__ = "demonstration"

    present: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seed: Mapped[int]
    planted: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)

    __table_args__ = (CheckConstraint("present", name="one_row"),)


def is_demonstration(session: Session) -> bool:
    """Whether the database holds the demonstration's data."""
    return bool(session.scalar(select(exists().where(Demonstration.present))))
