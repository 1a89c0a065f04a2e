"""Parameters of addresses that name an area."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from gis_service.areas.codes import level_of, normalise_code
from gis_service.areas.lookups import unknown_areas
from gis_service.language import N_
from gis_service.web.parameters import Parameter, ParameterError

EXAMPLES = {
    "province": "52",
    "regency": "52.01",
    "district": "52.01.01",
    "village": "52.01.01.2001",
}


class UnknownAreaError(ParameterError):
    """A code that is well written, and that the roster does not hold."""

    code = "area-unknown"
    status = 404


def code_parameter(name: str, level: str, description: str) -> Parameter:
    """A parameter that is the code of an area of a level."""
    schema = {"type": "string", "examples": [EXAMPLES[level]]}
    return Parameter(name, description, schema, _code(level))


def refuse_unknown_areas(session: Session, asked: Mapping[str, str]) -> None:
    """Refuse codes that the roster does not hold; ``asked`` is code to parameter.

    Raises
    ------
    UnknownAreaError
    """
    if asked and (unknown := unknown_areas(session, asked)):
        raise UnknownAreaError(
            asked[unknown[0]],
            N_("The roster does not hold the area %(code)s."),
            code=unknown[0],
        )


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
