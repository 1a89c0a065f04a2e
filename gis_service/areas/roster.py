"""The roster: the administrative areas, from lists without polygons."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.areas.codes import level_of, normalise_code, parent_of
from gis_service.areas.events import areas_added
from gis_service.areas.models import LEVELS
from gis_service.db import statement
from gis_service.errors import ServiceError

KINDS = ("desa", "kelurahan", "kabupaten", "kota")


class RosterError(ServiceError):
    """A roster file that cannot be used at all."""

    code = "roster"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a list gives it; the centroid is in degrees (EPSG:4326)."""

    code: str
    name: str
    kind: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(slots=True)
class RosterReport:
    """What became of a list of areas."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    villages_added: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def import_roster(session: Session, files: Iterable[Path], now: datetime) -> RosterReport:
    """Take in lists of areas (CSV: code, name, kind, latitude, longitude, postal_code).

    A list may hold areas of any level, told by their code. Areas above one that is given are
    added too, under their code while nobody named them. Rows that cannot be used are listed.

    Raises
    ------
    RosterError
        A file cannot be read, or lacks the columns ``code`` and ``name``.
    """
    report = RosterReport()
    rows: dict[str, AreaRow] = {}
    for file in files:
        for row in _read(file, report):
            if row.code in rows:
                report.problems.append(f"{file.name}: {row.code} occurs twice; the first is taken")
            else:
                rows[row.code] = row
    report.rows = len(rows)
    store_areas(session, rows.values(), report, now)
    return report


def store_areas(
    session: Session, rows: Iterable[AreaRow], report: RosterReport, now: datetime
) -> None:
    """Store areas with those above them; new villages are announced (``areas_added``)."""
    by_code = {row.code: row for row in rows}
    known = set(session.execute(text("SELECT code FROM area")).scalars())
    for code in list(by_code):
        parent = parent_of(code)
        while parent is not None and parent not in by_code and parent not in known:
            by_code[parent] = AreaRow(parent, parent)
            parent = parent_of(parent)
    for level in LEVELS:
        of_level = [row for row in by_code.values() if level_of(row.code) == level]
        if not of_level:
            continue
        for code, is_new in session.execute(
            statement("gis_service.areas", "upsert_areas"), _columns(of_level, level)
        ):
            report.added += is_new
            report.changed += not is_new
            if is_new and level == "village":
                report.villages_added.append(code)
    if report.villages_added:
        areas_added.send(session=session, village_codes=report.villages_added, now=now)


def _columns(rows: list[AreaRow], level: str) -> dict[str, list[object]]:
    return {
        "codes": [row.code for row in rows],
        "levels": [level] * len(rows),
        "names": [row.name for row in rows],
        "kinds": [row.kind for row in rows],
        "parent_codes": [parent_of(row.code) for row in rows],
        "province_codes": [row.code.split(".", 1)[0] for row in rows],
        "postal_codes": [row.postal_code for row in rows],
        "latitudes": [row.latitude for row in rows],
        "longitudes": [row.longitude for row in rows],
    }


def _read(file: Path, report: RosterReport) -> Iterator[AreaRow]:
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{file.name} cannot be read as a UTF-8 text: {error}") from error
    reader = csv.DictReader(content.splitlines())
    if missing := {"code", "name"} - set(reader.fieldnames or ()):
        raise RosterError(
            f"{file.name} has no column {min(missing)}; it needs code and name, and may have"
            f" kind, latitude, longitude, postal_code. It has: {', '.join(reader.fieldnames or ())}"
        )
    for number, cells in enumerate(reader, start=2):
        place = f"{file.name}, line {number}"
        code = normalise_code(cells["code"] or "")
        name = (cells["name"] or "").strip()
        if level_of(code) is None:
            report.problems.append(
                f"{place}: code {code!r} is not a Home Ministry code such as 52.01.01.2001"
            )
        elif not name:
            report.problems.append(f"{place}: {code} has no name")
        else:
            latitude, longitude = _centroid(cells, place, report)
            yield AreaRow(
                code,
                name,
                _kind(cells, code),
                (cells.get("postal_code") or "").strip() or None,
                latitude,
                longitude,
            )


def _kind(cells: Mapping[str, str | None], code: str) -> str | None:
    """The kind as given; a village's code tells it too: 1xxx is a kelurahan, 2xxx a desa."""
    given = (cells.get("kind") or "").strip().lower()
    if given in KINDS:
        return given
    if level_of(code) == "village":
        return {"1": "kelurahan", "2": "desa"}.get(code.rsplit(".", 1)[1][0])
    return None


def _centroid(
    cells: Mapping[str, str | None], place: str, report: RosterReport
) -> tuple[float, float] | tuple[None, None]:
    latitude = (cells.get("latitude") or "").strip()
    longitude = (cells.get("longitude") or "").strip()
    if not latitude and not longitude:
        return None, None
    try:
        position = float(latitude), float(longitude)
    except ValueError:
        position = (float("nan"), float("nan"))
    if all(map(isfinite, position)) and abs(position[0]) <= 90 and abs(position[1]) <= 180:
        return position
    report.problems.append(
        f"{place}: latitude {latitude!r}, longitude {longitude!r} is not a position in degrees;"
        " the area is taken without a centroid"
    )
    return None, None
