"""``/cooperatives``: the models by regency and city, and the profile of each cooperative."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gis_service.accounts.responsibility import answers_for, area_patterns
from gis_service.areas.codes import level_of, normalise_code
from gis_service.cooperatives import labels, marking, profiles, queries, said
from gis_service.cooperatives.errors import MarkingError, UnknownRegencyError
from gis_service.cooperatives.events import photos_of
from gis_service.cooperatives.export import as_csv
from gis_service.cooperatives.profile import MOST_ASSETS, filled_parts, read_profile
from gis_service.cooperatives.queries import Cooperative
from gis_service.cooperatives.typed import Typed, typed_in, typed_of
from gis_service.language import N_
from gis_service.submissions.errors import ChangedMeanwhileError, ContentError, NotYourAreaError
from gis_service.web import access, database, entity, gettext, now, page, settings, who_asks
from gis_service.web.pages import number

MOST_FOUND = 20
LONGEST_SEARCH = 100
#: Entries of the history, until all of them are asked for.
LATEST, ALL = 10, 1_000
EDITORS = ("officer", "planner", "administrator")
MARKERS = ("planner", "administrator")
#: Who may send photos, as their slice says.
PHOTOGRAPHERS = ("officer", "administrator")

blueprint = Blueprint("cooperatives", __name__)


@blueprint.get("/cooperatives")
@access.signed_in
def list_page() -> Response:
    """Which regencies and cities have their model cooperatives, and how complete they are."""
    areas = area_patterns(who_asks())
    regencies = queries.regencies(database(), areas)
    chosen = _regency(regencies)
    models = queries.models(database(), areas)
    photos = photos_of(database(), [one.village_code for one in models])
    parts = {
        one.village_code: filled_parts(
            one.profile, None if photos is None else len(photos.get(one.village_code, ()))
        )
        for one in models
    }
    typed = " ".join(request.args.get("search", "").split())[:LONGEST_SEARCH]
    found = queries.search(database(), typed, areas, MOST_FOUND + 1) if typed else []
    # what somebody typed is not compressed together with the form's secret
    make = page if typed else _kept
    return make(
        "cooperatives.html",
        regencies=regencies,
        chosen=chosen,
        models=models,
        parts=parts,
        target=settings().models_per_regency,
        marked={one.code: one.models for one in regencies},
        search=typed,
        found=found[:MOST_FOUND],
        more_found=len(found) > MOST_FOUND,
        may_mark=_may(MARKERS),
        part_names=labels.PARTS,
    )


@blueprint.get("/cooperatives.csv")
@access.signed_in
def export() -> Response:
    """The model cooperatives with their profiles, for a spreadsheet."""
    areas = area_patterns(who_asks())
    chosen = _regency(queries.regencies(database(), areas))
    models = queries.models(database(), areas, chosen.code if chosen else None)
    photos = photos_of(database(), [one.village_code for one in models])
    name = gettext(N_("model-cooperatives"))
    reply = entity(as_csv(models, photos), "text/csv", max_age=0)
    where = f"-{chosen.code}" if chosen else ""
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}{where}-{_today()}.csv"'
    return reply


@blueprint.get("/cooperatives/<code>")
@access.signed_in
def profile_page(code: str) -> Response:
    """A cooperative: what is known of it, and what was changed."""
    return _profile_page(_cooperative(code))


@blueprint.post("/cooperatives/<code>/model")
@access.roles(*MARKERS)
def mark(code: str) -> Response:
    """Mark the cooperative as a model, or no longer; what was typed as the reason stays."""
    cooperative = _cooperative(code)
    wanted, reason = request.form.get("is_model", ""), request.form.get("reason", "")
    try:
        marking.mark(
            database(),
            cooperative,
            wanted=wanted,
            reason=reason,
            by=who_asks(),
            now=now(),
        )
    except MarkingError as error:
        return _profile_page(cooperative, error=error, reason=reason)
    done = "marked" if wanted == "yes" else "unmarked"
    return _to_profile(cooperative, done)


@blueprint.get("/cooperatives/<code>/edit")
@access.roles(*EDITORS)
def edit_page(code: str) -> Response:
    """The form of the profile."""
    cooperative = _cooperative(code)
    return _form(cooperative, typed_of(cooperative.profile.as_json(), number), cooperative.revision)


@blueprint.post("/cooperatives/<code>/edit")
@access.roles(*EDITORS)
def save(code: str) -> Response:
    """Take the form; whatever is wrong with it, it comes back as it was typed."""
    cooperative, somebody = _cooperative(code), who_asks()
    typed = typed_in(request.form)
    base = request.form.get("revision", -1, type=int)
    do = request.form.get("do", "save")
    if do == "add-asset":
        return _form(cooperative, typed.with_row(), base, focus=f"assets.{len(typed.assets)}.name")
    if do.startswith("remove-asset-"):
        row = do.removeprefix("remove-asset-")
        position = int(row) if row.isascii() and row.isdigit() and len(row) < 5 else -1
        return _form(cooperative, typed.without_row(position), base, focus="add-asset")
    typed = typed.without_empty_rows()
    try:
        profile = read_profile(typed.given(), _today())
        changed = profiles.save_profile(
            database(),
            cooperative.village_code,
            profile,
            base=base,
            by=somebody.username,
            now=now(),
            person_id=somebody.id,
        )
    except ContentError as error:
        return _form(cooperative, typed, base, errors=said.problems(error), status=error.status)
    except ChangedMeanwhileError as error:
        stored = profiles.cooperative_of(database(), cooperative.village_code)
        merged = profiles.merge(database(), stored, profile, base)
        return _form(
            stored,
            typed_of(merged.values, number),
            stored.revision,
            merged=merged,
            status=error.status,
        )
    return _to_profile(cooperative, "saved" if changed else "unchanged")


def _profile_page(
    cooperative: Cooperative, *, error: MarkingError | None = None, reason: str = ""
) -> Response:
    code = cooperative.village_code
    found = photos_of(database(), [code])
    photos = None if found is None else found.get(code, ())
    target = settings().models_per_regency
    limit = ALL if request.args.get("history") == "all" else LATEST
    history = profiles.history(database(), code, limit + 1)
    make = page if error else _kept
    return make(
        "cooperative.html",
        status=error.status if error else 200,
        cooperative=cooperative,
        profile=cooperative.profile,
        parts=filled_parts(cooperative.profile, None if photos is None else len(photos)),
        part_names=labels.PARTS,
        photos=photos,
        history=history[:limit],
        more_history=len(history) > limit,
        edit_action=profiles.EDIT,
        mark_action=marking.MARK,
        changes_in=said.changes,
        labels=labels,
        error=error.said(gettext) if error else None,
        reason=reason,
        done=request.args.get("done"),
        may_edit=_may(EDITORS),
        may_add_photos=_may(PHOTOGRAPHERS),
        may_mark=_may(MARKERS),
        target=target,
        models=queries.models_in(database(), cooperative.regency_code),
    )


def _form(
    cooperative: Cooperative,
    typed: Typed,
    revision: int,
    *,
    errors: dict[str, str] | None = None,
    merged: profiles.Merged | None = None,
    focus: str | None = None,
    status: int = 200,
) -> Response:
    empty = bool(typed.assets) and not any(typed.assets[-1].values())
    if not empty and len(typed.assets) < MOST_ASSETS:
        typed = typed.with_row()

    def in_words(found: dict[str, Any]) -> dict[str, str]:
        return {name: said.value(name, stored) for name, stored in found.items()}

    return page(
        "cooperative_form.html",
        status=status,
        cooperative=cooperative,
        typed=typed,
        revision=revision,
        errors=errors or {},
        conflict=merged is not None,
        taken=in_words(merged.taken) if merged else {},
        differing=in_words(merged.differing) if merged else {},
        focus=focus,
        labels=labels,
        most_assets=MOST_ASSETS,
    )


def _kept(template: str, *, status: int = 200, **values: Any) -> Response:
    """Make a page that is sent compressed, and not again while it is the same."""
    return entity(render_template(template, **values), "text/html", max_age=0, status=status)


def _to_profile(cooperative: Cooperative, done: str) -> Response:
    return redirect(
        url_for(".profile_page", code=cooperative.village_code, done=done, _anchor="done"), 303
    )


def _cooperative(code: str) -> Cooperative:
    """The cooperative of an address, if it is one that the person answers for."""
    dotted = normalise_code(code)
    if level_of(dotted) == "village" and not answers_for(who_asks(), dotted):
        raise NotYourAreaError(dotted)
    # what is no code of a village is none that the roster has
    return profiles.cooperative_of(database(), dotted)


def _regency(regencies: list[queries.Regency]) -> queries.Regency | None:
    """The regency or city of the address's ``regency``; None: all."""
    given = request.args.get("regency", "").strip()
    if not given:
        return None
    code = normalise_code(given)
    for one in regencies:
        if one.code == code:
            return one
    raise UnknownRegencyError(given)


def _may(roles: tuple[str, ...]) -> bool:
    return bool(who_asks().roles & set(roles))


def _today() -> date:
    return now().astimezone(settings().time_zone).date()
