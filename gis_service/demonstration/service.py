"""The demonstration: loaded into an empty database, and taken out of it again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.accounts.service import reset_password
from gis_service.cooperatives.profile import Profile
from gis_service.cooperatives.profiles import store_profiles
from gis_service.cooperatives.queries import models
from gis_service.cooperatives.service import declare
from gis_service.db import gather_statistics
from gis_service.demonstration import profiles, queries
from gis_service.demonstration.people import EASY, staff
from gis_service.demonstration.places import places
from gis_service.demonstration.planted import Given, Planter
from gis_service.demonstration.programme import FORMED, REGENCIES, Step, programme
from gis_service.demonstration.reports import Sent, reports
from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.progress.checks import check_reports
from gis_service.progress.days import day_of
from gis_service.progress.submission import ReportContent
from gis_service.sample import is_demonstration
from gis_service.sites.decisions import verify_sites, waive_flags
from gis_service.sites.files import SiteFile
from gis_service.sites.files.rows import Record
from gis_service.sites.service import import_sites
from gis_service.submissions.content import read_content
from gis_service.zones.listeners import policy_in_force
from gis_service.zones.service import refresh_zones
from spatial.placement import tolerance_m

PROVINCE = "52"
SEED = 2026
#: Who records the sites of the demonstration.
ACTOR = "gis demo"
REVIEWER = EASY["reviewer"]
PLANNER = EASY["planner"]
#: Days before the demonstration is loaded: profiles are begun, then filled.
PROFILES = (30, 1)
CLEAR_OF_THE_BOUNDARY_M = 60.0
#: Lists come in at the end of a working day.
END_OF_A_DAY = time(16, 30)

#: Called with what is being done, how many steps are done, and how many there are.
Progress = Callable[[str, int, int], None]


class DemonstrationError(ServiceError):
    """The demonstration cannot be loaded or removed; the text says why."""

    code = "demonstration"
    status = 409


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demonstration put into the database.

    Attributes
    ----------
    figures : dict
        ``formed``, ``in_portal``, ``under_construction``, ``models``, ``staff``, ``sites``,
        ``green``, ``yellow``, ``red``, ``reports``.
    planted : list of dict
        ``village_code``, ``given_code``, ``mistake``, ``coordinates`` and ``flags`` of each.
    """

    figures: dict[str, int]
    planted: list[dict[str, Any]]


def load_demonstration(
    session: Session,
    *,
    by: str,
    now: datetime,
    seed: int = SEED,
    progress: Progress = lambda *_: None,
) -> Loaded:
    """Fill a database that holds a roster and boundaries, and nothing else, with sample data.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here. ``info["settings"]`` are needed.
    by : str
        Who loads it.
    now : datetime
        Time zone aware; the programme's sixty days end with it.
    seed : int
        The same seed and boundaries give the same data.

    Raises
    ------
    DemonstrationError
        There are sites or people already, or roster or boundaries are missing.
    """
    queries.lock(session)
    tolerance = _refuse(session)
    villages = queries.villages(session, PROVINCE)
    if len(villages) != FORMED or len({v.regency_code for v in villages}) != REGENCIES:
        raise DemonstrationError(
            N_(
                "The sample data are of the %(formed)s villages of Nusa Tenggara Barat; the roster"
                " holds %(found)s of them. Load the roster first: gis setup"
            ),
            formed=FORMED,
            found=len(villages),
        )
    progress(N_("Choosing places"), 0, 1)
    found = places(villages, max(CLEAR_OF_THE_BOUNDARY_M, min(tolerance * 1.05, 500.0)), seed)
    firsts = {code: first for code, (first, _) in found.items()}
    utm, mercator = queries.projected(session, firsts)
    rows = Planter(villages, found, utm, mercator, tolerance, seed).rows()
    planted = [row.as_json() for row in rows if row.mistake]
    queries.mark(session, seed, planted, now)
    people = staff(villages, seed)
    queries.store_staff(session, people, now)
    for username in EASY.values():
        reset_password(session, username, DEMONSTRATION_PASSWORD, by=by, now=now)
    approved = [row.village_code for row in rows if row.mistake == "approved-elsewhere"]
    steps = programme(villages, rows, found, seed)
    for number, step in enumerate(steps):
        progress(N_("Sixty days of lists, checks and zones"), number, len(steps))
        _take(session, step, approved, now)
    progress(N_("Sixty days of lists, checks and zones"), len(steps), len(steps))
    _describe_models(session, seed, now)
    progress(N_("Two weeks of daily reports"), 0, 1)
    standing = {row.village_code: firsts[row.village_code] for row in rows if not row.mistake}
    declared = {one.village_code: one for step in steps for one in step.declared}
    unknown = {row.village_code for row in rows if row.given_code}
    known = {code: one for code, one in declared.items() if code not in unknown}
    today = day_of(session, now)
    _report(session, reports(people, known, standing, today, seed), now)
    progress(N_("Two weeks of daily reports"), 1, 1)
    figures = queries.figures(session)
    record(
        session,
        actor=by,
        action="demonstration.load",
        subject=("demonstration", str(seed)),
        detail=figures,
        now=now,
    )
    return Loaded(figures, planted)


