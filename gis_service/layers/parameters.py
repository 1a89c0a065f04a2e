"""The parameters of the layers: one table that reads them and that OpenAPI shows.

What is not in the table is refused by name; so is what cannot be read, with the reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from gis_service.areas.codes import level_of, normalise_code
from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.settings import LANGUAGES
from gis_service.zones.policy import COLOURS
from spatial.placement import VERDICTS

DEFAULT_LIMIT = 100
#: A page is never longer: the villages of a province fit in.
MOST_FEATURES = 2_000
MOST_OFFSET = 1_000_000

Box = tuple[float, float, float, float]


class ParameterError(ServiceError):
    """A parameter that is not known, or that cannot be read.

    Attributes
    ----------
    field : str
        The parameter's name.
    """

    code = "parameter"

    def __init__(self, field: str, text: str, **values: Any) -> None:
        self.field = field
        super().__init__(text, **values)

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """Which parameter it is."""
        return {"field": self.field}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: its name, what it means, its schema for OpenAPI, and how to read it."""

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str, str], Any] = field(repr=False)


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


def read_from(parameters: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Read what is given of some parameters; see `read_parameters`."""
    table = {parameter.name: parameter for parameter in parameters}
    read: dict[str, Any] = {}
    for name, text in given:
        if name not in table:
            raise ParameterError(
                name[:80],
                N_("There is no parameter %(name)s; there are: %(names)s."),
                name=name[:80],
                names=", ".join(table),
            )
        if name in read:
            raise ParameterError(name, N_("%(name)s is given twice; give it once."), name=name)
        read[name] = table[name].read(name, text)
    return read


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


def _code(level: str) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        code = normalise_code(text)
        if level_of(code) != level:
            raise ParameterError(
                name,
                N_("%(name)s must be a code such as %(example)s, with or without dots."),
                name=name,
                example=EXAMPLES[level],
            )
        return code

    return read


EXAMPLES = {
    "province": "52",
    "regency": "52.01",
    "district": "52.01.01",
    "village": "52.01.01.2001",
}


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if text not in allowed:
            raise ParameterError(
                name,
                N_("%(name)s must be one of: %(allowed)s."),
                name=name,
                allowed=", ".join(allowed),
            )
        return text

    return read


def _whole(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
        if not least <= value <= most:
            raise ParameterError(
                name,
                N_("%(name)s must be a whole number from %(least)s to %(most)s."),
                name=name,
                least=least,
                most=most,
            )
        return value

    return read


def code_parameter(name: str, level: str, description: str) -> Parameter:
    """A parameter that is the code of an area of a level."""
    schema = {"type": "string", "examples": [EXAMPLES[level]]}
    return Parameter(name, description, schema, _code(level))


LANGUAGE = Parameter(
    "lang",
    "Language of the texts; it is remembered in a cookie.",
    {"type": "string", "enum": list(LANGUAGES)},
    _one_of(LANGUAGES),
)
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
        _one_of(COLOURS),
    ),
    Parameter(
        "verdict",
        "Only villages whose site has this verdict.",
        {"type": "string", "enum": list(VERDICTS)},
        _one_of(tuple(VERDICTS)),
    ),
    Parameter(
        "limit",
        "How many features at most.",
        {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES, "default": DEFAULT_LIMIT},
        _whole(1, MOST_FEATURES),
    ),
    Parameter(
        "offset",
        "How many features to leave out at the beginning.",
        {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0},
        _whole(0, MOST_OFFSET),
    ),
    LANGUAGE,
)
