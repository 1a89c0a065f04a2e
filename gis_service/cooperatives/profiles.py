"""Changing profiles: nobody's change is lost, and what was before is in the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from gis_service.accounts.audit import Entry, entries_about, record_each
from gis_service.areas.codes import level_of
from gis_service.cooperatives import marking, queries
from gis_service.cooperatives.profile import FIELDS, Profile
from gis_service.cooperatives.queries import Cooperative
from gis_service.errors import UnknownVillageError
from gis_service.language import N_
from gis_service.submissions.errors import ChangedMeanwhileError

EDIT = "cooperative.edit-profile"
ACTIONS = (EDIT, marking.MARK, marking.UNMARK)


@dataclass(frozen=True, slots=True)
class Merged:
    """What somebody typed and what others stored meanwhile, put together.

    Attributes
    ----------
    values : dict
        As typed; where nothing had been changed in a field, as it is stored now. Together they may
        not be a profile that can be taken.
    taken : dict
        Field to the value that was taken over from what is stored.
    differing : dict
        Field to the stored value, where both changed it to something else.
    """

    values: dict[str, Any]
    taken: dict[str, Any] = field(default_factory=dict)
    differing: dict[str, Any] = field(default_factory=dict)


def cooperative_of(session: Session, village_code: str) -> Cooperative:
    """The cooperative of a village.

    Raises
    ------
    UnknownVillageError
        The roster has no such village.
    """
    is_one = level_of(village_code) == "village"
    found = queries.cooperative(session, village_code) if is_one else None
    if found is None:
        raise UnknownVillageError(
            N_("There is no village with the code %(code)s; a code is such as %(example)s."),
            code=village_code[:40],
            example="52.01.01.2001",
        )
    return found


def save_profile(
    session: Session,
    village_code: str,
    profile: Profile,
    *,
    base: int,
    by: str,
    now: datetime,
    person_id: UUID | None = None,
) -> bool:
    """Store a profile in place of the revision that it was made from.

    Parameters
    ----------
    base : int
        The revision that was changed; 0: there was none.

    Returns
    -------
    bool
        Whether anything changed; the same again, also from an older revision, changes nothing.

    Raises
    ------
    ChangedMeanwhileError
        Another revision is in force.
    """
    queries.lock(session, queries.PROFILES, village_code)
    stored = cooperative_of(session, village_code)
    if profile == stored.profile:
        return False
    if base != stored.revision:
        raise ChangedMeanwhileError(
            {
                "tag": f'"{stored.revision}"',
                "by": stored.updated_by,
                "at": stored.updated_at,
                "content": stored.profile.as_json(),
            }
        )
    store_profiles(
        session, {village_code: (stored.profile, profile)}, by=by, now=now, person_id=person_id
    )
    return True


def store_profiles(
    session: Session,
    changes: Mapping[str, tuple[Profile, Profile]],
    *,
    by: str,
    now: datetime,
    person_id: UUID | None = None,
) -> None:
    """Store profiles: village code to what was before and what is from now on."""
    if not changes:
        return
    after = {code: profile for code, (_, profile) in changes.items()}
    revisions = queries.store_profiles(session, after, by, now)
    record_each(
        session,
        actor=by,
        action=EDIT,
        subject_type="cooperative",
        details={
            code: {"revision": revisions[code], **_difference(*changes[code])} for code in changes
        },
        now=now,
        person_id=person_id,
    )


def merge(session: Session, stored: Cooperative, typed: Profile, base: int) -> Merged:
    """Put together what somebody typed and what others stored since the revision ``base``."""
    before = _revision(session, stored, base)
    ours, theirs = typed.as_json(), stored.profile.as_json()
    merged = Merged(ours)
    for name in FIELDS:
        if ours[name] == theirs[name]:
            continue
        if before is not None and ours[name] == before[name]:
            merged.taken[name] = merged.values[name] = theirs[name]
        elif before is None or theirs[name] != before[name]:
            merged.differing[name] = theirs[name]
    return merged


def history(session: Session, village_code: str, limit: int) -> list[Entry]:
    """What was done to a cooperative and its profile, the latest first."""
    return entries_about(session, ("cooperative", village_code), limit, ACTIONS)


def _difference(before: Profile, after: Profile) -> dict[str, Any]:
    old, new = before.as_json(), after.as_json()
    changed = [name for name in FIELDS if old[name] != new[name]]
    return {
        "before": {name: old[name] for name in changed},
        "after": {name: new[name] for name in changed},
    }


def _revision(session: Session, stored: Cooperative, wanted: int) -> dict[str, Any] | None:
    """An earlier revision, by taking back what was done since; None where that cannot be told."""
    if not 0 <= wanted <= stored.revision:
        return None
    profile, at = stored.profile.as_json(), stored.revision
    steps = stored.revision - wanted
    entries = entries_about(session, ("cooperative", stored.village_code), steps, (EDIT,))
    for entry in entries:
        if entry.detail.get("revision") != at:
            return None
        profile |= entry.detail["before"]
        at -= 1
    return profile if at == wanted else None
