"""What a reviewer decides on sites: verified, or an exception granted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.sites.events import sites_checked


def verify_sites(
    session: Session, village_codes: Sequence[str], *, by: str, now: datetime
) -> list[str]:
    """Confirm the sites of villages; those that were verified before stay as they are.

    Returns
    -------
    list of str
        The villages whose sites are newly verified.
    """
    verified = session.scalars(
        text(
            "UPDATE site SET verified_at = :now, verified_by = :by"
            " WHERE village_code = ANY(:village_codes) AND verified_at IS NULL"
            " RETURNING village_code"
        ),
        {"now": now, "by": by, "village_codes": list(village_codes)},
    ).all()
    _done(session, "site.verify", verified, {}, by=by, now=now)
    return list(verified)


def waive_flags(
    session: Session,
    village_codes: Sequence[str],
    code: str,
    *,
    reason: str,
    document: str | None,
    by: str,
    now: datetime,
) -> list[str]:
    """Grant an exception: the open flag of this code no longer counts while the site stays there.

    Parameters
    ----------
    code : str
        Of the flag, such as ``outside-village``.
    reason, document : str
        Why, and the letter that says so.

    Returns
    -------
    list of str
        The villages of the flags that are newly waived.
    """
    waived = session.scalars(
        text(
            "UPDATE flag SET waived_at = :now, waived_by = :by, waiver_reason = :reason,"
            " waiver_document = :document"
            " WHERE subject_type = 'site' AND village_code = ANY(:village_codes)"
            " AND code = :code AND closed_at IS NULL AND waived_at IS NULL"
            " RETURNING village_code"
        ),
        {
            "now": now,
            "by": by,
            "reason": reason,
            "document": document,
            "village_codes": list(village_codes),
            "code": code,
        },
    ).all()
    detail = {"flag": code, "reason": reason, "document": document}
    _done(session, "flag.waive", waived, detail, by=by, now=now)
    return list(waived)


def _done(
    session: Session,
    action: str,
    village_codes: Sequence[str],
    detail: dict[str, str | None],
    *,
    by: str,
    now: datetime,
) -> None:
    """Tell the audit trail, one entry for all of them, and those who follow the sites."""
    if village_codes:
        record(
            session,
            actor=by,
            action=action,
            subject=("site", village_codes[0] if len(village_codes) == 1 else "several"),
            detail={**detail, "village_codes": sorted(village_codes)},
            now=now,
        )
        sites_checked.send(session=session, village_codes=list(village_codes), now=now)
