"""``gis demo``."""

import sys
from collections.abc import Callable

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.accounts.labels import ROLE_NAMES
from gis_service.command_line import Commands, pass_commands
from gis_service.db import make_engine, transaction
from gis_service.demonstration import service
from gis_service.demonstration.people import EASY
from gis_service.language import N_, translations
from gis_service.sample import is_demonstration

FIGURES = {
    "formed": N_("Cooperatives formed"),
    "in_portal": N_("In the national portal"),
    "under_construction": N_("Under construction"),
    "models": N_("Model cooperatives"),
    "staff": N_("Staff"),
    "sites": N_("Sites"),
    "reports": N_("Daily reports"),
    "green": N_("Green zone"),
    "yellow": N_("Yellow zone"),
    "red": N_("Red zone"),
}


@click.command()
@click.option("--again", is_flag=True, help="Remove the sample data, and load them anew.")
@click.option("--if-empty", is_flag=True, help="Do nothing where there are real data.")
@click.option("--remove", is_flag=True, help="Remove the sample data; their accounts are disabled.")
@click.option("--everything", is_flag=True, help="Remove what others recorded among them, too.")
@click.option("--planted", is_flag=True, help="Print the mistakes that were planted, as JSON.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=service.SEED, show_default=True)
@pass_commands
def demo(
    commands: Commands,
    *,
    again: bool,
    if_empty: bool,
    remove: bool,
    everything: bool,
    planted: bool,
    seed: int,
) -> None:
    """Fill an empty database with sample data: 1,166 cooperatives, some sites wrong.

    Every page says that they are samples. Refused where there are real sites or accounts.
    """
    if planted:
        with commands.transaction() as session:
            found = service.planted_mistakes(session)
        click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    say = translations(commands.settings.language).gettext
    with commands.transaction() as session:
        present = is_demonstration(session)
    if remove or (again and present):
        _remove(commands, everything=everything)
    if remove:
        commands.console.print(say(N_("The sample data are removed.")))
        return
    if if_empty and not present:
        with commands.transaction() as session:
            if service.has_real_data(session):
                return
    if present and not again:
        commands.console.print(say(N_("The sample data are there already.")))
    else:
        _load(commands, seed, say)
    _print_tables(commands, say)


def _load(commands: Commands, seed: int, say: Callable[[str], str]) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=commands.console) as bar, commands.transaction() as session:
        task = bar.add_task("", total=None)
        service.load_demonstration(
            session,
            by=commands.actor,
            now=commands.now,
            seed=seed,
            progress=lambda what, done, of: bar.update(
                task, description=say(what), completed=done, total=of
            ),
        )


def _remove(commands: Commands, *, everything: bool) -> None:
    """As the owner of the tables: the service's own role can remove no site."""
    engine = make_engine(commands.settings.database_url, as_app=False)
    try:
        with transaction(engine, commands.settings) as session:
            service.remove_demonstration(
                session, by=commands.actor, now=commands.now, everything=everything
            )
    finally:
        engine.dispose()


def _print_tables(commands: Commands, say: Callable[[str], str]) -> None:
    with commands.transaction() as session:
        figures = service.figures(session)
        working = service.working_accounts(session)
    console = Console(file=sys.stdout, highlight=False)
    table = Table(say(N_("Sample data")), "", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    thousands = "." if commands.settings.language == "id" else ","
    for name, label in FIGURES.items():
        table.add_row(say(label), f"{figures[name]:,}".replace(",", thousands))
    console.print(table)
    if working:
        table = Table(say(N_("Account")), say(N_("Role")), say(N_("Password")), box=None)
        for role, username in EASY.items():
            if username in working:
                table.add_row(username, say(ROLE_NAMES[role]), DEMONSTRATION_PASSWORD)
        console.print(table)
    else:
        console.print(say(N_("The sample accounts are closed: there are real ones.")))
