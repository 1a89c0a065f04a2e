"""``gis zones``."""

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import click
import orjson
from babel.dates import format_date
from rich.console import Console
from rich.table import Table

from gis_service.command_line import Commands, pass_commands
from gis_service.zones.policy import COLOURS
from gis_service.zones.service import VillageZone, zones_as_of

COLUMNS = ("village_code", "village", "kind", "district", "regency", "zone", "since", "reasons")


@click.command()
@click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The zones at the end of this day, under the policy then in force.",
)
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table")
@pass_commands
def zones(commands: Commands, day: datetime | None, format_: str) -> None:
    """Show every village's zone: green, yellow or red, why, and since when."""
    settings = commands.settings
    with commands.transaction() as session:
        found = zones_as_of(
            session,
            day and day.date(),
            time_zone=settings.time_zone,
            now=commands.now,
            language=settings.language,
        )
    if format_ == "json":
        document = _document(found, day and day.date())
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    elif format_ == "csv":
        _write_csv(found)
    else:
        _print_table(found, settings.language)


def summary(found: Sequence[VillageZone]) -> dict[str, int]:
    """Count villages by zone; ``undecided`` only where there are any."""
    counts = Counter(zone.colour or "undecided" for zone in found)
    return {
        colour: counts[colour]
        for colour in (*COLOURS, "undecided")
        if counts[colour] or colour in COLOURS
    }


def _document(found: Sequence[VillageZone], day: date | None) -> dict[str, Any]:
    return {
        "as_of": day and day.isoformat(),
        "villages": len(found),
        "summary": summary(found),
        "zones": [
            {
                "village_code": zone.village_code,
                "village": zone.village,
                "kind": zone.kind,
                "district": zone.district,
                "regency": zone.regency,
                "regency_code": zone.regency_code,
                "zone": zone.colour,
                "since": zone.since and zone.since.isoformat(timespec="seconds"),
                "reasons": zone.reasons,
            }
            for zone in found
        ],
    }


def _write_csv(found: Sequence[VillageZone]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for zone in found:
        writer.writerow(
            (
                zone.village_code,
                zone.village,
                zone.kind,
                zone.district,
                zone.regency,
                zone.colour,
                zone.since and zone.since.date().isoformat(),
                "; ".join(reason["text"] for reason in zone.reasons),
            )
        )


def _print_table(found: Sequence[VillageZone], language: str) -> None:
    table = Table("Village", "Zone", "Since", "Reasons", box=None, pad_edge=False)
    for zone in found:
        table.add_row(
            f"{zone.village_code} {zone.village}",
            zone.colour or "–",
            format_date(zone.since.date(), "long", locale=language) if zone.since else "–",
            "; ".join(reason["text"] for reason in zone.reasons),
        )
    console = Console(file=sys.stdout, highlight=False)
    console.print(table)
    counts = ", ".join(f"{count} {colour}" for colour, count in summary(found).items())
    console.print(f"{len(found)} villages: {counts}")
