"""``gis user``."""

import sys
from collections.abc import Sequence

import click
import orjson
from rich.console import Console
from rich.table import Table

from gis_service.accounts import queries, service, tokens
from gis_service.accounts.passwords import make_password
from gis_service.accounts.queries import Account
from gis_service.command_line import Commands, pass_commands
from gis_service.language import N_, translations
from gis_service.signed_in import ROLES

asks_password = click.option(
    "--ask-password", is_flag=True, help="Ask for a password instead of making one."
)


@click.group()
def user() -> None:
    """Accounts: who works with the service, as what, and where."""


@user.command()
@click.argument("username")
@click.option("--name", "full_name", help="The person's name; by default the username.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    required=True,
    help="What the person does; repeatable.",
)
@click.option(
    "--area",
    "areas",
    multiple=True,
    metavar="CODE",
    help="For officers: a province, regency, district or village to answer for; repeatable.",
)
@asks_password
@pass_commands
def add(
    commands: Commands,
    username: str,
    full_name: str | None,
    roles: tuple[str, ...],
    areas: tuple[str, ...],
    *,
    ask_password: bool,
) -> None:
    """Make an account; its password is printed once, unless --ask-password.

    Example: gis user add budi --name "Budi Santoso" --role officer --area 52.01.02
    """
    password = _password(commands, ask=ask_password)
    with commands.transaction() as session:
        person = service.add_person(
            session,
            username,
            full_name or username,
            password,
            roles=roles,
            areas=areas,
            by=commands.actor,
            now=commands.now,
        )
        username = person.username
    _tell_password(commands, username, None if ask_password else password)


@user.command("list")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@pass_commands
def list_users(commands: Commands, format_: str) -> None:
    """Show every account."""
    with commands.transaction() as session:
        found = queries.accounts(session)
        if format_ == "json":
            document = [_as_json(account) for account in found]
            option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
            click.echo(orjson.dumps(document, option=option), nl=False)
        else:
            _print_table(commands, found)


@user.command()
@click.argument("username")
@pass_commands
def disable(commands: Commands, username: str) -> None:
    """Disable an account: it is signed out everywhere and its tokens are revoked."""
    with commands.transaction() as session:
        person = service.disable_person(session, username, by=commands.actor, now=commands.now)
        username = person.username
    _say(commands, N_("%(username)s is disabled."), username)


@user.command()
@click.argument("username")
@asks_password
@pass_commands
def reset(commands: Commands, username: str, *, ask_password: bool) -> None:
    """Give an account a new password; it is signed out everywhere, and works again."""
    password = _password(commands, ask=ask_password)
    with commands.transaction() as session:
        person = service.reset_password(
            session, username, password, by=commands.actor, now=commands.now
        )
        username = person.username
    _tell_password(commands, username, None if ask_password else password)


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--days",
    type=click.Choice([str(days) for days in tokens.DAYS]),
    default="30",
    show_default=True,
    help="How long it lasts.",
)
@pass_commands
def token(commands: Commands, username: str, name: str, days: str) -> None:
    """Make an access token with which a tool acts for a person; it is printed once.

    Example: gis user token budi --name QGIS --days 90
    """
    with commands.transaction() as session:
        person = service.person_called(session, username)
        made = tokens.create_token(
            session, person, name, int(days), commands.now, by=commands.actor
        )
        username = person.username
    _say(commands, N_("A token for %(username)s, which is not shown again:"), username)
    click.echo(made)


def _gettext(commands: Commands, message: str) -> str:
    return translations(commands.settings.language).gettext(message)


def _say(commands: Commands, message: str, username: str) -> None:
    commands.console.print(_gettext(commands, message) % {"username": username}, markup=False)


def _password(commands: Commands, *, ask: bool) -> str:
    if not ask:
        return make_password()
    prompt = _gettext(commands, N_("Password"))
    again = _gettext(commands, N_("Password again"))
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=again, err=True))


def _tell_password(commands: Commands, username: str, password: str | None) -> None:
    """The password alone goes to standard output, so that it can be piped."""
    if password is None:
        _say(commands, N_("%(username)s can sign in."), username)
        return
    _say(
        commands,
        N_("%(username)s can sign in with this password, which is not shown again:"),
        username,
    )
    click.echo(password)


def _as_json(account: Account) -> dict[str, object]:
    person = account.person
    return {
        "username": person.username,
        "name": person.full_name,
        "roles": account.roles,
        "areas": account.areas,
        "disabled": person.disabled_at is not None,
        "demonstration": person.is_demonstration,
        "created_at": person.created_at.isoformat(timespec="seconds"),
    }


def _print_table(commands: Commands, found: Sequence[Account]) -> None:
    headings = (N_("Username"), N_("Name"), N_("Roles"), N_("Areas"), N_("State"))
    table = Table(*(_gettext(commands, text) for text in headings), box=None, pad_edge=False)
    for account in found:
        person = account.person
        state = (
            N_("disabled")
            if person.disabled_at
            else N_("sample")
            if (person.is_demonstration)
            else N_("active")
        )
        table.add_row(
            person.username,
            person.full_name,
            ", ".join(account.roles),
            ", ".join(account.areas),
            _gettext(commands, state),
        )
    Console(file=sys.stdout, highlight=False, markup=False).print(table)
