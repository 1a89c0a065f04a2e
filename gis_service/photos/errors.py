"""Why a photo is not taken, and what would be right; the client still has it."""

from collections.abc import Callable, Mapping
from typing import Any

from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.settings import MEGABYTE


class PhotoError(ServiceError):
    """Base of the errors of photos; ``field`` is what they are about.

    Attributes
    ----------
    begins_again : bool
        What was received of the photo is of no use: it is sent from the beginning.
    """

    code = "photo"
    status = 422
    field = "bytes"
    begins_again = False

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What the problem document says besides."""
        return {"field": self.field}


class TooLargeError(PhotoError):
    """More bytes than the service takes."""

    code = "too-large"
    status = 413

    def __init__(self, most: int, field: str = "size") -> None:
        super().__init__(
            N_("A photo may have at most %(most)s MB. Make it smaller, and send that."),
            most=most // MEGABYTE,
        )
        self.field = field


class NotAPhotoError(PhotoError):
    """The bytes are not those of a photo that can be shown."""

    code = "not-a-photo"
    begins_again = True

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This is not a JPEG, PNG or WebP picture, whatever its name says. Take the photo"
                " again, or save it as JPEG."
            )
        )


class BrokenPhotoError(PhotoError):
    """It begins as a picture, and cannot be read to its end."""

    code = "photo-broken"
    begins_again = True

    def __init__(self) -> None:
        super().__init__(
            N_("The picture is cut off or broken, and cannot be shown. Take the photo again.")
        )


class TooManyPixelsError(PhotoError):
    """Small as a file, far too large as a picture."""

    code = "too-many-pixels"
    begins_again = True

    def __init__(self, most: int) -> None:
        super().__init__(
            N_(
                "The picture has more than %(most)s million pixels. Make it smaller, and send that."
            ),
            most=most // 1_000_000,
        )


class DamagedError(PhotoError):
    """What arrived is not what was announced; it is sent from the beginning."""

    code = "damaged"
    begins_again = True

    def __init__(self) -> None:
        super().__init__(
            N_("The photo was damaged on its way: its SHA-256 is another. Send it once more.")
        )

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What the problem document says besides."""
        return {"field": "sha256", "received": 0}


class GapError(PhotoError):
    """Bytes between what is there and what was sent are missing."""

    code = "gap"
    status = 416
    field = "Content-Range"

    def __init__(self, received: int, size: int) -> None:
        super().__init__(
            N_("There are %(received)s bytes of this photo yet: go on from there."),
            received=received,
        )
        self.received = received
        self.size = size

    def members(self, _gettext: Callable[[str], str]) -> Mapping[str, Any]:
        """What the problem document says besides."""
        return {"field": self.field, "received": self.received, "size": self.size}


class RangeError(PhotoError):
    """The range cannot be read, or does not fit what was sent."""

    code = "range"
    status = 400
    field = "Content-Range"


class NotAnnouncedError(PhotoError):
    """Bytes of a photo that nobody said anything about."""

    code = "not-announced"
    status = 409
    field = "village_code"

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Nothing is known of this photo yet: send first, as JSON, what it is, or give"
                " village_code and kind in the address."
            )
        )


class KindOfContentError(PhotoError):
    """Neither JSON nor one of the kinds of picture that are taken."""

    code = "kind-of-content"
    status = 415
    field = "Content-Type"

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Send application/json to say what the photo is, and its bytes as image/jpeg,"
                " image/png or image/webp."
            )
        )


class TooManyUnfinishedError(PhotoError):
    """The person began to send very many photos, and finished none of them."""

    code = "too-many-unfinished"
    status = 429
    field = "size"

    def __init__(self, most: int) -> None:
        super().__init__(
            N_(
                "%(most)s photos of yours were begun and are not finished. Finish those first; the"
                " others wait on the phone."
            ),
            most=most,
        )


class UnknownPhotoError(ServiceError):
    """No such photo, or not one that the person may see: nobody learns which."""

    code = "photo-unknown"
    status = 404


class StoreUnavailableError(ServiceError):
    """The place where photos are kept does not answer, or does not do what it was asked to."""

    code = "photo-store-unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            N_("The store of the photos cannot be reached. What was sent so far stays; try again.")
        )
