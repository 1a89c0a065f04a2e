"""The form of a profile as somebody typed it: kept as it is until all of it can be taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from gis_service.cooperatives.profile import MOST_ASSETS

TEXTS = (
    "chair",
    "secretary",
    "treasurer",
    "manager",
    "supervisor",
    "legal_number",
    "legal_on",
    "members_total",
    "members_women",
    "members_saving",
    "business_other",
    "note",
)
ASSET = ("name", "kind", "value_rupiah", "condition")
#: Writes a number as the language does.
Writer = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form.

    Attributes
    ----------
    texts : dict
        Field to its text.
    lines : list of str
        Business lines that are ticked.
    assets : list of dict
        Rows, each with `ASSET`.
    """

    texts: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(TEXTS, ""))
    lines: list[str] = field(default_factory=list)
    assets: list[dict[str, str]] = field(default_factory=list)

    def given(self) -> dict[str, Any]:
        """As `gis_service.cooperatives.profile.read_profile` takes it: what is empty is None."""
        return {
            **{name: text.strip() or None for name, text in self.texts.items()},
            "business_lines": self.lines,
            "assets": [
                {name: text.strip() or None for name, text in row.items()} for row in self.assets
            ],
        }

    def without_empty_rows(self) -> "Typed":
        """The same without rows of assets in which nothing stands."""
        rows = [row for row in self.assets if any(text.strip() for text in row.values())]
        return Typed(self.texts, self.lines, rows)

    def with_row(self) -> "Typed":
        """The same with an empty row of an asset at the end."""
        return Typed(self.texts, self.lines, [*self.assets, dict.fromkeys(ASSET, "")])

    def without_row(self, position: int) -> "Typed":
        """The same without one row."""
        rows = [row for at, row in enumerate(self.assets) if at != position]
        return Typed(self.texts, self.lines, rows)


def typed_in(form: MultiDict[str, str]) -> Typed:
    """Read a form as it was sent; one row more than are taken, so that the excess is told."""
    rows = []
    for number in range(MOST_ASSETS + 1):
        if f"assets.{number}.name" not in form:
            break
        rows.append({name: form.get(f"assets.{number}.{name}", "") for name in ASSET})
    return Typed({name: form.get(name, "") for name in TEXTS}, form.getlist("business_lines"), rows)


def typed_of(values: Mapping[str, Any], write: Writer) -> Typed:
    """A profile (`Profile.as_json`) as it stands in the form."""
    return Typed(
        {name: _written(values[name], write) for name in TEXTS},
        list(values["business_lines"]),
        [{name: _written(asset[name], write) for name in ASSET} for asset in values["assets"]],
    )


def _written(value: Any, write: Writer) -> str:
    if value is None:
        return ""
    return write(value) if isinstance(value, int) else str(value)
