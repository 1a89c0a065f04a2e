"""Areas as a file of boundaries gives them, column by column: a nation has 83,000 of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: So many problems are kept with their place; the others are counted.
PROBLEMS_LISTED = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be taken, or not as it was: where, and why."""

    place: str
    reason: str


@dataclass(slots=True)
class Problems:
    """Everything that was noticed while files were read."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, place: str, reason: str) -> None:
        """Note one problem."""
        self.count += 1
        if len(self.listed) < PROBLEMS_LISTED:
            self.listed.append(Problem(place, reason))


@dataclass(slots=True)
class Features:
    """Areas of one file, or of several.

    Attributes
    ----------
    codes, names : list of str
        Dotted code of any level, and the name as given; "" where there is none.
    kinds : list of str or None
        ``desa``, ``kelurahan``, ``kabupaten`` or ``kota``, where the file tells.
    places : list of str
        File, and line or row, for messages.
    centres : array of float, shape (n, 2)
        Published centroids, longitude and latitude in degrees (EPSG:4326), nan where none is.
    polygons : array of shapely.MultiPolygon
        Longitude and latitude in degrees (EPSG:4326), not yet checked; empty where there is none.
    upper_names : dict
        Names of districts, regencies and provinces by code, told beside their villages.
    """

    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    centres: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    polygons: NDArray[Any] = field(default_factory=lambda: np.empty(0, dtype=object))
    upper_names: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.codes)

    def only(self, positions: NDArray[np.int64]) -> "Features":
        """Give some of the areas."""
        kept = positions.tolist()
        return Features(
            codes=[self.codes[position] for position in kept],
            names=[self.names[position] for position in kept],
            kinds=[self.kinds[position] for position in kept],
            places=[self.places[position] for position in kept],
            centres=self.centres[positions],
            polygons=self.polygons[positions],
            upper_names=self.upper_names,
        )


def joined(several: Iterable[Features]) -> Features:
    """Put the areas of several files into one table."""
    tables = list(several)
    together = Features()
    for table in tables:
        together.codes += table.codes
        together.names += table.names
        together.kinds += table.kinds
        together.places += table.places
        together.upper_names |= table.upper_names
    if tables:
        together.centres = np.concatenate([table.centres for table in tables])
        together.polygons = np.concatenate([table.polygons for table in tables])
    return together
