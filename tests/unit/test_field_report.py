"""What the phone works out by itself for a daily report and its photos."""

import base64
import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from tests.field_scripts import answers, needs_node

pytestmark = needs_node

EXIF, GPS = 0x8769, 0x8825
DESCRIPTION, ORIENTATION, TAKEN, OFFSET = 0x010E, 0x0112, 0x9003, 0x9011
FACTS = {
    "description": "Kebon Ayu (52.01.01.2001)",
    "captured_at": "2026-01-15T01:30:05.250Z",
    "offset_minutes": 480,
    "latitude": -8.586812,
    "longitude": 116.125069,
    "accuracy_m": 12.34,
}


def jpeg(exif: Image.Exif | None = None, size: tuple[int, int] = (40, 30)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "brown").save(made, "JPEG", **({"exif": exif} if exif else {}))
    return made.getvalue()


def text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def stamped(**facts: Any) -> bytes:
    """A photo into which the phone has written these facts."""
    [made] = answers(
        "exif.js",
        "it.withExif(new Blob([bytes(given.jpeg)]), it.exifSegment(given.facts))"
        '.arrayBuffer().then((made) => Buffer.from(made).toString("base64"))',
        [{"jpeg": text_of(jpeg()), "facts": {**FACTS, **facts}}],
    )
    return base64.b64decode(made)


def degrees(parts: Any) -> float:
    return float(parts[0] + parts[1] / 60 + parts[2] / 3600)


def test_position_time_and_village_are_in_the_file() -> None:
    made = stamped()
    picture = Image.open(io.BytesIO(made))
    picture.load()
    assert picture.size == (40, 30)
    found = picture.getexif()
    assert found[DESCRIPTION] == FACTS["description"]
    assert found[ORIENTATION] == 1
    inner = found.get_ifd(EXIF)
    assert (inner[TAKEN], inner[OFFSET]) == ("2026:01:15 09:30:05", "+08:00")
    gps = found.get_ifd(GPS)
    assert (gps[1], gps[3]) == ("S", "E")
    assert degrees(gps[2]) == pytest.approx(8.586812, abs=2e-8)
    assert degrees(gps[4]) == pytest.approx(116.125069, abs=2e-8)
    assert [float(part) for part in gps[7]] == [1, 30, 5]
    assert gps[0x1D] == "2026:01:15"
    assert float(gps[0x1F]) == pytest.approx(12.3)
    # nothing of the picture itself has changed
    assert made.endswith(jpeg()[2:])


@pytest.mark.parametrize(
    ("latitude", "longitude", "offset", "written"),
    [
        (0.0, -0.00001, -210, ("N", "W", "-03:30")),
        (-89.99999999, 179.99999999, 0, ("S", "E", "+00:00")),
        (60.0, 59.99999999, 345, ("N", "E", "+05:45")),
    ],
)
def test_positions_and_offsets_at_their_edges(
    latitude: float, longitude: float, offset: int, written: tuple[str, ...]
) -> None:
    made = stamped(latitude=latitude, longitude=longitude, offset_minutes=offset)
    found = Image.open(io.BytesIO(made)).getexif()
    gps = found.get_ifd(GPS)
    assert (gps[1], gps[3], found.get_ifd(EXIF)[OFFSET]) == written
    assert degrees(gps[2]) == pytest.approx(abs(latitude), abs=2e-8)
    assert degrees(gps[4]) == pytest.approx(abs(longitude), abs=2e-8)
    assert gps[2][1] < 60
    assert gps[4][2] < 60


def test_what_is_not_known_is_left_out() -> None:
    made = stamped(latitude=None, longitude=None, accuracy_m=None, captured_at=None)
    found = Image.open(io.BytesIO(made)).getexif()
    assert not found.get_ifd(GPS)
    assert TAKEN not in found.get_ifd(EXIF)
    assert found[DESCRIPTION] == FACTS["description"]
    assert GPS not in found


