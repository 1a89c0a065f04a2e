"""``gis roster``."""

from pathlib import Path

import click

from gis_service.areas.roster import import_roster
from gis_service.command_line import Commands, pass_commands


@click.group()
def roster() -> None:
    """The list of areas and villages."""


@roster.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@pass_commands
def import_files(commands: Commands, files: tuple[Path, ...]) -> None:
    """Take in lists of villages; each village gets its cooperative.

    CSV with code, name, and optional kind, latitude, longitude, postal_code. A folder stands for
    the CSV files in it.
    """
    lists = [
        found
        for file in files
        for found in (sorted(file.glob("*.csv")) if file.is_dir() else [file])
    ]
    with commands.transaction() as session:
        report = import_roster(session, lists, commands.now)
    for problem in report.problems:
        commands.console.print(f"  {problem}")
    commands.console.print(
        f"{report.rows} areas read: {report.added} added ({len(report.villages_added)} villages),"
        f" {report.changed} changed, {len(report.problems)} problems"
    )
