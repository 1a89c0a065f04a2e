"""The parameters of addresses: a table that reads them, and that OpenAPI shows.

What is not in the table is refused by name; so is what cannot be read, with the reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.settings import LANGUAGES


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


def read_from(parameters: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Read what is given of some parameters; None of them is needed.

    Raises
    ------
    ParameterError
        One is not known, is given twice, or cannot be read.
    """
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


def one_of(allowed: tuple[str, ...]) -> Callable[[str, str], str]:
    """Read one of some words."""

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


def whole(least: int, most: int) -> Callable[[str, str], int]:
    """Read a whole number between two others."""

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


LANGUAGE = Parameter(
    "lang",
    "Language of the texts; it is remembered in a cookie.",
    {"type": "string", "enum": list(LANGUAGES)},
    one_of(LANGUAGES),
)
