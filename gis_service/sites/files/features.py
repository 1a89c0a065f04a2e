"""Features of maps: a geometry with properties, a name and a description.

They are not read with GDAL. It takes ``8,5`` for 8 and ``abc`` for 0 without a word, makes numbers
of codes, and follows a file that only pretends to be KML to whatever other file it names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gis_service.areas.codes import level_of, normalise_code
from gis_service.sites.files.headers import Columns, is_descriptive, recognise
from gis_service.sites.files.rows import Record, RowProblem, problem

# Ten digits or dotted, not a part of a longer number or word.
_CODE = re.compile(
    r"(?<![\w.])(?:[1-9][0-9]\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}|[1-9][0-9]{9})(?!\w|\.[0-9])"
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature.

    Attributes
    ----------
    number : int
        Counted from 1.
    properties : dict of str to str
        By name, as given.
    coordinates : str
        Latitude and longitude of a point, in the digits of the file; else ''.
    other_geometry : str or None
        Type of a geometry that is not a point.
    """

    number: int
    properties: dict[str, str]
    coordinates: str = ""
    other_geometry: str | None = None


class FeatureRecords:
    """Features as records; each feature's own properties are the columns it has.

    Attributes
    ----------
    columns : dict of str to str
        Field to the first property that is taken for it.
    ignored : list of str
        Properties that are taken for nothing in any feature.
    """

    def __init__(self, features: Iterable[Feature | RowProblem]) -> None:
        self._features = list(features)
        self._columns: dict[tuple[str, ...], Columns] = {}
        self.columns: dict[str, str] = {}
        used: set[str] = set()
        ignored: dict[str, None] = {}
        for feature in self._features:
            names = tuple(feature.properties) if isinstance(feature, Feature) else ()
            if names in self._columns:
                continue
            self._columns[names] = found = recognise(names, descriptive=True)
            for field, position in found.positions.items():
                self.columns.setdefault(field, names[position])
                used.add(names[position].strip())
            ignored.update(dict.fromkeys(found.ignored))
        self.ignored = [name for name in ignored if name not in used]

    def __len__(self) -> int:
        return len(self._features)

    def records(self) -> Iterator[Record | RowProblem]:
        """Yield the features by field, and the problems of those that are none."""
        for feature in self._features:
            yield self._record(feature) if isinstance(feature, Feature) else feature

    def _record(self, feature: Feature) -> Record | RowProblem:
        names = tuple(feature.properties)
        positions = self._columns[names].positions
        values = {field: feature.properties[names[at]] for field, at in positions.items()}
        if not values.get("village_code", "").strip():
            codes = _codes_in_words(feature)
            if len(codes) > 1:
                named = ", ".join(codes)
                return problem(feature.number, "village_code", named, "village-code-ambiguous")
            values["village_code"] = codes[0] if codes else ""
        if level_of(normalise_code(values.get("cooperative_name", ""))) == "village":
            values["cooperative_name"] = ""  # the name is nothing but the code
        if feature.coordinates:
            values["coordinates"] = feature.coordinates
        problems: tuple[RowProblem, ...] = ()
        if kind := feature.other_geometry:
            problems = (problem(feature.number, "coordinates", kind, "geometry-not-a-point"),)
        texts = (*feature.properties.values(), feature.coordinates)
        whole = " | ".join(text.strip() for text in texts if text.strip())
        return Record(feature.number, values, whole, problems)


def _codes_in_words(feature: Feature) -> list[str]:
    """Find the different village codes in the first of name and description that has any."""
    for name, text in feature.properties.items():
        if is_descriptive(name) and (
            codes := list(dict.fromkeys(map(normalise_code, _CODE.findall(text))))
        ):
            return codes
    return []
