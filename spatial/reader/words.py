"""The words and letters that a written coordinate is made of, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Axis = Literal["latitude", "longitude"]
Hemisphere = Literal["N", "S", "E", "W"]


@dataclass(frozen=True, slots=True)
class Run:
    """Digits with the points and commas between them; which of those is the decimal mark is open.

    Attributes
    ----------
    text : str
        ``8``, ``8.5833``, ``8,5833,116,1167``, ``9.049.876,10``.
    sign : str
        ``-``, ``+`` or nothing.
    """

    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A degree, minute or second mark, in plain spelling."""

    kind: Literal["°", "'", '"']


@dataclass(frozen=True, slots=True)
class Name:
    """What a letter or word says of the number beside it.

    Attributes
    ----------
    axis : str
        The axis; northing counts as latitude, easting as longitude.
    hemisphere : str or None
        The hemisphere, or None for a mere label such as ``lat``.
    doubtful : bool
        A single letter after a foreign word: the S of ``Blok S 8`` may be no hemisphere.
    """

    axis: Axis
    hemisphere: Hemisphere | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Something that parts two numbers; a strong one may part two points."""

    strong: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word that says nothing about a coordinate."""


Item = Run | Mark | Name | Break | Word

DEGREE, MINUTE, SECOND = Mark("°"), Mark("'"), Mark('"')
BREAK, POINT_BREAK, WORD = Break(), Break(strong=True), Word()
MARKS: dict[str, Mark] = {mark.kind: mark for mark in (DEGREE, MINUTE, SECOND)}

_NAMES = {
    Name("latitude", "S"): "s ls selatan south",
    Name("latitude", "N"): "n u lu utara north",
    Name("longitude", "E"): "e t bt timur east",
    Name("longitude", "W"): "w b bb barat west",
    Name("latitude"): "lat latitude latitud lintang y northing",
    Name("longitude"): "lon long lng longitude longitud bujur x easting",
}
_METRE_NAMES = {
    Name("latitude"): "mn mu ms",
    Name("longitude"): "me mt",
}
_PLACE_WORDS = "utara selatan timur barat north south east west"
_MARK_WORDS = {
    DEGREE: "d der derajat deg degs degree degrees drjt",
    MINUTE: "menit min mins minute minutes mnt",
    SECOND: "detik dtk sec secs second seconds",
}
# What the number before them, or the number after them, measures is no coordinate.
_UNITS = "m meter meters metre metres mdpl dpl msl masl ft feet km cm"
_OTHER_UNITS = "ha are m2 km2 persen orang kk rb ribu juta"
_MEASURES = (
    "alt altitude elev elevasi elevation ele ketinggian tinggi akurasi accuracy acc presisi "
    "precision error radius zoom hdop luas lebar panjang jarak harga rp kode pos hp wa tel telp "
    "telepon tlp nik jam pukul tahun"
)
_NUMBERED = (
    "titik point points no nomor number nomer rt rw dusun blok km kav kavling lot patok pal "
    "persil gang jalan jl lokasi site koordinat id"
)
_FILLERS = (
    "titik titiknya lokasi lokasinya koordinat koord kordinat coordinate coordinates coord posisi "
    "position location point gps utm zona zone dms dd wgs peta map maps garis adalah loc type"
)
_JOINING = "dan and serta"

_BY_MEANING: tuple[dict[Name, str] | dict[Mark, str] | dict[Break, str], ...] = (
    _NAMES,
    _MARK_WORDS,
    {POINT_BREAK: _JOINING},
    {BREAK: _FILLERS},
)

ITEMS: dict[str, Name | Mark | Break] = {
    word: item for table in _BY_MEANING for item, words in table.items() for word in words.split()
}
"""What a word stands for; single letters only beside a number."""

PLACE_WORDS = frozenset(_PLACE_WORDS.split())
"""Hemispheres that are parts of place names as well: Lombok Barat."""

METRE_NAMES = {word: name for name, words in _METRE_NAMES.items() for word in words.split()}
"""``mT``, ``mU`` and their like, which name the axis of the metres before them."""

UNITS = frozenset(_UNITS.split())
OTHER_UNITS = frozenset(_OTHER_UNITS.split())
MEASURES = frozenset(_MEASURES.split())
NUMBERED = frozenset(_NUMBERED.split())
_KNOWN = frozenset((*ITEMS, *METRE_NAMES, *UNITS, *OTHER_UNITS, *MEASURES))


def is_known(word: str) -> bool:
    """Say whether a word says anything of a coordinate or of the number beside it.

    Parameters
    ----------
    word : str
        In small letters.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_known("bujur"), is_known("kantor")
    (True, False)
    """
    return word in _KNOWN
