"""``gis boundaries``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from gis_service.areas import imports
from gis_service.areas.boundary_sets import QUALITIES, BoundarySet, read_boundary_set
from gis_service.areas.boundary_store import current_version
from gis_service.areas.download import download_published
from gis_service.areas.import_report import ImportReport
from gis_service.areas.sources import combined_checksum
from gis_service.areas.vector_files import ATTRIBUTES
from gis_service.command_line import Commands, pass_commands


@click.group()
def boundaries() -> None:
    """Bring in the boundaries of villages."""


@boundaries.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--quality", type=click.Choice(QUALITIES), help="Default: official.")
@click.option(
    "--vintage", type=click.DateTime(["%Y-%m-%d"]), help="The day that the boundaries show."
)
@click.option(
    "--precision",
    "precision_m",
    type=click.FloatRange(min=0, min_open=True),
    metavar="METRES",
    help="How far a boundary may be off; default for official ones: 10.",
)
@click.option("--licence", help="What allows their use.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="KEY=ATTRIBUTE",
    help=f"An attribute of the file; keys: {', '.join(ATTRIBUTES)}. Repeatable.",
)
@click.option("--add-areas", is_flag=True, help="Also take villages that the roster does not know.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the whole report, as JSON.",
)
@pass_commands
def import_sources(
    commands: Commands,
    sources: tuple[str, ...],
    *,
    quality: str | None,
    vintage: datetime | None,
    precision_m: float | None,
    licence: str | None,
    mapping: tuple[str, ...],
    add_areas: bool,
    report_file: Path | None,
) -> None:
    """Make a new boundary version, and check every site again.

    A SOURCE is a file, a folder, a zip or an address: GeoPackage, Shapefile, GeoJSON or FlatGeobuf
    with the attributes of the national agency's layers, or SQL files of wilayah_boundaries.
    Several sources make one version. What cannot be taken is listed; the rest goes in.
    """
    report = import_with_progress(
        commands,
        sources,
        quality=quality,
        vintage=vintage.date() if vintage else None,
        precision_m=precision_m,
        licence=licence,
        mapping=_mapping(mapping),
        add_areas=add_areas,
    )
    if report_file:
        report_file.write_bytes(
            orjson.dumps(report.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )


@boundaries.command()
@click.option("--base-url", help="A mirror of the published files.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to put the files; default: in the service's folder for data.",
)
@click.option("--no-import", is_flag=True, help="Only download.")
@pass_commands
def download(
    commands: Commands, *, base_url: str | None, folder: Path | None, no_import: bool
) -> None:
    """Fetch the published boundaries, pinned by checksum, and import them.

    Files that are there already are not fetched again, and nothing is imported when they are in
    force already.
    """
    published = read_boundary_set(commands.settings.published_manifest)
    with shown_progress(commands.console) as progress:
        files = download_published(
            published,
            folder or commands.settings.home / "boundaries" / published.name,
            base_url=base_url,
            progress=progress,
        )
    commands.console.print(f"{published.name}: {len(files)} files, all as published")
    if not no_import:
        import_set(commands, published, [str(file) for file in files])


def import_set(commands: Commands, described: BoundarySet, sources: Sequence[str]) -> None:
    """Import the files of a described set, unless they are in force already."""
    checksum = combined_checksum(described.checksums)
    with commands.transaction() as session:
        current = current_version(session)
        if current and (current.checksum, current.quality) == (checksum, described.quality):
            commands.console.print(f"{described.name} is in force already: version {current.id}")
            return
    import_with_progress(
        commands,
        sources,
        quality=described.quality,
        precision_m=described.precision_m,
        vintage=described.vintage,
        licence=described.licence,
        source=described.source,
    )


def import_with_progress(
    commands: Commands, sources: Sequence[str], **options: Any
) -> ImportReport:
    """Import boundaries, show what is being done, and print the report."""
    with shown_progress(commands.console) as progress, commands.transaction() as session:
        report = imports.import_boundaries(
            session, sources, user=commands.actor, now=commands.now, progress=progress, **options
        )
    for line in report.lines():
        commands.console.print(line, markup=False)
    return report


@contextmanager
def shown_progress(console: Console) -> Iterator[imports.Progress]:
    """Show bars on a terminal, and a line for each step elsewhere."""
    if not console.is_terminal:
        told: set[str] = set()

        def tell(step: str, _done: int, _total: int | None) -> None:
            if step not in told:
                told.add(step)
                console.print(f"{step} ...", markup=False)

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                for task in bars.tasks:
                    bars.update(task.id, total=task.total or 1, completed=task.total or 1)
                    bars.stop_task(task.id)
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show
        for task in bars.tasks:
            bars.update(task.id, total=task.total or 1, completed=task.total or 1)


def _mapping(given: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for text, (key, _, attribute) in zip(given, pairs, strict=True):
        if key not in ATTRIBUTES or not attribute:
            raise click.BadParameter(
                f"{text!r} is not KEY=ATTRIBUTE with a key of: {', '.join(ATTRIBUTES)}",
                param_hint="--map",
            )
    return {key: attribute for key, _, attribute in pairs}
