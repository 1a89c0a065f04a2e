"""Why a cooperative is not shown, or not marked as asked."""

from collections.abc import Callable, Mapping
from typing import Any

from gis_service.errors import ServiceError
from gis_service.language import N_


class UnknownRegencyError(ServiceError):
    """A regency or city that there is not, or that the person does not see."""

    code = "area-unknown"
    status = 404

    def __init__(self, regency: str) -> None:
        super().__init__(
            N_(
                "There is no regency or city with the code %(code)s among those that you see; a"
                " code is such as %(example)s."
            ),
            code=regency[:40],
            example="52.01",
        )


class MarkingError(ServiceError):
    """A cooperative cannot be marked, or no longer be marked, in this way.

    Attributes
    ----------
    field : str
        Which field of the form it is about.
    """

    code = "marking"
    status = 422

    def __init__(self, field: str, text: str, **values: Any) -> None:
        self.field = field
        super().__init__(text, **values)

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """Which field it is."""
        return {"field": self.field}
