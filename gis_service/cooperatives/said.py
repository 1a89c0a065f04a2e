"""Profiles in the words of the reply's language: values, changes, and what is wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gis_service.cooperatives.labels import ASSET_KINDS, BUSINESS_LINES, CONDITIONS, FIELDS
from gis_service.language import N_
from gis_service.submissions.errors import ContentError
from gis_service.web import gettext
from gis_service.web.pages import day, number, rupiah


def value(field: str, stored: Any) -> str:
    """A field's value as the audit trail has it, for people."""
    if stored in (None, [], ""):
        return gettext(N_("nothing"))
    if field == "business_lines":
        return ", ".join(gettext(BUSINESS_LINES[line]) for line in stored)
    if field == "assets":
        return "; ".join(asset(one) for one in stored)
    if field == "legal_on":
        return day(date.fromisoformat(stored))
    return number(stored) if isinstance(stored, int) else str(stored)


def asset(one: Mapping[str, Any]) -> str:
    """An asset in one line."""
    kind, condition = one["kind"], one["condition"]
    facts = [gettext(ASSET_KINDS[kind])]
    if one["value_rupiah"] is not None:
        facts.append(rupiah(one["value_rupiah"]))
    if condition:
        facts.append(gettext(CONDITIONS[condition]))
    return f"{one['name']} ({', '.join(facts)})"


def changes(detail: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What an entry of the audit trail changed in a profile: field, before, after."""
    after = detail["after"]
    return [
        (gettext(FIELDS[name]), value(name, detail["before"][name]), value(name, after[name]))
        for name in FIELDS
        if name in after
    ]


def problems(error: ContentError) -> dict[str, str]:
    """Field to what is wrong with it, figures and days as the language writes them."""
    found: dict[str, str] = {}
    for name, text, values in error.problems:
        # each of the ticks is about the same question
        field = "business_lines" if name.startswith("business_lines") else name
        found.setdefault(field, gettext(text) % {key: _said(one) for key, one in values.items()})
    return found


def _said(one: Any) -> Any:
    if isinstance(one, date):
        return day(one)
    return number(one) if isinstance(one, int | float) else one
