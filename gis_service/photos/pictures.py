"""Bytes that somebody sent to pictures that can be shown: nothing of them is believed.

The kind is read from the bytes, the dimensions from the header before anything is decoded, and
what is shown is encoded anew from the pixels alone: no metadata, upright, sRGB as it is.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from PIL.Image import Resampling, Transpose

from gis_service.photos.errors import BrokenPhotoError, NotAPhotoError, TooManyPixelsError
from gis_service.photos.exif import NONSENSE, FileFacts, file_facts, orientation_of
from gis_service.photos.likeness import likeness
from gis_service.settings import PHOTO_LONG_SIDE_PX

FORMATS = ("JPEG", "PNG", "WEBP")
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
#: Phones make 12 to 16 million; what the officers' page sends has 2 million. A JPEG is decoded at a
#: part of its size, and takes up to 7 bytes a pixel for that; the others are decoded whole, in 16.
MOST_PIXELS = {"JPEG": 32_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}
LONGEST_SIDE = {"large": PHOTO_LONG_SIDE_PX, "thumbnail": 320}
QUALITY = {"large": 82, "thumbnail": 74}
SIGNATURE_BYTES = 12
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

# Pillow's own limit is a warning, which is an error below; ours is checked before.
Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())


@dataclass(frozen=True, slots=True)
class Picture:
    """What was made of a photo.

    Attributes
    ----------
    format : str
        One of `FORMATS`, as the bytes have it.
    width, height : int
        Of the photo upright, in pixels, as it was sent.
    facts : FileFacts
        What its metadata say.
    likeness : (int, int) or None
        See `gis_service.photos.likeness`.
    renditions : dict of str to bytes
        JPEG without metadata for each of `LONGEST_SIDE`.
    """

    format: str
    width: int
    height: int
    facts: FileFacts
    likeness: tuple[int, int] | None
    renditions: dict[str, bytes]


def begins_as_picture(first: bytes) -> bool:
    """Tell whether bytes can be the beginning of a picture that is taken.

    Examples
    --------
    >>> begins_as_picture(b"Dear Sir or Madam"), begins_as_picture(b"RIFF....WEBPVP8 ")
    (False, True)
    """
    return (
        first.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (first[:4] == b"RIFF" and first[8:12] == b"WEBP")
    )  # fmt: skip


def make_picture(content: bytes, time_zone: tzinfo) -> Picture:
    """Read a photo, and make what is shown of it.

    Parameters
    ----------
    content : bytes
        As they were sent.
    time_zone : tzinfo
        Of moments that the file says without one.

    Raises
    ------
    NotAPhotoError, BrokenPhotoError, TooManyPixelsError
        It cannot be shown; the text says why.
    """
    if not begins_as_picture(content[:SIGNATURE_BYTES]):
        raise NotAPhotoError
    with _opened(content) as image:
        kind = "JPEG" if image.format == "MPO" else image.format or ""
        width, height = image.size
        if width * height > MOST_PIXELS[kind]:
            raise TooManyPixelsError(MOST_PIXELS[kind])
        facts, orientation = file_facts(image, time_zone), orientation_of(image)
        large = _made(image, orientation, LONGEST_SIDE["large"])
    if orientation >= 5:
        width, height = height, width
    thumbnail = large.copy()
    thumbnail.thumbnail((LONGEST_SIDE["thumbnail"],) * 2, Resampling.LANCZOS)
    return Picture(
        format=kind,
        width=width,
        height=height,
        facts=facts,
        likeness=likeness(large),
        renditions={
            "large": _encoded(large, QUALITY["large"]),
            "thumbnail": _encoded(thumbnail, QUALITY["thumbnail"]),
        },
    )


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever its decoder says of broken data is one error of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                yield image
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise TooManyPixelsError(max(MOST_PIXELS.values())) from error
        except UnidentifiedImageError as error:
            raise NotAPhotoError from error
        except NONSENSE as error:
            raise BrokenPhotoError from error


def _made(image: Image.Image, orientation: int, longest: int) -> Image.Image:
    """Decode, make smaller, turn upright: pixels in RGB, and nothing else."""
    # a JPEG is decoded at a half, quarter or eighth where that is enough: fast, and little memory
    image.draft(None, (longest, longest))
    if image.mode in ("1", "P") or image.mode.startswith("I"):
        # these cannot be made smaller without loss
        image = _plain(image)
    image.thumbnail((longest, longest), Resampling.LANCZOS)
    plain = _plain(image)
    turned = plain.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else plain
    # a new picture: `info`, with ICC profile, EXIF and comments, stays behind
    new = Image.new("RGB", turned.size)
    new.paste(turned)
    return new


def _plain(image: Image.Image) -> Image.Image:
    """Colours as a screen shows them; what is transparent becomes white."""
    if image.mode.startswith("I"):
        # 16 bits of grey: Pillow would cut them off at 255
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        colours = image.convert("RGBA")
        white = Image.new("RGBA", colours.size, "white")
        return Image.alpha_composite(white, colours).convert("RGB")
    return image.convert("RGB")


def _encoded(picture: Image.Image, quality: int) -> bytes:
    encoded = BytesIO()
    picture.save(encoded, "JPEG", quality=quality, optimize=True, progressive=True)
    return encoded.getvalue()
