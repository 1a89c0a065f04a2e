"""Bringing the stored findings to what the checks just found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from gis_service.findings import queries
from spatial.flags import Flag

if TYPE_CHECKING:
    from sqlalchemy import Row


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found on one subject, in the state that ``revision_id`` names."""

    subject_id: UUID
    village_code: str
    revision_id: int
    flags: Sequence[Flag]


def store_findings(
    session: Session,
    subject_type: str,
    checked: Iterable[Found],
    now: datetime,
    *,
    subject_ids: Sequence[UUID] | None,
) -> tuple[int, int]:
    """Open, update and close flags so that the stored ones are those just found.

    A flag whose figures changed stays the same flag, open since the same moment. A waived one is
    closed and opened anew when its subject changed: the waiver was granted for another state.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    subject_type : str
        ``site``, ``parcel``, ``report`` or ``photo``.
    checked : iterable of Found
        One for each subject that was checked, also where nothing was found.
    now : datetime
        Time zone aware.
    subject_ids : sequence of UUID or None
        The subjects that were checked; None: all of the type.

    Returns
    -------
    (int, int)
        How many flags were opened, and closed.
    """
    stored: dict[UUID, dict[str, Row[Any]]] = defaultdict(dict)
    for known_flag in queries.open_flags(session, subject_type, subject_ids):
        stored[known_flag.subject_id][known_flag.code] = known_flag
    opened: list[tuple[Any, ...]] = []
    updated: list[tuple[Any, ...]] = []
    closed: list[int] = []
    for subject in checked:
        known = stored.pop(subject.subject_id, {})
        revision = subject.revision_id
        for flag in subject.flags:
            detail, repair = dict(flag.detail), _repair(flag)
            before = known.pop(flag.code, None)
            if before is not None and before.waived and before.revision_id != revision:
                closed.append(before.id)
                before = None
            if before is None:
                opened.append(
                    (subject.subject_id, subject.village_code, flag.code, flag.severity, detail,
                     repair, revision)
                )  # fmt: skip
            elif (before.detail, before.repair, before.revision_id) != (detail, repair, revision):
                updated.append((before.id, detail, repair, revision))
        closed += [before.id for before in known.values()]
    queries.close_flags(session, closed, now)
    queries.update_flags(session, updated)
    queries.open_new_flags(session, subject_type, opened, now)
    return len(opened), len(closed)


def _repair(flag: Flag) -> dict[str, Any] | None:
    if flag.repair is None:
        return None
    return {
        "latitude": flag.repair.latitude,
        "longitude": flag.repair.longitude,
        "steps": list(flag.repair.steps),
    }