@pytest.mark.parametrize("description", ["", "Désa Ñusa 漢字 " * 3, "x" * 100_000])
def test_any_name_can_be_written(description: str) -> None:
    found = Image.open(io.BytesIO(stamped(description=description))).getexif()
    written = found[DESCRIPTION].encode("latin-1").decode(errors="ignore")
    assert description.startswith(written)
    assert bool(written) == bool(description)


def test_the_phone_reads_back_what_it_wrote() -> None:
    [found] = answers("read-exif.js", "it.readExif(bytes(given))", [text_of(stamped())])
    assert found["latitude"] == pytest.approx(-8.586812, abs=1e-6)
    assert found["longitude"] == pytest.approx(116.125069, abs=1e-6)
    assert datetime.fromisoformat(found["captured_at"]) == datetime(
        2026, 1, 15, 1, 30, 5, tzinfo=UTC
    )


def camera(taken: Any = None, offset: Any = None, gps: dict[int, Any] | None = None) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    for tag, value in ((TAKEN, taken), (OFFSET, offset)):
        if value is not None:
            exif.get_ifd(EXIF)[tag] = value
    exif.get_ifd(GPS).update(gps or {})
    return jpeg(exif)


def test_nonsense_in_a_photo_is_no_answer() -> None:
    """Broken, empty and impossible values, and files that are none."""
    position = {1: "S", 2: (8.0, 35.0, 12.5), 3: "E", 4: (116.0, 7.0, 30.25)}
    whole = camera("2026:01:15 09:30:00", "+08:00", position)
    cases = {
        "no file": b"",
        "a text": b"tidak ada foto",
        "no exif": jpeg(),
        "zeros for a time": camera("0000:00:00 00:00:00"),
        "a month of 13": camera("2026:13:40 25:61:00"),
        "words for a time": camera("kemarin sore hari"),
        "a camera without a fix": camera(
            gps={1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}
        ),
        "no hemisphere": camera(gps={2: (8.0, 35.0, 12.5), 4: (116.0, 7.0, 30.25)}),
        "off the earth": camera(gps={**position, 2: (98.0, 0.0, 0.0)}),
    }
    found = answers(
        "read-exif.js", "it.readExif(bytes(given))", [text_of(c) for c in cases.values()]
    )
    assert dict(zip(cases, found, strict=True)) == dict.fromkeys(cases)
    # cut off anywhere, and with any byte of its head spoilt: an answer or none, never a fault
    cut = [text_of(whole[:end]) for end in range(0, len(whole), 7)]
    spoilt = [text_of(whole[:at] + b"\xff" + whole[at + 1 :]) for at in range(2, 300)]
    found = answers("read-exif.js", "it.readExif(bytes(given))", [*cut, *spoilt])
    for one in filter(None, found):
        assert one["latitude"] is None or -90 <= one["latitude"] <= 90
        assert one["longitude"] is None or -180 <= one["longitude"] <= 180


def test_a_photo_says_half_of_it() -> None:
    cases = [
        camera("2026:01:15 09:30:00", "+08:00"),
        camera(gps={1: "S", 2: (8.0, 35.0, 12.5), 3: "E", 4: (116.0, 7.0, 30.25)}),
    ]
    first, second = answers("read-exif.js", "it.readExif(bytes(given))", list(map(text_of, cases)))
    assert (first["latitude"], first["captured_at"]) == (None, "2026-01-15T01:30:00.000Z")
    assert second["latitude"] == pytest.approx(-8.5868056)
    assert second["captured_at"] is None


@pytest.mark.parametrize("content", [b"", b"abc", bytes(range(256)) * 500])
def test_digests_with_and_without_the_browsers_own(content: bytes) -> None:
    own = "it.sha256(new Blob([bytes(given)]))"
    fallback = (
        "(Object.defineProperty(globalThis, 'crypto', {value: {}, configurable: true}), "
        + own
        + ")"
    )
    for expression in (own, fallback):
        assert answers("sha256.js", expression, [text_of(content)]) == [
            hashlib.sha256(content).hexdigest()
        ]


