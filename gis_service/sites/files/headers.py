"""Headers of columns, in English and Indonesian, and the header row of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from gis_service.sites.files.errors import SiteFileError

ACCEPTED = {
    "village_code": (
        "village_code", "kode_desa", "kode_desa_kelurahan", "kode_kelurahan", "kode_kel",
        "kode_wilayah", "kode_kemendagri", "kd_desa", "kd_kel", "id_desa", "desa_kode", "kdepum",
    ),
    "latitude": ("latitude", "lat", "lintang", "garis_lintang"),
    "longitude": ("longitude", "lon", "lng", "long", "bujur", "garis_bujur"),
    "coordinates": (
        "coordinates", "coordinate", "koordinat", "titik_koordinat", "koordinat_lokasi",
        "titik_lokasi", "koordinat_gps", "titik_gps", "lat_long", "lat_lon", "lat_lng",
        "latitude_longitude", "lintang_bujur", "link_maps", "link_google_maps", "google_maps",
        "link_peta", "tautan_peta", "tautan_maps",
    ),
    "cooperative_name": (
        "cooperative_name", "cooperative", "nama_koperasi", "koperasi", "nama_kdkmp", "kdkmp",
    ),
    "accuracy_m": ("accuracy_m", "accuracy", "akurasi", "akurasi_m", "ketelitian"),
    "captured_at": (
        "captured_at", "waktu", "waktu_pengambilan", "tanggal", "tanggal_pengambilan",
        "tanggal_survei", "tanggal_survey", "tgl", "tgl_survei", "date", "time", "datetime",
        "timestamp",
    ),
    "mock_location": ("mock_location", "mock", "fake_gps", "lokasi_palsu", "gps_palsu"),
    "note": ("note", "notes", "catatan", "keterangan", "ket", "remark", "remarks"),
}  # fmt: skip
"""Field of a site to the headers that say it plainly."""

VAGUE = {
    "village_code": ("kode", "code"),
    "latitude": ("y",),
    "longitude": ("x",),
    "coordinates": ("lokasi", "location", "gps"),
}
"""Headers that are taken where no plain one is: *Lokasi* is an address as often as a position."""

DESCRIPTIVE = {
    "cooperative_name": ("name", "nama"),
    "note": ("description", "deskripsi", "desc", "cmt"),
}
"""What features of maps have instead of columns: a name and a description."""

HEADER_WITHIN = 20
"""The header is in one of so many rows; above it are titles."""

SAMPLE = HEADER_WITHIN + 2
"""So many rows need to be seen to find it: it may take two, and one with numbers below."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is which: field to position, and the headers that are not used."""

    positions: dict[str, int]
    ignored: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether there is a village code and a location."""
        return "village_code" in self.positions and self.located

    @property
    def located(self) -> bool:
        """Whether there is a location."""
        return "coordinates" in self.positions or {"latitude", "longitude"} <= set(self.positions)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its texts, what they mean, and how many rows stand before the data."""

    texts: tuple[str, ...]
    columns: Columns
    rows_before_data: int


def plain(header: str) -> str:
    """Reduce a header to its letters and digits: case, spaces and accents do not matter.

    Examples
    --------
    >>> plain(" Kode_Désa / Kelurahan* ")
    'kodedesakelurahan'
    """
    return "".join(sign for sign in normalize("NFKD", header).casefold() if sign.isalnum())


_PLAIN = {plain(text): field for field, texts in ACCEPTED.items() for text in texts}
_VAGUE = {plain(text): field for field, texts in VAGUE.items() for text in texts}
_DESCRIPTIVE = {plain(text): field for field, texts in DESCRIPTIVE.items() for text in texts}


def is_descriptive(header: str) -> bool:
    """Say whether a property is the name or the description of a feature."""
    return plain(header) in _DESCRIPTIVE


def recognise(headers: Sequence[str], *, descriptive: bool = False) -> Columns:
    """Find out which column is which.

    Of two columns for the same field the first is taken, and a plain header before a vague one.
    A vague one for coordinates is not taken where there are latitude and longitude.

    Parameters
    ----------
    headers : sequence of str
        As they stand in the table.
    descriptive : bool
        Whether a name and a description count, as in features of maps.
    """
    positions: dict[str, int] = {}
    meanings = (_PLAIN, _VAGUE, _DESCRIPTIVE) if descriptive else (_PLAIN, _VAGUE)
    for meaning in meanings:
        has_pair = {"latitude", "longitude"} <= set(positions)
        for position, header in enumerate(headers):
            field = _field(header, meaning)
            if field and not (field == "coordinates" and meaning is _VAGUE and has_pair):
                positions.setdefault(field, position)
    ignored = (
        header.strip()
        for position, header in enumerate(headers)
        if position not in positions.values()
    )
    return Columns(positions, tuple(header for header in ignored if header))


def _field(header: str, meaning: dict[str, str]) -> str | None:
    """Find the field of a header: whole, without a remark in brackets, or of all words of a/b."""
    if field := meaning.get(plain(header)):
        return field
    without_remark = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", header[:200])
    if field := meaning.get(plain(without_remark)):
        return field
    fields = {meaning.get(plain(part)) for part in without_remark.split("/")}
    return fields.pop() if len(fields) == 1 else None


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Find the first row, or two rows, that name a village code and a location.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first `SAMPLE` rows of a table.
    """
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        below = rows[index + 1] if index + 1 < len(rows) else ()
        for texts, height in ((_two_rows(row, below), 2), (_trimmed(row), 1)):
            columns = recognise(texts)
            if columns.complete:
                after = index + height
                if after < len(rows) and _is_numbering(rows[after]):
                    after += 1
                return Header(texts, columns, after)
    return None


def missing_header(rows: Sequence[Sequence[str]]) -> SiteFileError:
    """Say what the row that comes nearest to a header lacks."""
    candidates = [_trimmed(row) for row in rows[:HEADER_WITHIN]]
    nearest = max(candidates, key=likeness, default=())
    found = recognise(nearest)
    has_code = "village_code" in found.positions
    fields = ("coordinates", "latitude", "longitude") if has_code else ("village_code",)
    return SiteFileError(
        "location-columns-missing" if has_code else "village-code-column-missing",
        headers=", ".join(text.strip()[:60] for text in nearest[:60] if text.strip()) or "-",
        accepted=", ".join(text for field in fields for text in ACCEPTED[field]),
    )


def likeness(row: Sequence[str]) -> tuple[bool, int, int]:
    """Say how much a row looks like a header: a village code, known columns, cells with text."""
    texts = _trimmed(row)
    known = recognise(texts).positions
    return "village_code" in known, len(known), sum(1 for text in texts if text.strip())


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Join a header of two rows: *Koordinat* above *Lintang* and *Bujur*.

    Only the upper one has the village code; a column is what its lowest text says.
    """
    above = recognise(_trimmed(upper)).positions.get("village_code")
    below = recognise(_trimmed(lower)).positions
    if above is None or not below or (above < len(lower) and lower[above].strip()):
        return ()
    width = max(len(upper), len(lower))
    texts = [
        next((row[i] for row in (lower, upper) if i < len(row) and row[i].strip()), "")
        for i in range(width)
    ]
    return _trimmed(texts)


def _is_numbering(row: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns, as below many an official header."""
    texts = [text.strip(" ()[].") for text in row if text.strip()]
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    return len(texts) >= 3 and texts == numbers


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return tuple(row[:width])
