"""Photos as phones make them, and files that only claim to be one."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload

EXIF, GPS = 0x8769, 0x8825
ORIENTATION, TAKEN, OFFSET = 0x0112, 0x9003, 0x9011
RED, BLUE = (200, 20, 30), (20, 60, 200)


def scene(width: int, height: int, seed: int = 0) -> Image.Image:
    """A picture whose upper left is red and whose lower right is blue; another for each seed."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 4, height // 4), fill=RED)
    draw.rectangle((width - width // 4, height - height // 4, width, height), fill=BLUE)
    draw.line((0, height, width, seed % height), fill="white", width=max(1, width // 100))
    return picture


def photo(
    size: tuple[int, int] = (1200, 900),
    *,
    seed: int = 0,
    orientation: int = 1,
    taken: datetime | None = None,
    position: tuple[float, float] | None = None,
) -> bytes:
    """A camera's JPEG; ``taken`` is local time with its zone, ``position`` latitude, longitude."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    if taken is not None:
        offset = taken.utcoffset() or timedelta()
        exif.get_ifd(EXIF)[TAKEN] = taken.strftime("%Y:%m:%d %H:%M:%S")
        exif.get_ifd(EXIF)[OFFSET] = f"+{offset.seconds // 3600:02}:{offset.seconds // 60 % 60:02}"
    if position is not None:
        latitude, longitude = position
        exif.get_ifd(GPS).update({
            1: "S" if latitude < 0 else "N", 2: (abs(latitude), 0.0, 0.0),
            3: "W" if longitude < 0 else "E", 4: (abs(longitude), 0.0, 0.0),
        })  # fmt: skip
    made = io.BytesIO()
    scene(*size, seed).save(made, "JPEG", quality=90, exif=exif)
    return made.getvalue()


def png(size: tuple[int, int] = (800, 600)) -> bytes:
    """A PNG, transparent but for its upper left."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(*RED, 255))
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def file(name: str, content: bytes, kind: str = "image/jpeg") -> FilePayload:
    """As a browser is given it; the type comes from the name, as a phone does it."""
    return {"name": name, "mimeType": kind, "buffer": content}


NOT_PHOTOS = {
    "tulisan.jpg": b"ini bukan foto, hanya tulisan",
    "kosong.jpg": b"",
    "rusak.jpg": photo()[:300],
    "iphone.jpg": b"\x00\x00\x00\x18ftypheic" + bytes(2000),
}
