"""Why something that was submitted is not taken; the client still has it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gis_service.errors import ServiceError
from gis_service.language import N_


class NotYourAreaError(ServiceError):
    """The village is not one that the person answers for."""

    code = "not-your-area"
    status = 403

    def __init__(self, village_code: str) -> None:
        super().__init__(
            N_("The village %(code)s is outside your areas: ask an administrator."),
            code=village_code,
        )

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What the problem document says besides."""
        return {"field": "village_code"}


class OtherContentError(ServiceError):
    """The identifier was received with something else."""

    code = "received-with-other-content"
    status = 409

    def __init__(self, tag: str | None) -> None:
        super().__init__(
            N_(
                "This was received before with other content. To change it, send it with If-Match"
                " and its tag; something new needs an identifier of its own."
            )
        )
        self.tag = tag

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What the problem document says besides."""
        return {"tag": self.tag}


class ChangedMeanwhileError(ServiceError):
    """What the client had seen is no longer what is in force."""

    code = "changed-meanwhile"
    status = 412

    def __init__(self, current: Mapping[str, Any] | None) -> None:
        super().__init__(
            N_(
                "Somebody recorded something else for this village meanwhile. Compare both, and"
                " send yours again if it is right."
            )
        )
        self.current = current

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What the problem document says besides."""
        return {"current": self.current}


class ContentError(ServiceError):
    """Fields that are missing or cannot be taken.

    Parameters
    ----------
    problems : sequence of (str, str, dict)
        Field (parts joined with dots), text, and the text's values; ``at`` among them is where on
        the map it is: longitude, latitude (EPSG:4326).
    """

    code = "content"
    status = 422

    def __init__(self, problems: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
        self.problems = problems
        super().__init__("")

    def said(self, gettext: Callable[[str], str]) -> str:
        """Say all of it in the language of the catalogue."""
        return " ".join(
            f"{field}: {_said(gettext, text, values)}" for field, text, values in self.problems
        )

    def members(self, gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """Each problem with its field; ``field`` is the first one's."""
        return {
            "field": self.problems[0][0],
            "errors": [
                {
                    "field": field,
                    "detail": _said(gettext, text, values),
                    **({"at": values["at"]} if "at" in values else {}),
                }
                for field, text, values in self.problems
            ],
        }


def _said(gettext: Callable[[str], str], text: str, values: Mapping[str, Any]) -> str:
    return gettext(text) % values if values else gettext(text)
