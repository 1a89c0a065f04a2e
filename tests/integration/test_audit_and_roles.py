"""The audit trail cannot be edited, and the service's role can do no more than its work."""

from datetime import datetime

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.settings import Settings
from tests.factories import Factory

HOME = "52.01.01.2001"


def test_the_service_works_as_its_own_role(session: Session) -> None:
    role = session.execute(text("SELECT current_user, session_user")).one()
    assert role.current_user == "gis_app"
    superuser = session.execute(
        text("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = :me"),
        {"me": role.current_user},
    )
    assert superuser.scalar() is False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE site_position SET raw = 'x'",
        "DELETE FROM site_position",
        "UPDATE zone_policy SET content = 'x'",
        "DELETE FROM site",
        "DELETE FROM flag",
        "DELETE FROM zone",
        "DELETE FROM person",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "DROP TABLE audit_entry",
        "CREATE TABLE mine (id int)",
        "UPDATE alembic_version SET version_num = '0'",
    ],
)
def test_the_service_may_not(session: Session, now: datetime, statement: str) -> None:
    record(session, actor="a", action="b", subject=("c", "d"), detail={"e": 1}, now=now)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner|never changed"):
        session.execute(text(statement))


def test_the_owner_cannot_edit_the_trail_by_mistake(settings: Settings) -> None:
    with psycopg.connect(settings.database_url) as connection:
        for statement in ("DELETE FROM audit_entry", "UPDATE site_position SET raw = 'x'"):
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"),
                connection.transaction(),
            ):
                connection.execute(statement)


def test_a_pin_is_in_the_trail_with_who_and_what(factory: Factory, session: Session) -> None:
    factory.square(HOME)
    factory.pin(HOME, "-8.593456, 116.112345")
    entry = session.execute(text("SELECT * FROM audit_entry")).mappings().one()
    assert (entry["actor"], entry["action"], entry["subject_type"]) == ("test", "site.pin", "site")
    assert entry["detail"] == {"village_code": HOME, "raw": "-8.593456, 116.112345"}
    assert entry["at"] == factory.now


def test_a_pin_that_fails_leaves_nothing_behind(engine: Engine, factory: Factory) -> None:
    factory.square(HOME)
    with pytest.raises(TypeError):
        factory.pin(HOME, None)  # type: ignore[arg-type]
    assert factory.session.execute(text("SELECT count(*) FROM site_position")).scalar() == 0
