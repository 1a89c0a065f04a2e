"""The error that every module of this package raises for input it cannot take."""


class SpatialError(ValueError):
    """A value that is not geography: a latitude of 95, a zone 61, a number that is not finite."""
