"""What can be done with sites: place one, import a list, check."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.sites import queries
from gis_service.sites.checks import CheckOutcome, check_sites
from gis_service.sites.files import EXPECTED, RowProblem, SiteFile, SiteRow
from spatial.coordinates import INDONESIA, Coordinates, Extent, read_coordinates

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Pin:
    """One act of placing a site: a village, and where as text, exactly as given.

    What no PostgreSQL text can hold (NUL, half a surrogate pair) is replaced by a mark.
    """

    village_code: str
    coordinates: str
    cooperative_name: str | None = None
    accuracy_m: float | None = None
    captured_at: datetime | None = None
    mock_location: bool | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        for name in ("village_code", "coordinates", "cooperative_name", "note"):
            text = getattr(self, name)
            if text is not None:
                object.__setattr__(self, name, _storable(text))


@dataclass(slots=True)
class ImportReport:
    """What became of a list: rows taken, rows repeated, rows that could not be taken and why."""

    rows: int = 0
    taken: int = 0
    unchanged: int = 0
    readings: Counter[str] = field(default_factory=Counter)
    rejected: list[RowProblem] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    outcome: CheckOutcome | None = None


def record_pin(
    session: Session, pin: Pin, *, by: str, now: datetime, person_id: UUID | None = None
) -> CheckOutcome:
    """Place one site, and check it and the neighbours that it left or came close to.

    A misplaced pin is stored and flagged, never refused.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    pin : Pin
        What the person gave.
    by : str
        Who placed it.
    now : datetime
        Time zone aware.
    person_id : UUID, optional
        Who that is, where somebody was signed in.
    """
    read = _read(pin, INDONESIA)
    if read[1].literal is None:
        # the narrower the extent, the fewer repairs can be meant
        read = _read(pin, queries.service_extent(session))
    columns = _columns([read])
    neighbours = queries.neighbours(
        session, pin.village_code, columns["latitudes"][0], columns["longitudes"][0]
    )
    (site_id,) = queries.record_positions(session, columns, source="pin", by=by, now=now)
    record(
        session,
        actor=by,
        action="site.pin",
        subject=("site", str(site_id)),
        detail={"village_code": pin.village_code, "raw": pin.coordinates},
        now=now,
        person_id=person_id,
    )
    return check_sites(session, [site_id, *neighbours], now)


def import_sites(
    session: Session,
    site_file: SiteFile,
    *,
    name: str,
    by: str,
    now: datetime,
    advance: Any = None,
) -> ImportReport:
    """Take the rows of a list that can be taken, report the others, and check every site.

    Of two rows for one village the first is taken and the second reported; a row that says what
    is already stored changes nothing.

    Parameters
    ----------
    session : Session
        In a transaction: a dry run is one that is rolled back.
    site_file : SiteFile
        An open list.
    name : str
        The file's name, for the audit trail.
    by : str
        Who imports it.
    now : datetime
        Time zone aware.
    advance : callable, optional
        Called with the number of rows done.
    """
    extent = queries.service_extent(session)
    known = queries.current_positions(session)
    report = ImportReport()
    seen: dict[str, int] = {}
    rows = iter(site_file)
    while batch := list(islice(rows, BATCH)):
        report.rows += len(batch)
        pins = _new_pins(batch, known, seen, report)
        read = [_read(pin, extent) for pin in pins]
        report.taken += len(pins)
        report.readings.update(status for _, _, status in read)
        if read:
            queries.record_positions(session, _columns(read), source="import", by=by, now=now)
        if advance:
            advance(len(batch))
    report.rejected += site_file.rejected
    report.rows += len(site_file.rejected)
    report.outcome = check_sites(session, None, now)
    record(
        session,
        actor=by,
        action="site.import",
        subject=("file", name),
        detail={"rows": report.rows, "taken": report.taken, "rejected": len(report.rejected)},
        now=now,
    )
    return report


def _new_pins(
    rows: Iterable[SiteRow],
    known: Mapping[str, tuple[Any, ...]],
    seen: dict[str, int],
    report: ImportReport,
) -> list[Pin]:
    pins = []
    for row in rows:
        report.problems += row.problems
        first = seen.setdefault(row.village_code, row.number)
        if first != row.number:
            report.rejected.append(
                RowProblem(
                    row.number,
                    "village_code",
                    row.village_code,
                    "village-repeated",
                    EXPECTED["village-repeated"],
                )
            )
            continue
        pin = Pin(
            row.village_code,
            row.coordinates,
            row.cooperative_name,
            row.accuracy_m,
            row.captured_at,
            row.mock_location,
            row.note,
        )
        if known.get(pin.village_code) == (
            pin.coordinates,
            pin.accuracy_m,
            bool(pin.mock_location),
            pin.captured_at,
        ):
            report.unchanged += 1
        else:
            pins.append(pin)
    return pins


def _read(pin: Pin, extent: Extent) -> tuple[Pin, Coordinates, str]:
    coordinates = read_coordinates(pin.coordinates, extent=extent)
    return pin, coordinates, coordinates.status if pin.coordinates.strip() else "missing"


def _columns(read: Sequence[tuple[Pin, Coordinates, str]]) -> dict[str, list[Any]]:
    """Turn pins into one list for each parameter of ``record_positions.sql``."""
    literals = [coordinates.literal for _, coordinates, _ in read]
    pins = [pin for pin, _, _ in read]
    return {
        "village_codes": [pin.village_code for pin in pins],
        "raws": [pin.coordinates for pin in pins],
        "reading_statuses": [status for _, _, status in read],
        "latitudes": [reading and reading.latitude for reading in literals],
        "longitudes": [reading and reading.longitude for reading in literals],
        "decimals": [reading and reading.decimals for reading in literals],
        "accuracies": [pin.accuracy_m for pin in pins],
        "mock_locations": [bool(pin.mock_location) for pin in pins],
        "captured_ats": [pin.captured_at for pin in pins],
        "cooperative_names": [pin.cooperative_name for pin in pins],
        "notes": [pin.note for pin in pins],
    }


def _storable(text: str) -> str:
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()
