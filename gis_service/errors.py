"""Errors that have a clear answer: what is wrong, and what would be right."""

from collections.abc import Callable, Mapping
from typing import Any


class ServiceError(Exception):
    """Base of every error whose text is meant for the person who caused it.

    Parameters
    ----------
    text : str
        What is wrong and what would be right, in one or two sentences.
    **values
        What stands in the text's places, such as ``%(code)s``, which the catalogues can say in
        another language.

    Attributes
    ----------
    message : str
        The text with its values, in English.
    code : str
        Stable identifier, the same in logs, JSON and tests.
    status : int
        The HTTP status that fits.
    """

    code = "service-error"
    status = 400

    def __init__(self, text: str, **values: Any) -> None:
        self.text = text
        self.values = values
        self.message = self.said(str)
        super().__init__(self.message)

    def said(self, gettext: Callable[[str], str]) -> str:
        """Say the error in the language of the catalogue."""
        text = gettext(self.text)
        return text % self.values if self.values else text

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What a problem document says besides: the ``field`` it is about, and the like."""
        return {}


class SettingsError(ServiceError):
    """A setting is missing or wrong; the service does not start."""

    code = "settings"
    status = 500


class DatabaseUnavailableError(ServiceError):
    """The database cannot be reached, or is not set up."""

    code = "database-unavailable"
    status = 503


class UnknownVillageError(ServiceError):
    """A village code that the roster does not hold."""

    code = "village-unknown"
    status = 404
