"""Read random texts and check that the reader keeps its promises on every one of them.

Run as ``python tests/benchmarks/random_texts.py 1000000``. The texts are the same on every run.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from math import isfinite

from spatial.coordinates import INDONESIA, Coordinates, Extent, read_coordinates

NTB = Extent(115.3, -9.6, 119.8, -7.6)
VILLAGE = Extent(116.08, -8.62, 116.15, -8.56)
EXTENTS = (INDONESIA, NTB, VILLAGE)

TEXTS = (
    "-8.5833, 116.1167",
    "8,5833 LS 116,1167 BT",
    "8°35'00\"S 116°07'00\"E",
    "S 8 35.000 E 116 7.000",
    "UTM 50L 406543 9049876",
    "406.543,25 mT 9.049.876,10 mU",
    "50LMR 06543 49876",
    "https://www.google.com/maps/place/Kantor/@-8.58,116.11,17z/data=!8m2!3d-8.5812!4d116.1167",
    "https://maps.app.goo.gl/AbCd123",
    '{"type":"Point","coordinates":[116.1167,-8.5833]}',
    "POINT(116.1167 -8.5833)",
    "lat: -8.5833 long: 116.1167 alt 45 m ±5",
    "-8.58,116.11 / -8.60,116.20",
    "Titik 1: -8.5833,116.1167 (RT 05) 15/01/2026 10:22 WITA HP 0819-1712-3456",
)
PIECES = (
    *"0123456789",
    *".,-+/;:|&°'\"()[]{}<>=_~@!?#%*^±−–º’”″′ \t\n\x00\u00a0\u200b\ufffd",
    *"SNEWUTBXYdmseELo",
    *("8", "116", "8.5833", "116.1167", "8,5833", "116,1167", "406543", "9049876", "9.049.876"),
    *("LS", "LU", "BT", "BB", "lat", "lon", "lintang", "bujur", "selatan", "timur", "UTM", "zona"),
    *("50S", "50L", "mT", "mU", "derajat", "menit", "detik", "dan", "alt", "titik", "desa", "m2"),
    *("inf", "nan", "1e308", "E+99", "E-05", "9" * 400, "0" * 50, "\ud800", "٨", "８", "²", "½"),
    *("http://", "geo:", "maps.google.com/?q=", "%2C", "!3d", "!4d", "#map=17/", "&deg;", "Â°"),
)


def random_texts(count: int, seed: int = 52) -> Iterator[str]:
    """Random Unicode, soup of pieces of coordinates, and coordinates with typing errors."""
    chance = random.Random(seed)  # noqa: S311 - the same texts on every run
    makers = (_any_characters, _soup, _soup, _mistyped)
    for _ in range(count):
        yield chance.choice(makers)(chance)


def _any_characters(chance: random.Random) -> str:
    highest = chance.choice((0x7F, 0x2FF, 0xFFFF, 0x10FFFF))
    return "".join(chr(chance.randint(0, highest)) for _ in range(chance.randint(0, 40)))


def _soup(chance: random.Random) -> str:
    joint = chance.choice(("", "", " ", ", "))
    return joint.join(chance.choices(PIECES, k=chance.randint(1, 16)))


def _mistyped(chance: random.Random) -> str:
    text = chance.choice(TEXTS)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(text) + 1)
        inserted = chance.choice(PIECES) if chance.random() < 0.6 else ""
        text = text[:place] + inserted + text[place + chance.randint(0, 2) :]
    return text


def check(coordinates: Coordinates, extent: Extent) -> None:
    """Raise an AssertionError where the result breaks a promise of the reader."""
    readings = coordinates.readings
    literal = [reading for reading in readings if reading.repair is None]
    for reading in readings:
        assert isfinite(reading.latitude)
        assert -90 <= reading.latitude <= 90
        assert isfinite(reading.longitude)
        assert -180 <= reading.longitude <= 180
        assert reading.decimals >= 0
        assert reading.steps
        if reading.repair is not None:
            assert reading.repair == reading.repair_steps[0]
            assert extent.contains(reading.latitude, reading.longitude)
    assert len(readings) <= 24
    assert (coordinates.status == "unreadable") == (not readings)
    assert (coordinates.reason is None) == (coordinates.status in {"read", "repair"})
    if coordinates.status == "read":
        assert readings[0] == coordinates.literal
    if coordinates.status == "repair":
        assert readings[0].repair is not None
        assert len(literal) <= 1


def run(count: int) -> tuple[Counter[str], float]:
    """Read and check so many texts; return the statuses and the longest seconds for one text."""
    statuses: Counter[str] = Counter()
    slowest = 0.0
    for number, text in enumerate(random_texts(count)):
        extent = EXTENTS[number % len(EXTENTS)]
        started = time.process_time()  # what other processes do does not count
        coordinates = read_coordinates(text, extent=extent)
        slowest = max(slowest, time.process_time() - started)
        check(coordinates, extent)
        statuses[coordinates.status] += 1
    return statuses, slowest


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    started, busy_before = time.perf_counter(), time.process_time()
    statuses, slowest = run(count)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy_before
    print(f"{count:,} texts in {seconds:.1f} s, {busy:.1f} s of the processor")
    print(f"{busy / count * 1e6:.0f} microseconds a text")
    print(f"slowest text: {slowest * 1000:.1f} ms")
    for status, number in statuses.most_common():
        print(f"{status:>12} {number:>9,}")


if __name__ == "__main__":
    main()
