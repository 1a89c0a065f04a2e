"""``/api/v1/reports``: daily reports; ``/reports``: those of a day, for the office."""

from uuid import UUID

import orjson
from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy import text

from gis_service.areas.parameters import refuse_unknown_areas
from gis_service.language import N_
from gis_service.progress.day import DayOfReports, day_of_reports
from gis_service.progress.day_address import Asked, read_asked
from gis_service.progress.day_page import day_page
from gis_service.progress.day_texts import Words, map_data, script_texts
from gis_service.progress.days import day_of
from gis_service.progress.exports import FORMS, Made
from gis_service.progress.submission import ReportContent, ReportSubmission
from gis_service.sample import is_demonstration
from gis_service.submissions.replies import take
from gis_service.web import (
    access,
    asset_url,
    database,
    entity,
    gettext,
    language,
    nonce,
    now,
    person,
    settings,
)
from gis_service.web.local_map import MapParts, map_parts
from gis_service.web.pages import day as written_day

OFFICE = ("reviewer", "planner", "leadership", "administrator")

blueprint = Blueprint("progress", __name__)


@blueprint.put("/api/v1/reports/<uuid:client_id>")
@access.roles("officer", "administrator")
def put_report(client_id: UUID) -> Response:
    """Take the report of a village's day; what is doubtful is flagged."""
    return take(client_id, ReportContent, ReportSubmission)


@blueprint.get("/reports")
@access.roles(*OFFICE)
def day() -> Response:
    """Who reported on a day and who did not, by regency, officer and village."""
    asked = _asked()
    reports, words, options = _reports(asked), Words(language()), _map_options(asked)
    page = render_template(
        "reports.html",
        asked=asked,
        view=day_page(reports, asked, day_of(database(), now())),
        reports=reports,
        words=words,
        map_options=options,
        parts=_map_parts(options),
        texts=script_texts(words, str(settings().time_zone)),
    )
    return entity(page, "text/html", max_age=0)


@blueprint.get("/reports/map.json")
@access.roles(*OFFICE)
def map_of_day() -> Response:
    """What the map of the day shows of every village."""
    body = orjson.dumps(map_data(_reports(_asked()), Words(language())))
    return entity(body, "application/json", max_age=0)


@blueprint.get("/reports/export.<any({}):form>".format(", ".join(FORMS)))
@access.roles(*OFFICE)
def export(form: str) -> Response:
    """The same as a file."""
    asked = _asked()
    mimetype, make = FORMS[form]
    body = make(_reports(asked), Words(language()), _made(asked))
    reply = Response(body, mimetype=mimetype)
    where = f"-{asked.regency}" if asked.regency else ""
    name = gettext(N_("daily-reports"))
    reply.headers.set(
        "Content-Disposition", "attachment", filename=f"{name}-{asked.day}{where}.{form}"
    )
    return reply


def _asked() -> Asked:
    asked = read_asked(
        request.args.items(multi=True), day_of(database(), now()), write_day=written_day
    )
    if asked.regency:
        refuse_unknown_areas(database(), {asked.regency: "regency"})
    return asked


def _reports(asked: Asked) -> DayOfReports:
    return day_of_reports(database(), asked.day, asked.regency)


def _made(asked: Asked) -> Made:
    source = url_for(
        "progress.day", day=asked.day.isoformat(), regency=asked.regency, _external=True
    )
    if is_demonstration(database()):
        source = f"{gettext(N_('Sample data'))}: {source}"
    somebody = person()
    return Made(
        source, now().astimezone(settings().time_zone), somebody.full_name if somebody else ""
    )


def _map_options(asked: Asked) -> dict[str, object] | None:
    """What the map's script is told; None while there are no boundaries."""
    version = database().scalar(text("SELECT id FROM current_boundary_version"))
    if version is None:
        return None
    return {
        "coverage": f"/api/v1/boundaries/{version}/villages.topojson",
        "day": url_for("progress.map_of_day", day=asked.day.isoformat(), regency=asked.regency),
        "regency": asked.regency or "",
    }


def _map_parts(options: dict[str, object] | None) -> MapParts | None:
    if options is None:
        return None
    return map_parts(
        "reports",
        "dayMap",
        options,
        javascript=asset_url("vendor/reports/main.js"),
        css=asset_url("vendor/reports/reports.css"),
        nonce=nonce(),
    )
