"""The model cooperatives as a table for spreadsheets."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from gis_service.cooperatives import said
from gis_service.cooperatives.events import ProfilePhoto
from gis_service.cooperatives.labels import FIELDS, PORTAL
from gis_service.cooperatives.profile import filled_parts
from gis_service.cooperatives.queries import Cooperative
from gis_service.language import N_
from gis_service.web import gettext, language, settings

#: Spreadsheets expect what stands between numbers' decimals not to stand between columns.
DELIMITERS = {"id": ";", "en": ","}
#: A spreadsheet would calculate what begins so.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(
    found: Sequence[Cooperative], photos: Mapping[str, Sequence[ProfilePhoto]] | None
) -> str:
    """Write the table: a row for each cooperative, marked as UTF-8 for spreadsheets."""
    text = StringIO()
    writer = csv.writer(text, delimiter=DELIMITERS[language()])
    text.write("\N{BYTE ORDER MARK}")
    for number, one in enumerate(found):
        row = _row(one, None if photos is None else len(photos.get(one.village_code, ())))
        if number == 0:
            writer.writerow(row)
        writer.writerow([_safe(cell) for cell in row.values()])
    if not found:
        writer.writerow([gettext(N_("Village code"))])
    return text.getvalue()


def _row(one: Cooperative, photos: int | None) -> dict[str, Any]:
    """Column to cell, in order."""
    parts = filled_parts(one.profile, photos)
    stored = one.profile.as_json()
    cells = {name: stored[name] for name in FIELDS}
    for name in ("business_lines", "assets"):
        cells[name] = said.value(name, stored[name]) if stored[name] else None
    changed = one.updated_at and one.updated_at.astimezone(settings().time_zone)
    return {
        gettext(N_("Village code")): one.village_code,
        gettext(N_("Cooperative")): one.name,
        gettext(N_("Village")): one.village,
        gettext(N_("District")): one.district,
        gettext(N_("Regency or city")): one.regency,
        gettext(N_("National portal")): gettext(PORTAL[one.portal_status]),
        **{gettext(FIELDS[name]): cell for name, cell in cells.items()},
        gettext(N_("Number of assets")): len(one.profile.assets),
        gettext(N_("Value of the assets (rupiah)")): one.assets_total or None,
        **({} if photos is None else {gettext(N_("Photos")): photos}),
        gettext(N_("Parts filled")): sum(parts.values()),
        gettext(N_("Parts in all")): len(parts),
        gettext(N_("Last changed")): changed and changed.isoformat(timespec="minutes"),
        gettext(N_("Changed by")): one.updated_by,
    }


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
