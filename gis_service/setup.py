"""``gis setup``: fill an empty database, and say how things stand.

Each step is passed over when it is done, so that it can be run at every start.
"""

import click
from rich.table import Table
from sqlalchemy import text

from gis_service.areas.boundary_sets import read_boundary_set
from gis_service.areas.boundary_store import current_version
from gis_service.areas.commands import import_set, shown_progress
from gis_service.areas.download import DownloadError, download_published
from gis_service.areas.roster import import_roster
from gis_service.command_line import Commands, pass_commands
from gis_service.sites.checks import check_sites
from gis_service.sites.reports import check_report
from gis_service.zones.commands import summary
from gis_service.zones.service import zones_as_of


@click.command()
@pass_commands
def setup(commands: Commands) -> None:
    """Load the roster and boundaries into an empty database, check, and print a summary."""
    load_roster(commands)
    load_boundaries(commands)
    with commands.transaction() as session:
        check_sites(session, None, commands.now)
    print_summary(commands)


def load_roster(commands: Commands) -> None:
    """Load the shipped roster, unless there are villages already."""
    with commands.transaction() as session:
        if session.execute(text("SELECT EXISTS (SELECT 1 FROM village)")).scalar():
            return
        files = sorted(commands.settings.roster.glob("*.csv"))
        report = import_roster(session, files, commands.now)
    commands.console.print(f"Roster: {len(report.villages_added)} villages")


def load_boundaries(commands: Commands) -> None:
    """Load the published boundaries, or the indicative ones where they cannot be had."""
    with commands.transaction() as session:
        if current_version(session):
            return
    published = read_boundary_set(commands.settings.published_manifest)
    folder = commands.settings.home / "boundaries" / published.name
    try:
        with shown_progress(commands.console) as progress:
            files = download_published(published, folder, progress=progress, pause=lambda _: None)
    except DownloadError as error:
        commands.console.print(f"Boundaries: {error.message}", markup=False)
        commands.console.print(
            "Boundaries: the INDICATIVE ones that are shipped are taken instead. They give few hard"
            " verdicts; run gis boundaries download, or gis boundaries import, when you can."
        )
        description = commands.settings.indicative_boundaries
        import_set(commands, read_boundary_set(description), [str(description)])
    else:
        import_set(commands, published, [str(file) for file in files])


def print_summary(commands: Commands) -> None:
    """Print boundaries in force, verdicts of the sites, and zones by regency."""
    settings = commands.settings
    with commands.transaction() as session:
        version = current_version(session)
        report = check_report(session, None, settings.language)
        zones = zones_as_of(
            session, None, time_zone=settings.time_zone, now=commands.now, language="en"
        )
    console = commands.console
    if version:
        console.print(
            f"Boundaries: version {version.id}, {version.quality}, precise to"
            f" {version.precision_m:g} m",
            style="bold" if version.quality == "indicative" else None,
        )
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in report["summary"].items())
    console.print(f"Sites: {report['checked']} checked: {verdicts}")
    table = Table("Regency or city", "Villages", "Green", "Yellow", "Red", box=None, pad_edge=False)
    for regency in sorted({zone.regency_code or "" for zone in zones}):
        there = [zone for zone in zones if (zone.regency_code or "") == regency]
        counts = summary(there)
        table.add_row(there[0].regency or "–", str(len(there)), *(str(counts[c]) for c in counts))
    console.print(table)
    total = ", ".join(f"{count} {colour}" for colour, count in summary(zones).items())
    console.print(f"Zones: {len(zones)} villages: {total}")
