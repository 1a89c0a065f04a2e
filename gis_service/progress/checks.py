"""The checks of reports: PostGIS measures, ``spatial`` decides, changes are stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.findings.service import Found, store_findings
from gis_service.progress import queries
from gis_service.progress.days import day_of
from gis_service.progress.events import reports_checked
from spatial.progress import Reported, ReportMeasurement, judge


def check_reports(session: Session, report_ids: Sequence[UUID] | None, now: datetime) -> None:
    """Check reports, or the last one of every village (None), and store what changed.

    Those that are no longer in force lose their flags.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    report_ids : sequence of UUID or None
        Which reports.
    now : datetime
        Time zone aware.
    """
    ids = queries.latest_report_ids(session) if report_ids is None else list(report_ids)
    rows = queries.measurements(session, ids)
    today = day_of(session, now)
    far = session.info["settings"].field.far_from_site_m
    found = [
        Found(
            row.report_id,
            row.village_code,
            row.submission_id,
            judge(_measurement(row), today=today, far_from_site_m=far),
        )
        for row in rows
    ]
    in_force = {row.report_id for row in rows}
    found += [Found(one, "", 0, ()) for one in ids if one not in in_force]
    store_findings(session, "report", found, now, subject_ids=ids)
    codes = None if report_ids is None else sorted({row.village_code for row in rows})
    reports_checked.send(session=session, village_codes=codes, now=now)


def _measurement(row: Row[Any]) -> ReportMeasurement:
    before = None
    if row.before_reported_on is not None:
        before = Reported(
            row.before_reported_on,
            row.before_land_stage,
            row.before_construction_stage,
            row.before_percent,
        )
    return ReportMeasurement(
        report=Reported(row.reported_on, row.land_stage, row.construction_stage, row.percent),
        before=before,
        site_distance_m=row.site_distance_m,
        accuracies_m=row.accuracies_m,
        is_latest=row.is_latest,
        confirmed=frozenset(row.confirmed),
    )
