"""The parameters of the layers: one table that reads them and that OpenAPI shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from gis_service.areas.parameters import code_parameter
from gis_service.language import N_
from gis_service.web.parameters import (
    LANGUAGE,
    Parameter,
    ParameterError,
    one_of,
    read_from,
    whole,
)
from gis_service.zones.policy import COLOURS
from spatial.placement import VERDICTS

DEFAULT_LIMIT = 100
#: A page is never longer: the villages of a province fit in.
MOST_FEATURES = 2_000
MOST_OFFSET = 1_000_000

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of a layer; None: all of it."""

    bbox: Box | None = None
    regency: str | None = None
    district: str | None = None
    village: str | None = None
    zone: str | None = None
    verdict: str | None = None
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    lang: str | None = None

    def as_query(self) -> dict[str, str]:
        """The same as parameters of an address, without those that say nothing."""
        return {
            name: _written(value)
            for name in (parameter.name for parameter in PARAMETERS)
            if (value := getattr(self, name)) is not None and not (name == "offset" and not value)
        }


def read_parameters(given: Iterable[tuple[str, str]]) -> Wanted:
    """Read the parameters of an address.

    Raises
    ------
    ParameterError
        One is not known, is given twice, or cannot be read.

    Examples
    --------
    >>> wanted = read_parameters([("regency", "5201"), ("limit", "5")])
    >>> wanted.regency, wanted.limit, wanted.offset
    ('52.01', 5, 0)
    """
    return Wanted(**read_from(PARAMETERS, given))


def _written(value: Any) -> str:
    return ",".join(f"{one:.10g}" for one in value) if isinstance(value, tuple) else str(value)


def _box(name: str, text: str) -> Box:
    parts = text.split(",")
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise ParameterError(
            name,
            N_("%(name)s must be four numbers with commas: west,south,east,north in degrees."),
            name=name,
        ) from None
    if not all(isfinite(one) for one in (west, south, east, north)):
        raise ParameterError(name, N_("%(name)s has a number that is not finite."), name=name)
    if abs(west) > 180 or abs(east) > 180 or abs(south) > 90 or abs(north) > 90:
        raise ParameterError(
            name,
            N_(
                "%(name)s is not on the Earth: longitudes are -180 to 180 and latitudes -90 to 90,"
                " and longitude comes first."
            ),
            name=name,
        )
    if south > north:
        raise ParameterError(
            name, N_("%(name)s is upside down: south is greater than north."), name=name
        )
    if west > east:
        raise ParameterError(
            name,
            N_(
                "%(name)s has its west east of its east; a box across the 180th meridian is not"
                " taken: ask for each side of it."
            ),
            name=name,
        )
    return west, south, east, north


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "bbox",
        "Only what this box touches: west,south,east,north in degrees (WGS 84).",
        {
            "type": "array",
            "items": {"type": "number", "minimum": -180, "maximum": 180},
            "minItems": 4,
            "maxItems": 4,
        },
        _box,
    ),
    code_parameter("regency", "regency", "Only this regency or city; the code in any spelling."),
    code_parameter("district", "district", "Only this district; the code in any spelling."),
    code_parameter("village", "village", "Only this village; the code in any spelling."),
    Parameter(
        "zone",
        "Only villages in this zone.",
        {"type": "string", "enum": list(COLOURS)},
        one_of(COLOURS),
    ),
    Parameter(
        "verdict",
        "Only villages whose site has this verdict.",
        {"type": "string", "enum": list(VERDICTS)},
        one_of(tuple(VERDICTS)),
    ),
    Parameter(
        "limit",
        "How many features at most.",
        {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES, "default": DEFAULT_LIMIT},
        whole(1, MOST_FEATURES),
    ),
    Parameter(
        "offset",
        "How many features to leave out at the beginning.",
        {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0},
        whole(0, MOST_OFFSET),
    ),
    LANGUAGE,
)
