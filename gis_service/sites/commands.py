"""``gis sites``, ``gis check`` and ``gis coordinates``."""

import csv
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gis_service.areas.codes import normalise_code
from gis_service.command_line import Commands, pass_commands
from gis_service.errors import ServiceError, UnknownVillageError
from gis_service.sites import queries
from gis_service.sites.checks import check_sites
from gis_service.sites.files import open_site_list
from gis_service.sites.import_report import as_json, print_report
from gis_service.sites.readings import read_texts
from gis_service.sites.reports import as_geojson, check_report
from gis_service.sites.service import import_sites

CODED = orjson.OPT_APPEND_NEWLINE


class CoordinatesError(ServiceError):
    """A call of ``gis coordinates`` that cannot be answered."""

    code = "coordinates"


@click.group()
def sites() -> None:
    """Lists of sites."""


@sites.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what became of every row, as JSON.",
)
@pass_commands
def import_list(commands: Commands, file: Path, *, dry_run: bool, report_file: Path | None) -> None:
    """Take in a list of sites: CSV, XLSX, GeoJSON, KML, KMZ or GPX.

    Columns: village_code (kode_desa), and either latitude and longitude (lintang, bujur) or
    coordinates (koordinat); optional cooperative_name, accuracy_m, captured_at, note. Rows that
    cannot be taken are listed with the reason; the others go in.
    """
    site_file = open_site_list(file, timezone=commands.settings.time_zone)
    with commands.transaction() as session, Progress(console=commands.console) as progress:
        task = progress.add_task(f"Reading {file.name}", total=site_file.total)
        report = import_sites(
            session,
            site_file,
            name=file.name,
            by=commands.actor,
            now=commands.now,
            advance=lambda count: progress.advance(task, count),
        )
        progress.update(task, total=report.rows, completed=report.rows)
        if dry_run:
            session.rollback()
    document = as_json(report, file.name, dry_run=dry_run, language=commands.settings.language)
    if report_file:
        report_file.write_bytes(orjson.dumps(document, option=CODED | orjson.OPT_INDENT_2))
    print_report(document, commands.console)


@click.command()
@click.option("--village", "village_codes", multiple=True, help="Only this village; repeatable.")
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "geojson"]), default="table"
)
@click.option("--output", type=click.File("wb", lazy=True), help="Write to this file.")
@pass_commands
def check(
    commands: Commands, village_codes: tuple[str, ...], format_: str, output: BinaryIO | None
) -> None:
    """Check the stored sites, and tell what was found and how to repair it."""
    codes = [normalise_code(code) for code in village_codes] or None
    with commands.transaction() as session:
        if codes:
            found = queries.site_ids(session, codes)
            if missing := [code for code in codes if code not in found]:
                raise UnknownVillageError(
                    f"There is no site for {', '.join(missing)}; codes look like 52.01.01.2001"
                )
            check_sites(session, list(found.values()), commands.now)
        else:
            check_sites(session, None, commands.now)
        report = check_report(session, codes, commands.settings.language)
    if format_ == "table":
        _print_check(report, output)
    else:
        document = report if format_ == "json" else as_geojson(report)
        _write(orjson.dumps(document, option=CODED | orjson.OPT_INDENT_2), output)


# A text may begin with a minus sign, which is not the beginning of an option.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.option("--village", "village_code", help="Prefer readings that lie in this village.")
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV with the columns village_code and coordinates.",
)
@click.argument("texts", nargs=-1)
@pass_commands
def coordinates(
    commands: Commands, village_code: str | None, file: Path | None, texts: tuple[str, ...]
) -> None:
    """Tell how coordinate texts are read, one JSON object a line, best reading first."""
    if bool(file) == bool(texts):
        raise CoordinatesError(
            "Give either texts or --file, for example: gis coordinates '-8.58, 116.11'"
        )
    code = normalise_code(village_code) if village_code else ""
    pairs = list(_pairs(file)) if file else [(code, text) for text in texts]
    with commands.transaction() as session:
        for document in read_texts(session, pairs, commands.settings.language):
            click.echo(orjson.dumps(document))


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if "coordinates" not in (reader.fieldnames or ()):
                raise CoordinatesError(
                    f"{file.name} needs a column coordinates, and may have village_code;"
                    f" it has: {', '.join(reader.fieldnames or ['nothing'])}"
                )
            for row in reader:
                yield normalise_code(row.get("village_code") or ""), row["coordinates"] or ""
    except UnicodeDecodeError as error:
        raise CoordinatesError(f"{file.name} is not UTF-8 text: {error}") from error


def _print_check(report: dict[str, Any], output: BinaryIO | None) -> None:
    table = Table("Village", "Verdict", "Metres", "Flags", box=None, pad_edge=False)
    for site in report["sites"]:
        if site["flags"]:
            table.add_row(
                f"{site['village_code']} {site['village'] or ''}",
                site["verdict"],
                "" if site["distance_m"] is None else f"{site['distance_m']:.0f}",
                "\n".join(_flag_line(flag) for flag in site["flags"]),
            )
    written = StringIO()
    console = Console(file=written if output else sys.stdout, highlight=False)
    console.print(table)
    console.print(
        f"{report['checked']} sites checked: "
        + ", ".join(f"{count} {verdict}" for verdict, count in report["summary"].items())
    )
    if output:
        output.write(written.getvalue().encode())


def _flag_line(flag: dict[str, Any]) -> str:
    line = f"{flag['code']}: {flag['message']}"
    if repair := flag["repair"]:
        line += f" -> {repair['latitude']:.6f}, {repair['longitude']:.6f}"
    return line


def _write(content: bytes, output: BinaryIO | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        output.write(content)
