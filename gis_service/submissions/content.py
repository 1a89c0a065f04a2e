"""The content of what is submitted: read by pydantic, its errors in the person's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from gis_service.areas.codes import level_of, normalise_code
from gis_service.language import N_
from gis_service.submissions.errors import ContentError

LONGEST_TEXT = 2_000
#: So many are told; the others would be of the same kind.
MOST_PROBLEMS = 50

ERRORS = {
    "missing": N_("This is needed."),
    "extra_forbidden": N_("There is no such field."),
    "literal_error": N_("It must be one of: %(expected)s."),
    "enum": N_("It must be one of: %(expected)s."),
    "string_too_long": N_("It may have at most %(max_length)s characters."),
    "string_too_short": N_("This is needed."),
    "string_type": N_("It must be a text."),
    "greater_than_equal": N_("It must be %(ge)s or more."),
    "less_than_equal": N_("It must be %(le)s or less."),
    "greater_than": N_("It must be more than %(gt)s."),
    "float_type": N_("It must be a number."),
    "float_parsing": N_("It must be a number."),
    "finite_number": N_("It must be a number."),
    "int_type": N_("It must be a whole number."),
    "int_parsing": N_("It must be a whole number."),
    "int_from_float": N_("It must be a whole number."),
    "bool_type": N_("It must be true or false, or null for not known."),
    "bool_parsing": N_("It must be true or false, or null for not known."),
    "timezone_aware": N_("It must be a moment with its time zone, such as %(moment)s."),
    "datetime_parsing": N_("It must be a moment with its time zone, such as %(moment)s."),
    "datetime_from_date_parsing": N_("It must be a moment with its time zone, such as %(moment)s."),
    "datetime_type": N_("It must be a moment with its time zone, such as %(moment)s."),
    "datetime_object_invalid": N_("It must be a moment with its time zone, such as %(moment)s."),
    "date_parsing": N_("It must be a day, such as %(day)s."),
    "date_from_datetime_parsing": N_("It must be a day, such as %(day)s."),
    "date_from_datetime_inexact": N_("It must be a day, such as %(day)s."),
    "date_type": N_("It must be a day, such as %(day)s."),
    "uuid_parsing": N_("It must be a UUID."),
    "uuid_type": N_("It must be a UUID."),
    "list_type": N_("It must be a list."),
    "too_long": N_("There may be at most %(max_length)s."),
    "model_type": N_("It must be an object with fields."),
    "dict_type": N_("It must be an object with fields."),
}
OTHERWISE = N_("It cannot be taken as it is.")
EXAMPLES = {"moment": "2026-01-15T09:30:00+08:00", "day": "2026-01-15"}

Read = TypeVar("Read", bound=BaseModel)


class ProblemError(ValueError):
    """What a validator of a content says: a text of the catalogues, its values, and the field.

    The field is needed where the validator looks at several.
    """

    def __init__(self, text: str, *, field: str = "", **values: Any) -> None:
        super().__init__(text)
        self.text = text
        self.field = field
        self.values = values


def _village_code(text: str) -> str:
    code = normalise_code(text)
    if level_of(code) != "village":
        raise ProblemError(
            N_("It must be the code of a village, such as %(example)s."), example="52.01.01.2001"
        )
    return code


VillageCode = Annotated[
    str,
    Field(max_length=40, description="Code of the Home Ministry, with or without dots"),
    AfterValidator(_village_code),
]
Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees, EPSG:4326")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees, EPSG:4326")]
Metres = Annotated[float, Field(ge=0, le=10_000_000)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Content(BaseModel):
    """What a client submits; a field that nobody knows is refused by its name."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    village_code: VillageCode


class DevicePosition(BaseModel):
    """Where the phone was (EPSG:4326), as it said: ``fixes`` are how many were averaged."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    latitude: Latitude
    longitude: Longitude
    accuracy_m: Metres | None = None
    captured_at: AwareDatetime | None = None
    fixes: Annotated[int, Field(ge=1, le=100_000)] | None = None
    signs: Annotated[
        list[Annotated[str, Field(max_length=40)]],
        Field(
            max_length=20,
            description="What makes a fix doubtful, such as stale: recorded, not trusted",
        ),
    ] = []


def read_content(
    model: type[Read], given: Mapping[str, Any], context: Mapping[str, Any] | None = None
) -> Read:
    """Read a content; the validators of some need a context, such as what day it is.

    Raises
    ------
    ContentError
        Fields that are missing, not known, or cannot be taken: all of them, each with the reason.
    """
    try:
        return model.model_validate(given, context=context)
    except ValidationError as error:
        problems = error.errors(include_url=False)[:MOST_PROBLEMS]
        raise ContentError([_problem(one) for one in problems]) from error


def _problem(error: Any) -> tuple[str, str, dict[str, Any]]:
    # a union's branches are not the client's fields
    field = ".".join(
        str(part) for part in error["loc"] if isinstance(part, int) or part.isidentifier()
    )
    values = {**EXAMPLES, **error.get("ctx", {})}
    cause = values.get("error")
    if isinstance(cause, ProblemError):
        return field or cause.field, cause.text, cause.values
    return (
        field,
        ERRORS.get(error["type"], OTHERWISE),
        {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in values.items()
        },
    )


def moment_of(text: str | None) -> datetime | None:
    """Read a moment of a header; None where there is none that can be read."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
