"""People, their roles and areas of responsibility, and the audit trail."""

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
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class Person(Base):
    """Somebody who works with the service; never deleted, only disabled.

    A session names the ``session_epoch`` it was made in: adding one ends all of them.
    """

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    username: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    disabled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    password_changed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    session_epoch: Mapped[int] = mapped_column(server_default=text("0"))
    is_demonstration: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        CheckConstraint("username = lower(btrim(username)) AND username <> ''", name="username"),
    )


class PersonRole(Base):
    """A role that a person holds."""

    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        CheckConstraint(
            "role IN ('officer', 'reviewer', 'planner', 'leadership', 'administrator')",
            name="role",
        ),
    )


class Responsibility(Base):
    """An area, of any level down to a village, that a person answers for."""

    __tablename__ = "responsibility"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)

    __table_args__ = (Index("ix_responsibility_area_code", "area_code"),)


class AccessToken(Base):
    """A personal access token for tools; only the SHA-256 of its text is kept."""

    __tablename__ = "access_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("octet_length(digest) = 32", name="digest"),
        Index("ix_access_token_person_id", "person_id"),
    )


class SignInAttempts(Base):
    """Failed attempts to sign in as one name, or from one address, since the window began.

    ``subject`` is a digest: a name typed wrongly is sometimes a password.
    """

    __tablename__ = "sign_in_attempts"

    subject: Mapped[str] = mapped_column(primary_key=True)
    attempts: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    __table_args__ = (Index("ix_sign_in_attempts_began_at", "began_at"),)


class AuditEntry(Base):
    """One act: who did what to what, when. Rows can be added, never changed or removed."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))

    __table_args__ = (
        Index("ix_audit_entry_subject_type_subject_id_at", "subject_type", "subject_id", "at"),
        Index("ix_audit_entry_at", "at"),
    )
