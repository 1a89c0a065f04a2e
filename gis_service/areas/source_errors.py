"""What can be wrong with a source of boundaries as a whole."""

from gis_service.errors import ServiceError


class BoundarySourceError(ServiceError):
    """A file, folder, zip or address that boundaries cannot be read from."""

    code = "boundary-source"


class MissingFieldError(BoundarySourceError):
    """A layer without the attribute that holds the codes of the areas."""

    code = "boundary-field-missing"


class NoBoundariesError(BoundarySourceError):
    """A source that holds no polygon of a village that can be taken."""

    code = "boundaries-missing"


class CoordinateSystemError(BoundarySourceError):
    """Coordinates whose reference system is not told, or not known."""

    code = "boundary-coordinate-system"
