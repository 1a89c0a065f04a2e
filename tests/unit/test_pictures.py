"""Whatever is sent as a photo becomes a plain picture, or is refused with the reason."""

import resource
import struct
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageEnhance
from PIL.PngImagePlugin import PngInfo

from gis_service.photos.errors import (
    BrokenPhotoError,
    NotAPhotoError,
    PhotoError,
    TooManyPixelsError,
)
from gis_service.photos.exif import FileFacts
from gis_service.photos.likeness import BITS, ROW_BITS, likeness
from gis_service.photos.pictures import Picture, make_picture
from tests.pictures import encoded, exif, jpeg, jpeg_bomb, png_bomb, scene, turned

WITA = ZoneInfo("Asia/Makassar")
SECRET = b"Telepon Murah"


def made(content: bytes) -> Picture:
    return make_picture(content, WITA)


def shown(content: bytes, name: str = "large") -> Image.Image:
    return Image.open(BytesIO(made(content).renditions[name]))


def distance(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, 0 to 255, both made small."""
    pairs = zip(
        one.convert("RGB").resize((32, 32)).tobytes(),
        other.convert("RGB").resize((32, 32)).tobytes(),
        strict=True,
    )
    return sum(abs(a - b) for a, b in pairs) / (32 * 32 * 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_shown_as_it_is(kind: str) -> None:
    picture = scene(3, (2400, 1800))
    found = made(encoded(picture, kind))
    assert (found.format, found.width, found.height) == (kind, 2400, 1800)
    large, thumbnail = (shown(encoded(picture, kind), name) for name in ("large", "thumbnail"))
    assert (large.size, thumbnail.size) == ((1600, 1200), (320, 240))
    assert large.format == thumbnail.format == "JPEG"
    assert large.info["progressive"] == thumbnail.info["progressive"] == 1
    assert distance(large, picture) < 3
    assert distance(thumbnail, picture) < 4


def test_a_small_picture_is_not_made_larger() -> None:
    assert shown(jpeg(scene(1, (200, 100)))).size == (200, 100)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_shown_upright(orientation: int) -> None:
    picture = scene(4, (640, 400))
    content = jpeg(turned(picture, orientation), exif=exif(orientation=orientation))
    found = made(content)
    assert (found.width, found.height) == (640, 400)
    assert shown(content).size == (640, 400)
    assert distance(shown(content), picture) < 3


@pytest.mark.parametrize("orientation", [0, 9, 77, -1])
def test_an_orientation_that_does_not_exist_is_none(orientation: int) -> None:
    tags = exif()
    tags[0x0112] = orientation if orientation >= 0 else 65535
    assert made(jpeg(scene(4, (64, 40)), exif=tags)).width == 64


def test_no_metadata_are_left() -> None:
    content = jpeg(
        scene(2), exif=exif(-8.59, 116.11, "2026:01:15 09:00:00"), comment=b"rahasia",
        icc_profile=b"\0" * 200, dpi=(300, 300),
    )  # fmt: skip
    assert SECRET in content
    for name, rendition in made(content).renditions.items():
        assert SECRET not in rendition
        assert b"rahasia" not in rendition
        assert b"Exif" not in rendition
        picture = shown(content, name)
        assert dict(picture.getexif()) == {}
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                       "progressive", "progression"}  # fmt: skip


def test_png_and_webp_lose_theirs_too() -> None:
    text = PngInfo()
    text.add_text("Comment", "rahasia")
    tags = exif(-8.59, 116.11)
    for content in (
        encoded(scene(), "PNG", pnginfo=text, exif=tags),
        encoded(scene(), "WEBP", exif=tags, xmp=b"<rahasia/>"),
    ):
        found = made(content)
        assert found.facts.latitude == pytest.approx(-8.59, abs=1e-6)
        assert not any(b"rahasia" in one or SECRET in one for one in found.renditions.values())


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "I;16"])
def test_other_kinds_of_png_are_shown_in_their_colours(mode: str) -> None:
    picture = scene(5)
    if mode == "I;16":
        grey = picture.convert("L")
        deep = Image.frombytes(
            "I;16", grey.size, b"".join(struct.pack("<H", one * 257) for one in grey.tobytes())
        )
        assert distance(shown(encoded(deep, "PNG")), grey) < 3
    else:
        as_grey = picture.convert("L") if mode in ("L", "1", "LA") else picture
        changed = as_grey.convert(mode)
        assert distance(shown(encoded(changed, "PNG")), as_grey) < (12 if mode in "1P" else 6)


def test_cmyk_is_shown_in_its_colours() -> None:
    picture = scene(6)
    assert distance(shown(jpeg(picture.convert("CMYK"))), picture) < 12
    assert distance(shown(jpeg(picture.convert("L"))), picture.convert("L")) < 3


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    assert shown(encoded(clear, "PNG")).getpixel((50, 50)) == (255, 255, 255)
    palette = Image.new("P", (100, 100), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    assert shown(encoded(palette, "PNG", transparency=0)).getpixel((50, 50)) == (255, 255, 255)


def test_a_jpeg_with_a_preview_inside_is_a_jpeg() -> None:
    # as many phones write them (MPO)
    content = encoded(scene(7), "MPO", save_all=True, append_images=[scene(8, (160, 120))])
    found = made(content)
    assert (found.format, found.width) == ("JPEG", 640)
    assert distance(shown(content), scene(7)) < 3


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_shown(kind: str) -> None:
    first, second = scene(7), scene(8)
    content = encoded(first, kind, save_all=True, append_images=[second], duration=100)
    assert distance(shown(content), first) < 3
    assert distance(shown(content), second) > 10


@pytest.mark.parametrize(
    "content",
    [
        b"", b"Laporan harian\n" * 50, b"\xff\xd8", b"%PDF-1.7", b"GIF89a" + bytes(100),
        b"\0\0\0\x18ftypheic" + bytes(50), b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x10\0\0\0WAVEfmt " + bytes(50), b"II*\0" + bytes(100), b"BM" + bytes(100),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_told_so(content: bytes) -> None:
    with pytest.raises(NotAPhotoError, match="JPEG"):
        made(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_told_so(kind: str) -> None:
    content = encoded(scene(), kind)
    for part in (0.2, 0.5, 0.9):
        with pytest.raises((BrokenPhotoError, NotAPhotoError)):
            made(content[: int(len(content) * part)])


@pytest.mark.parametrize(
    "content",
    [png_bomb(), jpeg_bomb(), png_bomb(4_100, 3_000), jpeg_bomb(5_700, 5_700)],
    ids=["png", "jpeg", "png just over", "jpeg just over"],
)
def test_a_bomb_is_refused_before_it_is_decoded(content: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooManyPixelsError, match=r"more than (32|12) million"):
        made(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


def test_a_webp_bomb_is_refused() -> None:
    # VP8X with a canvas of 16384 x 16384, and one small frame
    small = encoded(Image.new("RGB", (16, 16)), "WEBP")
    canvas = struct.pack("<I", 0) + (16383).to_bytes(3, "little") * 2
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas + small[12:]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PhotoError):
        made(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


def test_any_bytes_are_a_picture_or_refused() -> None:
    dice = Random(11)  # noqa: S311 - bytes, not secrets
    originals = [
        jpeg(scene(1, (160, 120)), exif=exif(-8.5, 116.1, "2026:01:01 00:00:00", 6)),
        jpeg(scene(1, (160, 120)), progressive=True),
        encoded(scene(1, (160, 120)), "PNG", exif=exif(-8.5, 116.1)),
        encoded(scene(1, (160, 120)), "WEBP", exif=exif(-8.5, 116.1)),
    ]
    taken = 0
    for _ in range(150):
        for original in originals:
            changed = bytearray(original)
            for _ in range(dice.randint(1, 12)):
                changed[dice.randrange(len(changed) if dice.random() < 0.5 else 400)] = (
                    dice.randrange(256)
                )
            try:
                made(bytes(changed))
                taken += 1
            except PhotoError:
                pass
    assert 50 < taken < 600


def facts(**given: str | float | int | None) -> FileFacts:
    return made(jpeg(scene(1, (64, 48)), exif=exif(**given))).facts  # type: ignore[arg-type]


def test_position_and_moment_are_read() -> None:
    found = facts(latitude=-8.583333, longitude=116.116667, taken="2026:01:15 09:30:00")
    assert found.latitude == pytest.approx(-8.583333, abs=1e-6)
    assert found.longitude == pytest.approx(116.116667, abs=1e-6)
    assert found.captured_at == datetime(2026, 1, 15, 1, 30, tzinfo=UTC)
    told = facts(taken="2026:01:15 09:30:00", offset="+07:00").captured_at
    assert told == datetime(2026, 1, 15, 9, 30, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:45 99:00:00", "kemarin",
              "1970:01:01 00:00:00", "", "2026-01-15", "9" * 5000],
)  # fmt: skip
def test_a_date_that_is_none_is_none(taken: str) -> None:
    assert facts(taken=taken).captured_at is None


@pytest.mark.parametrize("offset", ["", "   :  ", "Z", "+99:99", "07", "+aa:bb"])
def test_an_offset_that_is_none_is_the_office_s(offset: str) -> None:
    found = facts(taken="2026:01:15 09:30:00", offset=offset).captured_at
    assert found == datetime(2026, 1, 15, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "gps",
    [
        {1: "S", 2: (999.0, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {1: "S", 2: (8.0, 0.0, 0.0), 3: "E", 4: (999.0, 0.0, 0.0)},
        {1: "S", 2: (8.0, 99.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {1: "S", 2: (8.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {1: "X", 2: (8.0, 0.0, 0.0), 3: "E", 4: (116.0, 0.0, 0.0)},
        {2: (8.0, 0.0, 0.0), 4: (116.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "S", 2: (8.0, 0.0, 0.0)},
    ],
)
def test_a_position_that_is_none_is_none(gps: dict[int, object]) -> None:
    tags = exif()
    tags.get_ifd(0x8825).update(gps)
    found = made(jpeg(scene(1, (64, 48)), exif=tags)).facts
    assert (found.latitude, found.longitude) == (None, None)


def test_zero_divided_by_zero_is_no_position() -> None:
    content = bytearray(jpeg(scene(1, (64, 48)), exif=exif(-8.5, 116.1)))
    # the rationals of the latitude: 8/1 30/1 0/1
    at = content.index(struct.pack(">II", 8, 1))
    content[at + 4 : at + 8] = bytes(4)
    assert made(bytes(content)).facts.latitude is None


def test_metadata_that_are_nonsense_harm_nothing() -> None:
    picture = jpeg(scene(1, (64, 48)))
    for payload in (
        b"", b"\0" * 40, b"II*\0\xff\xff\xff\x7f", b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 400,
        # an IFD that is its own sub-IFD
        b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + b"\0\0\0\0",
        # a tag of four thousand million values
        b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x0112, 5, 0xFFFFFFFF, 8) + b"\0\0\0\0",
        b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x8825, 4, 1, 0xFFFFFFF0) + b"\0\0\0\0",
        b"II+\0\x08\0\0\0" + b"\x01" * 60_000,
    ):  # fmt: skip
        segment = b"Exif\0\0" + payload
        header = b"\xff\xe1" + struct.pack(">H", len(segment) + 2)
        found = made(picture[:2] + header + segment + picture[2:])
        assert (found.width, found.facts.latitude, found.facts.captured_at) == (64, None, None)


def bits(one: Image.Image, other: Image.Image) -> tuple[int, int]:
    a, b = likeness(one), likeness(other)
    assert a is not None
    assert b is not None
    rows, columns = (((x ^ y) & (2**64 - 1)).bit_count() for x, y in zip(a, b, strict=True))
    return rows, rows + columns


def alike(one: Image.Image, other: Image.Image) -> bool:
    rows, together = bits(one, other)
    return rows <= ROW_BITS and together <= BITS


def test_a_copy_is_known_again() -> None:
    known = 0
    for number in range(20):
        picture = scene(number, (1600, 1200))
        small = picture.resize((640, 480))
        copy = Image.open(BytesIO(jpeg(small, quality=40)))
        bright = ImageEnhance.Brightness(copy).enhance(1.1)
        known += alike(picture, copy) + alike(picture, bright)
    assert known >= 34


def test_other_pictures_and_other_views_are_not() -> None:
    pictures = [scene(number) for number in range(25)]
    assert not any(
        alike(one, other) for index, one in enumerate(pictures) for other in pictures[:index]
    )
    views = [scene(number, (1000, 750)) for number in range(25)]
    # two steps to the side and one ahead
    elsewhere = [view.crop((90, 70, 980, 740)) for view in views]
    assert sum(alike(*pair) for pair in zip(views, elsewhere, strict=True)) == 0


def test_what_is_too_even_has_no_likeness() -> None:
    assert likeness(Image.new("RGB", (640, 480), (90, 120, 100))) is None
    assert likeness(Image.effect_noise((640, 480), 5)) is None