BEFORE = {
    "reported_on": "2026-01-14",
    "land_stage": "ready",
    "construction_stage": "roof",
    "percent": 40,
}


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({}, []),
        ({"percent": 65}, []),
        ({"percent": 65.5}, ["progress-jump"]),
        ({"percent": 39.9}, ["progress-decreased"]),
        ({"construction_stage": "structure"}, ["progress-decreased"]),
        ({"land_stage": "documents", "percent": 30}, ["progress-decreased"] * 2),
        ({"percent": None}, []),
        ({"construction_stage": "complete", "percent": 60}, ["report-inconsistent"]),
        ({"construction_stage": "complete", "percent": None}, []),
        ({"percent": 100}, ["progress-jump", "report-inconsistent"]),
        ({"construction_stage": "none"}, ["progress-decreased", "report-inconsistent"]),
        ({"land_stage": "none"}, ["progress-decreased", "report-inconsistent"]),
    ],
)
def test_what_is_asked_on_the_spot(change: dict[str, Any], asked: list[str | None]) -> None:
    report = {**BEFORE, "blockers": [], "note": None, **change}
    [found] = answers("plausible.js", "it.questions(...given)", [[report, BEFORE, "2026-01-15"]])
    assert [one["code"] for one in found] == asked
    assert len({one["id"] for one in found}) == len(found)


def test_a_month_without_a_report_is_no_jump() -> None:
    report = {**BEFORE, "percent": 95}
    days = ["2026-01-15", "2026-01-16", "2026-01-17", "2026-02-14"]
    found = answers(
        "plausible.js", "it.questions(...given)", [[report, BEFORE, day] for day in days]
    )
    assert [len(one) for one in found] == [1, 1, 0, 0]


def test_percentages_as_people_type_them() -> None:
    typed = {
        "40": 40, " 37,5 ": 37.5, "37.5 %": 37.5, "0": 0, "100": 100, "": None, "  ": None,
    }  # fmt: skip
    assert answers("report-content.js", "it.readPercent(given)", list(typed)) == list(
        typed.values()
    )
    wrong = ["101", "-1", "empat puluh", "4 0", "1e2", "3,5,1", "1000", "٤٠"]
    assert answers("report-content.js", "it.readPercent(given) === undefined", wrong) == [True] * 8


@pytest.mark.parametrize(
    ("report", "photos", "fields"),
    [
        ({"land_stage": None, "construction_stage": None}, 0, ["land_stage", "construction_stage"]),
        ({"construction_stage": "none"}, 0, []),
        ({"construction_stage": "preparation"}, 0, ["photos"]),
        ({"construction_stage": "finishing"}, 0, ["photos"]),
        ({"construction_stage": "finishing"}, 1, []),
        ({"construction_stage": "complete"}, 0, []),
        ({"blockers": [{"kind": "permit"}, {"kind": ""}]}, 1, ["blockers.1.kind"]),
    ],
)
def test_what_a_report_still_needs(report: dict[str, Any], photos: int, fields: list[str]) -> None:
    whole = {"land_stage": "ready", "construction_stage": "roof", "blockers": [], **report}
    [found] = answers("report-content.js", "it.missing(...given, 40)", [[whole, photos]])
    assert [one["field"] for one in found] == fields


def test_which_report_is_the_one_before() -> None:
    reports = [
        {"reported_on": day, "from": origin}
        for day, origin in [("2026-01-10", "a"), ("2026-01-14", "b"), ("2026-01-14", "c")]
    ]
    expected = {
        "2026-01-09": (None, None),
        "2026-01-10": (None, "a"),
        "2026-01-12": ("a", None),
        "2026-01-14": ("a", "c"),
        "2026-01-15": ("c", None),
    }
    found = answers(
        "report-content.js", "it.around(...given)", [[reports, day] for day in expected]
    )
    assert [
        tuple(one and one["from"] for one in (each["previous"], each["same"])) for each in found
    ] == list(expected.values())
