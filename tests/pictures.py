"""Pictures for the tests of photos: made here, the same each time, and like what phones take."""

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from PIL.Image import Transpose


def scene(number: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A plot with buildings under a sky: another one for each number."""
    dice = Random(number)  # noqa: S311 - pictures, not secrets
    width, height = size
    ground = tuple(dice.randrange(60, 180) for _ in "rgb")
    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    horizon = int(height * dice.uniform(0.3, 0.6))
    for y in range(horizon):
        light = int(150 + 100 * y / horizon)
        draw.line((0, y, width, y), (light - 60, light - 20, light))
    for _ in range(9):
        left, top = dice.uniform(0, 0.8) * width, horizon - dice.uniform(0, 0.25) * height
        right, bottom = left + dice.uniform(0.08, 0.3) * width, horizon + 0.2 * height
        draw.rectangle((left, top, right, bottom), tuple(dice.randrange(20, 235) for _ in "rgb"))
    for _ in range(60):
        x, y = dice.uniform(0, width), dice.uniform(horizon, height)
        draw.ellipse((x, y, x + 9, y + 6), tuple(dice.randrange(20, 235) for _ in "rgb"))
    return picture.filter(ImageFilter.GaussianBlur(1))


def jpeg(picture: Image.Image | None = None, quality: int = 85, **options: Any) -> bytes:
    return encoded(scene() if picture is None else picture, "JPEG", quality=quality, **options)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def exif(
    latitude: float | None = None,
    longitude: float | None = None,
    taken: str | None = None,
    orientation: int | None = None,
    offset: str | None = None,
) -> Image.Exif:
    """Metadata as phones write them."""
    tags = Image.Exif()
    tags[0x010F] = "Telepon Murah"
    if orientation is not None:
        tags[0x0112] = orientation
    if taken is not None:
        tags.get_ifd(0x8769)[0x9003] = taken
    if offset is not None:
        tags.get_ifd(0x8769)[0x9011] = offset
    if latitude is not None and longitude is not None:
        gps = tags.get_ifd(0x8825)
        gps[1], gps[2] = "S" if latitude < 0 else "N", _sexagesimal(abs(latitude))
        gps[3], gps[4] = "W" if longitude < 0 else "E", _sexagesimal(abs(longitude))
    return tags


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return float(whole), float(minutes), round((degrees - whole) * 3600 - minutes * 60, 4)


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """What a camera stores of a picture that is to be shown with this orientation."""
    back = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_90,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_270,
    }
    return picture.transpose(back[orientation]) if orientation in back else picture


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of 3.6 thousand million white dots, in few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = zlib.compress(bytes((width + 7) // 8 + 1) * 100, 9)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", row),
            chunk(b"IEND", b""),
        )
    )


def jpeg_bomb(width: int = 65_000, height: int = 65_000) -> bytes:
    """A JPEG whose header claims 4.2 thousand million dots."""
    small = bytearray(jpeg(Image.new("RGB", (64, 64), "red")))
    at = small.index(b"\xff\xc0")
    small[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(small)
