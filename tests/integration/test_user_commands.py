"""``gis user``, as an administrator uses it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.accounts import queries
from gis_service.accounts.commands import user
from gis_service.accounts.passwords import verify
from gis_service.command_line import Commands
from gis_service.settings import Settings
from tests.factories import Factory
from tests.web import Web

Gis = Callable[..., Result]


@dataclass
class HereCommands(Commands):
    """Commands that work in the session of the test."""

    session: Session | None = None

    @contextmanager
    def transaction(self) -> Iterator[Session]:  # type: ignore[override]
        assert self.session is not None
        with self.session.begin_nested():
            yield self.session


@pytest.fixture
def gis_user(session: Session, settings: Settings, factory: Factory) -> Gis:
    factory.village("52.01.02.2001", "Beleke")
    commands = HereCommands("en", session)
    commands.__dict__["settings"] = settings

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(user, arguments, obj=commands, input=typed)

    return run


def add(gis_user: Gis, *arguments: str) -> str:
    """Make an officer; the password."""
    done = gis_user("add", "budi", "--role", "officer", "--area", "5201022001", *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def test_an_account_with_a_password_that_is_shown_once(
    gis_user: Gis, session: Session, web: Web
) -> None:
    password = add(gis_user, "--name", "Budi  Santoso")
    assert len(password) == 19
    assert web.browser().sign_in("budi", password).status_code == 303
    (account,) = json.loads(gis_user("list", "--format", "json").stdout)
    created_at = account.pop("created_at")
    assert created_at.startswith("20")
    assert account == {
        "username": "budi",
        "name": "Budi Santoso",
        "roles": ["officer"],
        "areas": ["52.01.02.2001"],
        "disabled": False,
        "demonstration": False,
    }
    shown = gis_user("list").stdout
    assert "Budi Santoso" in shown
    assert password not in shown
    entry = session.execute(
        text("SELECT actor, action, detail FROM audit_entry WHERE action = 'account.add'")
    ).one()
    assert entry.actor.startswith("gis")
    assert entry.detail == {"username": "budi", "roles": ["officer"], "areas": ["52.01.02.2001"]}


def test_a_password_of_ones_own(gis_user: Gis, session: Session) -> None:
    own = "sandi milik sendiri"
    done = gis_user("add", "siti", "--role", "planner", "--role", "reviewer", "--ask-password",
                    typed=f"{own}\n{own}\n")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert own not in done.output
    found = queries.person_named(session, "siti")
    assert found is not None
    assert verify(found.password_hash, own)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["budi", "--role", "planner"], "taken already"),
        (["BUDI ", "--role", "planner"], "taken already"),
        (["x y", "--role", "planner"], "cannot be taken"),
        (["siti", "--role", "officer", "--area", "52.99"], "does not hold the area 52.99"),
        (["siti", "--role", "officer", "--area", "Beleke"], "does not hold the area Beleke"),
        (["siti", "--role", "planner", "--area", "52"], "Areas are for officers"),
        (["siti", "--role", "planner", "--name", " "], "name of the person is missing"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(
    gis_user: Gis, arguments: list[str], message: str
) -> None:
    add(gis_user)
    refused = gis_user("add", *arguments)
    assert refused.exit_code == 1
    assert message in str(refused.exception)
    assert len(json.loads(gis_user("list", "--format", "json").stdout)) == 1


def test_wrong_calls(gis_user: Gis) -> None:
    assert "'king' is not one of" in gis_user("add", "siti", "--role", "king").output
    assert "Missing option '--role'" in gis_user("add", "siti").output
    weak = gis_user("add", "siti", "--role", "planner", "--ask-password", typed="short\nshort\n")
    assert "10 characters or more" in str(weak.exception)
    for command in ("disable", "reset"):
        assert "no account with the username siti" in str(gis_user(command, "siti").exception)


def test_a_token_for_a_tool(gis_user: Gis, web: Web, session: Session) -> None:
    add(gis_user)
    done = gis_user("token", "budi", "--name", "QGIS", "--days", "7")
    assert "budi" in done.stderr
    header = {"Authorization": f"Bearer {done.stdout.strip()}"}
    assert web.app.test_client().get("/api/v1/zones/status.json", headers=header).status_code == 200
    note = session.execute(
        text("SELECT actor, detail FROM audit_entry WHERE action = 'token.create'")
    ).one()
    assert note.actor != "budi"
    assert note.detail == {"name": "QGIS"}
    assert gis_user("token", "budi", "--name", " ").exit_code == 1
    assert gis_user("token", "nobody", "--name", "x").exit_code == 1
    assert gis_user("token", "budi", "--name", "x", "--days", "8").exit_code == 2


def test_disable_ends_everything_and_reset_begins_anew(gis_user: Gis, web: Web) -> None:
    password = add(gis_user)
    browser = web.browser()
    browser.sign_in("budi", password)
    token = browser.token()
    for _ in range(2):
        assert gis_user("disable", "budi").exit_code == 0
    assert browser.get("/account").status_code == 303
    assert web.browser().sign_in("budi", password).status_code == 401
    assert json.loads(gis_user("list", "--format", "json").stdout)[0]["disabled"] is True

    new = gis_user("reset", "budi").stdout.strip()
    assert new != password
    assert web.browser().sign_in("budi", new).status_code == 303
    assert web.browser().sign_in("budi", password).status_code == 401
    refused = web.app.test_client().get("/account", headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 401
