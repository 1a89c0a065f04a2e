"""``./run bench``: measure ours beside the limits in one run, and write ``docs/performance.md``.

Needs the real boundaries beside the project; makes its own databases and drops them.
"""

import os
import platform
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text

from gis_service import listeners  # noqa: F401 - slices listen to one another, as in the service
from gis_service.areas.imports import import_boundaries
from gis_service.areas.roster import import_roster
from gis_service.db import make_engine, transaction
from gis_service.migrate import upgrade
from gis_service.settings import PROJECT, Settings, read_settings
from tests.benchmarks.checks import (
    one_pin,
    place_random_sites,
    recheck_of_everything,
    seconds,
)
from tests.benchmarks.figures import Figure
from tests.benchmarks.national_boundaries import Format, write_national_set
from tests.benchmarks.serving import serving
from tests.benchmarks.zone_map import zone_map
from tests.conftest import REAL_BOUNDARIES, Server

REPORT = PROJECT / "docs" / "performance.md"
HEADER = """# Performance, as measured

Written by `./run bench`; ratios and differences are taken in one run on one machine, side by side,
and only they should be compared with another run's. "At most" is what the design asks for at least.

| what | median | from – to | at most | holds | in figures |
| --- | --- | --- | --- | --- | --- |
"""


@contextmanager
def database(server: Server, suffix: str) -> Iterator[tuple[Settings, Engine]]:
    """A migrated database of its own, with the shipped roster."""
    settings = server.create(suffix)
    upgrade(settings)
    engine = make_engine(settings.app_database_url)
    try:
        with transaction(engine, settings) as session:
            import_roster(session, sorted(settings.roster.glob("*.csv")), datetime.now(UTC))
        yield settings, engine
    finally:
        engine.dispose()
        server.drop(settings)


def import_set(settings: Settings, engine: Engine, source: Path, *, add_areas: bool) -> float:
    """Import boundaries as the command does; in seconds."""

    def run() -> None:
        with transaction(engine, settings) as session:
            import_boundaries(
                session,
                [str(source)],
                user="bench",
                now=datetime.now(UTC),
                quality="official",
                add_areas=add_areas,
            )

    return seconds(run)


def province(server: Server, rounds: int) -> Iterator[Figure]:
    """The province: a pin, and everything checked again."""
    with database(server, "_bench_province") as (settings, engine):
        import_set(settings, engine, REAL_BOUNDARIES, add_areas=False)
        count = place_random_sites(settings, engine)
        yield one_pin(settings, engine)
        yield recheck_of_everything(settings, engine, rounds, f"province, {count} sites")
        yield from serving(settings, engine, rounds, "province")
    with database(server, "_bench_page") as (settings, engine):
        import_set(settings, engine, REAL_BOUNDARIES, add_areas=False)
        yield from zone_map(settings, engine, rounds)


def nation(server: Server, rounds: int) -> Iterator[Figure]:
    """A nation-sized set: its import from both kinds of file, and everything checked again."""
    with TemporaryDirectory(prefix="gis-bench-") as folder:
        formats: tuple[Format, ...] = ("gpkg", "sql")
        for format_ in formats:
            source = Path(folder) / format_
            write_national_set(source, format_)
            taken: list[float] = []
            for round_ in range(rounds):
                with database(server, "_bench_nation") as (settings, engine):
                    taken.append(import_set(settings, engine, source, add_areas=True))
                    if round_ + 1 < rounds:
                        continue
                    yield import_figure(engine, format_, taken)
                    if format_ == "sql":
                        count = place_random_sites(settings, engine)
                        yield recheck_of_everything(
                            settings, engine, rounds, f"nation, {count} sites"
                        )
                        yield from serving(settings, engine, rounds, "nation")


def import_figure(engine: Engine, format_: str, taken: list[float]) -> Figure:
    """How long the imports took, and how much they brought."""
    with engine.connect() as connection:
        polygons, vertices = connection.execute(
            text("SELECT count(*), sum(ST_NPoints(geom)) FROM village_boundary")
        ).one()
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    return Figure(
        f"import of a nation from {format_} (s)",
        median(taken),
        min(taken),
        max(taken),
        at_most=90,
        detail=f"{polygons} polygons, {vertices} vertices, peak {memory:.0f} MB, "
        f"{len(taken)} rounds",
    )


def write_report(figures: list[Figure]) -> None:
    """Write the figures where the documentation keeps them."""
    when = datetime.now(UTC).date()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    REPORT.write_text(
        HEADER + "\n".join(figure.row() for figure in figures) + f"\n\n{when}; {machine}.\n",
        encoding="utf-8",
    )


def main() -> int:
    """Measure, print, write, and fail where a limit is not kept."""
    parser = ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of each comparison (default 3)")
    parser.add_argument("--province-only", action="store_true", help="leave the nation out")
    arguments = parser.parse_args()
    if not REAL_BOUNDARIES.is_dir():
        sys.exit(f"The real boundaries are not at {REAL_BOUNDARIES}.")
    server = Server(read_settings())
    figures = []
    for group in [province] if arguments.province_only else [province, nation]:
        for figure in group(server, arguments.rounds):
            figures.append(figure)
            print(figure.row(), flush=True)
    if not arguments.province_only:
        write_report(figures)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
