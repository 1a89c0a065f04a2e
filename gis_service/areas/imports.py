"""Importing boundaries: sources become a new version, in one transaction, or nothing happens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from sqlalchemy.orm import Session

from gis_service.areas import boundary_store as store
from gis_service.areas.events import boundaries_imported
from gis_service.areas.features import Features, Problems, joined
from gis_service.areas.import_options import Description, described
from gis_service.areas.import_report import ImportReport
from gis_service.areas.measures import measure, measure_coverage
from gis_service.areas.new_areas import Roster, add_unknown_areas, read_roster
from gis_service.areas.source_errors import MissingFieldError, NoBoundariesError
from gis_service.areas.sources import (
    SourceFile,
    collect_files,
    combined_checksum,
    display_name,
)
from gis_service.areas.vector_files import ATTRIBUTES, read_vector_file
from gis_service.areas.village_polygons import (
    CleanPolygons,
    ProvinceCoverage,
    between_provinces,
    clean,
    coverage_by_province,
    worker_threads,
)
from gis_service.areas.wilayah_sql import read_wilayah_sql
from gis_service.db import gather_statistics

#: A version with so many of the villages of the one before is not worth a warning.
FAR_FEWER = 0.9
UNKNOWN_LISTED = 50

#: Called with what is being done, how much of it is done, and how much there is, if that is known.
Progress = Callable[[str, int, int | None], None]


def import_boundaries(
    session: Session,
    sources: Sequence[str],
    *,
    user: str,
    now: datetime,
    quality: str | None = None,
    precision_m: float | None = None,
    vintage: date | None = None,
    licence: str | None = None,
    source: str | None = None,
    mapping: Mapping[str, str] | None = None,
    add_areas: bool = False,
    progress: Progress = lambda *_: None,
) -> ImportReport:
    """Make a new boundary version of sources, and put it in force.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here. Imports wait for one another.
    sources : sequence of str
        Files, folders, zips, descriptions (TOML) and addresses; together they make one version.
    user : str
        Who imports.
    now : datetime
        Time zone aware.
    quality, precision_m, vintage, licence, source
        Of the boundaries; what is not given is taken from the description beside the sources.
        Official boundaries are taken to be precise to 10 m; of indicative ones it must be told.
    mapping : mapping, optional
        Attributes of the file by the keys of ``vector_files.ATTRIBUTES``.
    add_areas : bool
        Take villages that the roster does not know, with the areas above them.
    progress : callable
        Called with what is being done, how much of it is done, and how much there is.

    Returns
    -------
    ImportReport

    Raises
    ------
    ServiceError
        A source cannot be read, holds no village that can be taken, or an option is wrong.
        Nothing is stored.
    """
    _check_mapping(mapping or {})
    clock = _Clock(progress)
    with clock.step("Waiting for other imports"):
        store.lock_imports(session)
    with TemporaryDirectory(prefix="gis-boundaries-") as scratch, worker_threads() as workers:
        problems = Problems()
        with clock.step("Looking at the sources"):
            files = collect_files(sources, Path(scratch), problems)
        options = described(
            Description(quality, precision_m, vintage, licence, source),
            list(dict.fromkeys(file.described for file in files if file.described)),
        )
        with clock.step("Reading"):
            features = joined(_read(files, mapping or {}, problems, clock))
        report = _new_report(options, sources, files)
        _Import(
            session=session,
            report=report,
            problems=problems,
            workers=workers,
            clock=clock,
            user=user,
            now=now,
        ).run(features, add_areas=add_areas)
    return report


def is_current(session: Session, checksum: str, *, quality: str | None = None) -> bool:
    """Tell whether the version in force was made of files with this checksum.

    Parameters
    ----------
    checksum : str
        Of one file, or ``combined_checksum`` of several.
    quality : str, optional
        The quality that it must have as well.
    """
    current = store.current_version(session)
    return (
        current is not None and current.checksum == checksum and quality in (None, current.quality)
    )


class _Clock:
    """Tells progress which step has begun, and notes how long each took."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = perf_counter()
        self.progress(name, 0, None)
        yield
        self.seconds[name] = round(perf_counter() - begun, 2)


def _check_mapping(mapping: Mapping[str, str]) -> None:
    if unknown := sorted(set(mapping) - set(ATTRIBUTES)):
        raise MissingFieldError(
            f"A mapping can name {', '.join(ATTRIBUTES)}, and not {', '.join(unknown)}"
        )


def _new_report(
    options: Description, sources: Sequence[str], files: Sequence[SourceFile]
) -> ImportReport:
    return ImportReport(
        version_id=0,
        source=options.source or ", ".join(display_name(source) for source in sources),
        checksum=combined_checksum([file.sha256 for file in files]),
        quality=options.quality or "",
        precision_m=options.precision_m or 0,
        vintage=options.vintage,
        licence=options.licence,
        files=len(files),
    )


