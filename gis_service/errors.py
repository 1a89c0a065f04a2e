"""Errors that have a clear answer: what is wrong, and what would be right."""


class ServiceError(Exception):
    """Base of every error whose text is meant for the person who caused it.

    Parameters
    ----------
    message : str
        What is wrong and what would be right, in one or two sentences.

    Attributes
    ----------
    code : str
        Stable identifier, the same in logs, JSON and tests.
    status : int
        The HTTP status that fits.
    """

    code = "service-error"
    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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
