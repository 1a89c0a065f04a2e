"""Published passwords and real people do not go together."""

from typing import Any

from sqlalchemy import Connection, event, insert, update

from gis_service.accounts.models import AuditEntry, Person


@event.listens_for(Person, "after_insert")
def close_sample_accounts(_mapper: Any, connection: Connection, added: Person) -> None:
    """When a real person gets an account, nobody signs in with a password that all can read.

    The sample data stay, and every page goes on saying what they are.
    """
    if added.is_demonstration:
        return
    closed = connection.execute(
        update(Person)
        .where(
            Person.is_demonstration,
            Person.password_hash.is_not(None),
            Person.disabled_at.is_(None),
        )
        .values(disabled_at=added.created_at, session_epoch=Person.session_epoch + 1)
    ).rowcount
    if closed:
        connection.execute(
            insert(AuditEntry).values(
                at=added.created_at,
                actor="gis demo",
                action="demonstration.close-accounts",
                subject_type="demonstration",
                subject_id="accounts",
                detail={"closed": closed, "for": added.username},
            )
        )