def _read(
    files: Sequence[SourceFile],
    mapping: Mapping[str, str],
    problems: Problems,
    clock: _Clock,
) -> Iterator[Features]:
    total = sum(file.size_bytes for file in files)
    done = 0
    for file in files:
        if file.is_sql:
            yield read_wilayah_sql(file.path, file.name, problems)
        else:
            yield read_vector_file(file.path, file.name, mapping, problems)
        done += file.size_bytes
        clock.progress("Reading", done, total)


@dataclass(slots=True, kw_only=True)
class _Import:
    """One import, from the areas that were read to the version in force."""

    session: Session
    report: ImportReport
    problems: Problems
    workers: Executor
    clock: _Clock
    user: str
    now: datetime

    def run(self, features: Features, *, add_areas: bool) -> None:
        report, session, step = self.report, self.session, self.clock.step
        dots = np.array([code.count(".") for code in features.codes], dtype=np.int64)
        roster = read_roster(session)
        with step("Checking polygons"):
            villages = features.only(np.flatnonzero(dots == 3))
            if not add_areas:
                villages = self._known(villages, roster)
            cleaned = self._clean(villages)
            outlines = clean(features.only(np.flatnonzero(dots < 3)), self.problems, self.workers)
            if not cleaned.codes:
                raise NoBoundariesError(self._why_nothing(features))
        # threads examine how the villages fit together, while the database is busy
        examined = coverage_by_province(cleaned, outlines, self.workers)
        if add_areas:
            with step("Adding areas"):
                roster = self._add_areas(features, cleaned, roster)
        self._compare_with_version_before(cleaned)
        version_id = report.version_id = store.add_version(session, report, self.user, self.now)
        with step("Storing boundaries"):
            self._store_villages(cleaned)
            measure(report, cleaned, features, roster)
        with step("Comparing neighbours"):
            self._store_gaps(cleaned, examined)
        with step("Statistics"):
            gather_statistics(session, "village_boundary", "boundary_gap")
        report.problems, report.problems_count = self.problems.listed, self.problems.count
        report.seconds = self.clock.seconds
        store.put_in_force(session, version_id, report.as_json())
        with step("Checking all sites"):
            boundaries_imported.send(
                session=session, version_id=version_id, now=self.now, user=self.user, report=report
            )

    def _known(self, villages: Features, roster: Roster) -> Features:
        known = np.array([code in roster.names for code in villages.codes], dtype=bool)
        unknown = sorted({code for code in villages.codes if code not in roster.names})
        self.report.not_in_roster_count = len(unknown)
        self.report.not_in_roster = unknown[:UNKNOWN_LISTED]
        return villages.only(np.flatnonzero(known))

    def _clean(self, villages: Features) -> CleanPolygons:
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            self.clock.progress("Checking polygons", done, len(villages))

        cleaned = clean(villages, self.problems, self.workers, advance)
        self.report.merged_count = cleaned.merged
        return cleaned

    def _add_areas(self, features: Features, cleaned: CleanPolygons, roster: Roster) -> Roster:
        added = add_unknown_areas(self.session, features, cleaned, roster, self.now)
        self.report.areas_added = added.added
        self.report.villages_added = len(added.villages_added)
        return read_roster(self.session) if added.added else roster

    def _compare_with_version_before(self, cleaned: CleanPolygons) -> None:
        before = store.current_version(self.session)
        if before is None:
            return
        report = self.report
        report.villages_before = store.villages_of(self.session, before.id)
        if len(cleaned.codes) < FAR_FEWER * report.villages_before:
            report.warnings.append(
                f"the version before had {report.villages_before:,} villages, this one has"
                f" {len(cleaned.codes):,}: the others have no boundary any more"
            )
        if report.quality == "indicative" and before.quality == "official":
            report.warnings.append("indicative boundaries take the place of official ones")

    def _store_villages(self, cleaned: CleanPolygons) -> None:
        for done in store.copy_villages(
            self.session,
            self.report.version_id,
            cleaned.codes,
            cleaned.polygons,
            cleaned.areas_m2.tolist(),
        ):
            self.clock.progress("Storing boundaries", done, len(cleaned.codes))

    def _store_gaps(
        self, cleaned: CleanPolygons, examined: Sequence[Future[ProvinceCoverage]]
    ) -> None:
        found: list[ProvinceCoverage] = []
        for future in as_completed(examined):
            found.append(future.result())
            self.clock.progress("Comparing neighbours", len(found), len(examined))
        found.sort(key=lambda one: one.province)
        found = between_provinces(cleaned, found)
        measure_coverage(self.report, cleaned, found)
        rows = (
            (one.province, one.coverage.gaps, one.coverage.gap_areas_m2.tolist()) for one in found
        )
        store.copy_gaps(self.session, self.report.version_id, rows)

    def _why_nothing(self, features: Features) -> str:
        unknown = self.report.not_in_roster
        if unknown:
            return (
                f"None of the {self.report.not_in_roster_count:,} villages is in the roster (the"
                f" first: {', '.join(unknown[:3])}). --add-areas takes them in."
            )
        first = self.problems.listed[0] if self.problems.listed else None
        return f"There is no polygon of a village: {len(features):,} areas were read" + (
            f", {self.problems.count:,} rows or files could not be used; the first,"
            f" {first.place}: {first.reason}"
            if first
            else ""
        )
