"""Days of the office: what depends on the date is brought up to it by the first report of a day."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.progress.events import day_began


def day_of(session: Session, now: datetime) -> date:
    """The day in the office's time zone."""
    day: date = now.astimezone(session.info["settings"].time_zone).date()
    return day


def begin_day(session: Session, now: datetime) -> bool:
    """Bring what depends on the date up to today, once a day; others do not wait for it.

    Returns
    -------
    bool
        Whether the day began here.
    """
    day = day_of(session, now)
    begun = text(
        "INSERT INTO reporting_day (day, begun_at)"
        " SELECT CAST(:day AS date), CAST(:now AS timestamptz)"
        " WHERE NOT EXISTS (SELECT 1 FROM reporting_day WHERE day = CAST(:day AS date))"
        " AND pg_try_advisory_xact_lock(hashtextextended('gis_service.progress.days', 0))"
        " ON CONFLICT DO NOTHING RETURNING day"
    )
    if session.execute(begun, {"day": day, "now": now}).first() is None:
        return False
    day_began.send(session=session, now=now)
    return True
