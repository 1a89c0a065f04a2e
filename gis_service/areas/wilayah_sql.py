"""The SQL files of ``wilayah_boundaries``: rows ``('code','name',lat,lng,'path')``.

A file is read by its tokens, never run. ``path`` is JSON in [latitude, longitude] order: either
rings, or polygons that are lists of rings. What is not such a row is reported with its line.
"""

import re
from dataclasses import dataclass, field
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from gis_service.areas.codes import level_of, normalise_code
from gis_service.areas.features import Features, Problems
from spatial.boundaries import polygons_of_rings

COLUMNS = (("kode", "code"), ("nama", "name"), ("lat",), ("lng",), ("path",))
#: Statements that stand beside the rows, and mean nothing here.
OTHER_STATEMENTS = re.compile(
    rb"(?:ALTER|ANALYZE|BEGIN|COMMIT|CREATE|DELETE|DROP|LOCK|SET|START|TRUNCATE|UNLOCK|USE)\b",
    re.IGNORECASE,
)

_LIMITS = (90.0, 180.0)

_BLANK = re.compile(rb"(?:\s++|--[^\n]*+|\#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?(?:INTO\s+)?[`\"\w.]+\s*(?:\(([^()']*)\)\s*)?VALUES?\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    rb"(?:[^;'\"`/\-\#]++|'(?:[^'\\]++|''|\\.)*+'|\"[^\"]*+\"|`[^`]*+`"
    rb"|--[^\n]*+|\#[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+|[/\-])*+;",
    re.DOTALL,
)
_NUMBER = rb"(NULL|''|'[^'\\]{1,40}+'|[-+.\deE]{1,40}+)"
_ROW = re.compile(
    rb"\(\s*+'([^'\\]{0,60}+)'\s*+,\s*+'((?:[^'\\]++|''|\\.)*+)'\s*+,\s*+"
    + _NUMBER
    + rb"\s*+,\s*+"
    + _NUMBER
    + rb"\s*+,\s*+(?:NULL\s*+\)|('))",
    re.IGNORECASE | re.DOTALL,
)
_ROW_END = re.compile(rb"\s*+\)")
_NEXT_ROW = re.compile(rb"(?:\n[ \t]*+|\)\s*+,\s*+)(?=\(\s*+')|;[ \t\r]*+(?:\n|\Z)")


def looks_like_sql(beginning: bytes) -> bool:
    """Tell whether a file begins like an SQL script."""
    return bool(re.search(rb"\b(?:INSERT|REPLACE|CREATE|DELETE)\s", beginning, re.IGNORECASE))


def read_wilayah_sql(path: Path, name: str, problems: Problems) -> Features:
    """Read the rows of one file.

    Parameters
    ----------
    path : Path
    name : str
        How messages call the file.
    problems : Problems
        Takes what is not a row that can be used.
    """
    return _Reader(path.read_bytes(), name, problems).read()


@dataclass(slots=True)
class _Rings:
    """The rings of a file's areas, one after another."""

    coordinates: list[NDArray[np.float64]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    part_of_ring: list[int] = field(default_factory=list)
    area_of_part: list[int] = field(default_factory=list)

    def add(self, area: int, parts: list[list[NDArray[np.float64]]]) -> None:
        for rings in parts:
            self.coordinates += rings
            self.lengths += [len(ring) for ring in rings]
            self.part_of_ring += [len(self.area_of_part)] * len(rings)
            self.area_of_part.append(area)

    def polygons(self) -> NDArray[Any]:
        if not self.coordinates:
            return polygons_of_rings(np.empty((0, 2)), [], [], self.area_of_part)
        # published as [latitude, longitude]
        coordinates = np.concatenate(self.coordinates)[:, ::-1]
        return polygons_of_rings(coordinates, self.lengths, self.part_of_ring, self.area_of_part)


class _Reader:
    def __init__(self, data: bytes, name: str, problems: Problems) -> None:
        self.data = data.removeprefix(b"\xef\xbb\xbf")
        self.name = name
        self.problems = problems
        self.position = 0
        self.line = 1
        self.counted_to = 0
        self.statements_end = True
        self.features = Features()
        self.centres: list[tuple[float, float]] = []
        self.rings = _Rings()

    def read(self) -> Features:
        while self._skip_blank():
            if insert := _INSERT.match(self.data, self.position):
                if self._columns_fit(insert[1]):
                    self.position = insert.end()
                    self._read_rows()
                    continue
                self._problem(
                    "an INSERT with other columns than (kode,nama,lat,lng,path) is passed over"
                )
            elif not OTHER_STATEMENTS.match(self.data, self.position):
                self._problem(f"this is neither a row nor a statement: {self._excerpt()}")
            self._skip_statement()
        self.features.centres = np.array(self.centres, dtype=float).reshape(-1, 2)
        self.features.polygons = self.rings.polygons()
        return self.features

    def _read_rows(self) -> None:
        while self._skip_blank():
            begin = self.position
            if not self._read_row():
                self.position = begin
                if not self._skip_to_next_row():
                    return
                continue
            if not self._skip_blank():
                break
            after = self.data[self.position : self.position + 1]
            if after == b",":
                self.position += 1
            elif after == b";":
                self.position += 1
                return
            elif self.data[self.position : self.position + 3].upper() == b"ON ":
                self._skip_statement()
                return
            elif after != b"(":
                self._problem(f"after a row comes , or ; and not {self._excerpt()}")
                if not self._skip_to_next_row():
                    return
        self._problem("the file ends in the middle of its rows: it may be cut off")

    def _read_row(self) -> bool:
        row = _ROW.match(self.data, self.position)
        if row is None:
            self._problem(
                f"not a row of the form ('code','name',lat,lng,'path'): {self._excerpt()}"
            )
            return False
        path = b""
        end = row.end()
        if row[5]:
            quote = self.data.find(b"'", end)
            close = _ROW_END.match(self.data, quote + 1)
            if quote < 0 or close is None:
                self._problem(f"the row's path does not end with ') : {self._excerpt()}")
                return False
            path, end = self.data[end:quote], close.end()
        self._take(row, path)
        self.position = end
        return True

    def _take(self, row: re.Match[bytes], path: bytes) -> None:
        """Take a row that has the right form; its content may still be wrong."""
        code = normalise_code(row[1].decode("ascii", "replace"))
        if level_of(code) is None:
            self._problem(f"{code!r} is not a Home Ministry code such as 52.01.01.2001")
            return
        try:
            parts = _parts(orjson.loads(path)) if path.strip() else []
        except (ValueError, TypeError) as error:
            self._problem(f"{code} is left out, its path cannot be used: {error}")
            return
        self.rings.add(len(self.features), parts or [[]])
        self.features.codes.append(code)
        self.features.names.append(_text(row[2]))
        self.features.kinds.append(None)
        self.features.places.append(self._place())
        self.centres.append(self._centre(code, row[4], row[3]))

    def _centre(self, code: str, longitude: bytes, latitude: bytes) -> tuple[float, float]:
        nowhere = (float("nan"), float("nan"))
        given = [value.strip(b"' ") for value in (longitude, latitude)]
        if all(value.upper() in (b"", b"NULL") for value in given):
            return nowhere
        try:
            x, y = float(given[0]), float(given[1])
        except ValueError:
            x, y = nowhere
        if isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90:
            return x, y
        self._problem(
            f"latitude {latitude.decode(errors='replace')}, longitude"
            f" {longitude.decode(errors='replace')} of {code} is not a position in degrees;"
            " the area is taken without a centroid"
        )
        return nowhere

    def _columns_fit(self, columns: bytes | None) -> bool:
        if columns is None:
            return True
        names = [name.strip(b' \t\r\n`"').decode(errors="replace") for name in columns.split(b",")]
        return len(names) == len(COLUMNS) and all(
            name.lower() in allowed for name, allowed in zip(names, COLUMNS, strict=True)
        )

    def _skip_blank(self) -> bool:
        """Go past white space and comments; False at the end of the file."""
        blank = _BLANK.match(self.data, self.position)
        assert blank is not None  # noqa: S101 - it can match nothing at all
        self.position = blank.end()
        if self.data.startswith(b"/*", self.position):
            self._problem("a comment begins here and does not end: the file may be cut off")
            self.position = len(self.data)
        return self.position < len(self.data)

    def _skip_statement(self) -> None:
        if self.statements_end:
            if statement := _STATEMENT.match(self.data, self.position):
                self.position = statement.end()
                return
            # not looked for again, or a long file without any ; would take for ever
            self.statements_end = False
            self._problem(f"a statement does not end with ; : {self._excerpt()}")
        line_end = self.data.find(b"\n", self.position)
        self.position = line_end + 1 if line_end >= 0 else len(self.data)

    def _skip_to_next_row(self) -> bool:
        """Go to the next line that begins like a row; False when the statement or file ends."""
        found = _NEXT_ROW.search(self.data, self.position + 1)
        self.position = found.end() if found else len(self.data)
        return found is not None and not found[0].startswith(b";")

    def _problem(self, reason: str) -> None:
        self.problems.add(self._place(), reason)

    def _place(self) -> str:
        self.line += self.data.count(b"\n", self.counted_to, self.position)
        self.counted_to = max(self.position, self.counted_to)
        return f"{self.name}, line {self.line}"

    def _excerpt(self) -> str:
        piece = self.data[self.position : self.position + 60].split(b"\n")[0]
        return piece.decode(errors="replace")


def _text(quoted: bytes) -> str:
    r"""Read the inside of a quoted text: '' and \\' are one quote."""
    if b"\\" in quoted or b"''" in quoted:
        quoted = re.sub(rb"''|\\(.)", lambda m: m[1] or b"'", quoted, flags=re.DOTALL)
    try:
        return quoted.decode().strip()
    except UnicodeDecodeError:
        return quoted.decode("cp1252", "replace").strip()


def _parts(path: Any) -> list[list[NDArray[np.float64]]]:
    """Split a path into parts, each a list of rings of (latitude, longitude)."""
    depth = 0
    probe = path
    while isinstance(probe, list) and depth < 5:
        if not probe:
            if depth == 0:
                return []
            raise ValueError("it holds an empty list")
        probe, depth = probe[0], depth + 1
    if depth == 4:
        return [[_ring(ring) for ring in polygon] for polygon in path]
    if depth == 3:
        return [[_ring(ring) for ring in path]]
    raise ValueError("it is neither a list of rings nor a list of polygons")


def _ring(points: Any) -> NDArray[np.float64]:
    if not isinstance(points, list) or set(map(len, points)) - {2}:
        raise ValueError("a ring is not a list of [latitude, longitude]")
    try:
        ring = np.fromiter(chain.from_iterable(points), dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError) as error:
        raise ValueError("a coordinate is not a number") from error
    # a comparison with nan is false, so this refuses nan as well
    if not (np.abs(ring) <= _LIMITS).all():
        raise ValueError(_out_of_range(ring))
    return ring


def _out_of_range(ring: NDArray[np.float64]) -> str:
    if (np.abs(ring) <= _LIMITS[::-1]).all():
        return "its latitudes are longitudes: a point is [latitude, longitude]"
    latitude, longitude = ring[~(np.abs(ring) <= _LIMITS).all(axis=1)][0]
    return f"latitude {latitude:.6g}, longitude {longitude:.6g} is not a position in degrees"