def remove_demonstration(
    session: Session, *, by: str, now: datetime, everything: bool = False
) -> None:
    """Take the demonstration out again: what it recorded goes, its accounts are disabled.

    The audit trail stays, and so do its people, who can no longer sign in.

    Parameters
    ----------
    session : Session
        In a transaction, as the owner of the tables: the service's own role cannot remove sites.
    everything : bool
        Also what others recorded among the sample data.

    Raises
    ------
    DemonstrationError
        There is no demonstration, or others have recorded something since.
    """
    queries.lock(session)
    if not is_demonstration(session):
        raise DemonstrationError(N_("The database holds no sample data."))
    others = queries.records_of_others(session, ACTOR)
    if others and not everything:
        raise DemonstrationError(
            N_(
                "Others have recorded something among the sample data, which would be removed, too:"
                " %(count)s positions, parcels and reports. If that is meant: --everything"
            ),
            count=others,
        )
    queries.remove(session)
    queries.end_staff(session, now)
    record(
        session,
        actor=by,
        action="demonstration.remove",
        subject=("demonstration", PROVINCE),
        detail={"records_of_others": others},
        now=now,
    )
    refresh_zones(session, policy_in_force(session.info["settings"].zone_policy), None, now)


def planted_mistakes(session: Session) -> list[dict[str, Any]]:
    """The mistakes that were planted: village code, code as given, mistake, text, flags."""
    return queries.planted(session)


def figures(session: Session) -> dict[str, int]:
    """The headline figures as the database has them, see `Loaded`."""
    return queries.figures(session)


def working_accounts(session: Session) -> set[str]:
    """The usernames of the demonstration that can sign in."""
    return queries.working_accounts(session)


def has_real_data(session: Session) -> bool:
    """Whether there are sites, or accounts that are not samples."""
    return bool(queries.any_site(session) or queries.real_people(session))


def _refuse(session: Session) -> float:
    """Refuse what is not an empty database with boundaries; metres of doubt at a boundary."""
    if is_demonstration(session):
        raise DemonstrationError(
            N_("The sample data are there already. To load them anew: gis demo --again")
        )
    if has_real_data(session):
        raise DemonstrationError(
            N_(
                "There are real sites or accounts in this database: sample data are for one of"
                " their own, so that nobody takes them for real."
            )
        )
    precision = queries.precision_m(session)
    if precision is None:
        raise DemonstrationError(
            N_("There are no boundaries yet, in which sites could be placed: run gis setup")
        )
    return tolerance_m(precision, None)


def _take(session: Session, step: Step, approved: Sequence[str], now: datetime) -> None:
    """Let one day of the programme happen, at its own time."""
    settings = session.info["settings"]
    moment = _end_of_day(session, step.days_ago, now)
    declare(session, step.declared)
    if not step.rows:
        queries.begin_zones(session, moment)
        refresh_zones(session, policy_in_force(settings.zone_policy), None, moment)
        return
    _verify(session, step.verified, approved, moment)
    site_file = SiteFile(
        "csv",
        lambda: _records(step.rows, moment),
        settings.time_zone,
        total=len(step.rows),
        columns={},
        ignored=(),
    )
    import_sites(session, site_file, name=f"contoh-{moment.date()}.csv", by=ACTOR, now=moment)


def _describe_models(session: Session, seed: int, now: datetime) -> None:
    """Write the profiles of the model cooperatives: the board first, then all of it."""
    codes = [one.village_code for one in models(session, ["%"])]
    first = {code: profiles.begun(code, seed) for code in codes}
    whole = profiles.profiles(codes, seed)
    begun = {code: (Profile(), first[code]) for code in codes}
    filled = {code: (first[code], whole[code]) for code in codes}
    for changes, days_ago in zip((begun, filled), PROFILES, strict=True):
        moment = _end_of_day(session, days_ago, now)
        store_profiles(session, changes, by=PLANNER, now=moment)


def _end_of_day(session: Session, days_ago: int, now: datetime) -> datetime:
    time_zone = session.info["settings"].time_zone
    day = now.astimezone(time_zone).date() - timedelta(days=days_ago)
    return datetime.combine(day, END_OF_A_DAY, time_zone)


def _report(session: Session, sent: Sequence[Sent], now: datetime) -> None:
    """Take reports as phones would have sent them, each on its day, and check all of them."""
    time_zone = session.info["settings"].time_zone
    received = []
    for one in sent:
        content = read_content(ReportContent, one.content)
        begin = datetime.combine(content.reported_on, time(), time_zone)
        end = min(begin + timedelta(days=1), now)
        received.append(begin + (end - begin) * one.of_the_day)
    queries.store_reports(session, sent, received)
    gather_statistics(
        session, "site", "site_position", "submission", "progress_report", "report_blocker", "flag"
    )
    check_reports(session, [one.id for one in sent], now)


def _verify(
    session: Session, village_codes: Sequence[str], approved: Sequence[str], moment: datetime
) -> None:
    """Confirm sites; what their place still lacks is an exception with a letter."""
    elsewhere = [code for code in village_codes if code in approved]
    waive_flags(
        session,
        elsewhere,
        "outside-village",
        reason="Lahan milik desa berada di desa tetangga; disetujui kedua kepala desa (contoh)",
        document="Surat Dinas Koperasi 518/014/2026 (contoh)",
        by=REVIEWER,
        now=moment,
    )
    waive_flags(
        session,
        village_codes,
        "near-boundary",
        reason="Diperiksa di tempat bersama perangkat desa (contoh)",
        document="Berita acara pemeriksaan lapangan (contoh)",
        by=REVIEWER,
        now=moment,
    )
    verify_sites(session, village_codes, by=REVIEWER, now=moment)


def _records(rows: Sequence[Given], moment: datetime) -> Iterator[Record]:
    for number, row in enumerate(rows, 2):
        captured = moment - timedelta(hours=2 + number % 6, minutes=number * 7 % 60)
        values = {
            "village_code": row.code,
            "coordinates": row.coordinates,
            "accuracy_m": "" if row.accuracy_m is None else str(row.accuracy_m),
            "captured_at": captured.isoformat() if row.coordinates else "",
            "mock_location": "ya" if row.mock_location else "",
        }
        yield Record(number, values, row.coordinates)
