"""What became of an import of boundaries: kept with the version, and printed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from gis_service.areas.features import Problem

#: So many codes and names are listed; all are counted.
LISTED = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A village."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RepairedVillage:
    """A village whose polygon was not valid, and how its area changed (WGS 84)."""

    code: str
    reason: str
    change_m2: float
    change_percent: float | None


@dataclass(frozen=True, slots=True)
class OverlappingVillages:
    """Two villages that overlap."""

    codes: tuple[str, str]
    area_m2: float


@dataclass(frozen=True, slots=True)
class VillageArea:
    """A village and its area on WGS 84."""

    code: str
    name: str
    area_m2: float


@dataclass(frozen=True, slots=True)
class FarVillage:
    """A village whose polygon is far from where the roster has it."""

    code: str
    name: str
    degrees: float


@dataclass(slots=True)
class ImportReport:
    """What became of an import; areas in square metres on WGS 84.

    Attributes
    ----------
    villages : int
        That have a boundary in the new version.
    without_boundary, without_boundary_count
        Villages of the roster that have none; so many are listed as ``LISTED`` says.
    not_in_roster, not_in_roster_count
        Codes of villages that were left out because the roster does not know them.
    problems, problems_count
        Rows, layers and files that were not taken, or not as they were.
    repaired : list of RepairedVillage
    merged_count : int
        Villages that came in several rows.
    seconds : dict
        How long each step took.
    """

    version_id: int
    source: str
    checksum: str
    quality: str
    precision_m: float
    vintage: date | None
    licence: str | None
    files: int = 0
    villages: int = 0
    villages_before: int | None = None
    areas_added: int = 0
    villages_added: int = 0
    without_boundary_count: int = 0
    without_boundary: list[Named] = field(default_factory=list)
    not_in_roster_count: int = 0
    not_in_roster: list[str] = field(default_factory=list)
    problems_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    repaired: list[RepairedVillage] = field(default_factory=list)
    merged_count: int = 0
    far_from_roster: list[FarVillage] = field(default_factory=list)
    overlaps_count: int = 0
    overlaps_m2: float = 0.0
    largest_overlaps: list[OverlappingVillages] = field(default_factory=list)
    gaps_count: int = 0
    gaps_m2: float = 0.0
    area_m2: float = 0.0
    smallest: VillageArea | None = None
    largest: VillageArea | None = None
    vertices: int = 0
    centroids_outside_count: int = 0
    centroids_outside: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give everything as plain values for JSON."""
        document = asdict(self)
        document["vintage"] = self.vintage and self.vintage.isoformat()
        return document

    def lines(self) -> Iterator[str]:
        """Tell everything in a few lines, for people."""
        yield (
            f"Version {self.version_id}: {self.villages:,} villages with a boundary,"
            f" {self.without_boundary_count:,} of the roster without"
        )
        yield (
            f"  {self.quality}, precise to {self.precision_m:g} m"
            + (f", of {self.vintage.isoformat()}" if self.vintage else "")
            + f", from {self.source}"
        )
        for warning in self.warnings:
            yield f"  WARNING: {warning}"
        yield from self._measures()
        yield from self._left_out()
        for repaired in self.repaired[:20]:
            percent = repaired.change_percent
            yield (
                f"  repaired {repaired.code}: {repaired.reason}; area {repaired.change_m2:+,.0f} m2"
                + ("" if percent is None else f" ({percent:+.2f} %)")
            )
        if len(self.repaired) > 20:
            yield f"  ... {len(self.repaired):,} repaired in all"
        for far in self.far_from_roster[:20]:
            yield (
                f"  suspicious: {far.code} {far.name} is {far.degrees:.1f} degrees from where the"
                " roster has it"
            )

    def _measures(self) -> Iterator[str]:
        yield (
            f"  area {self.area_m2 / 1e6:,.1f} km2, {self.vertices:,} vertices"
            + (f", smallest {_with_area(self.smallest)}" if self.smallest else "")
            + (f", largest {_with_area(self.largest)}" if self.largest else "")
        )
        yield (
            f"  {self.overlaps_count:,} pairs overlap by 1,000 m2 or more,"
            f" {self.overlaps_m2 / 1e6:,.2f} km2 in all;"
            f" {self.gaps_count:,} gaps of 300 m2 or more, {self.gaps_m2 / 1e6:,.2f} km2"
        )
        for overlap in self.largest_overlaps[:3]:
            yield f"    {overlap.codes[0]} and {overlap.codes[1]}: {overlap.area_m2:,.0f} m2"
        if self.centroids_outside_count:
            yield f"  {self.centroids_outside_count:,} centroids are outside their own village"

    def _left_out(self) -> Iterator[str]:
        if self.areas_added:
            yield f"  added {self.areas_added:,} areas, {self.villages_added:,} of them villages"
        if self.merged_count:
            yield f"  {self.merged_count:,} villages came in several rows, which were merged"
        if self.without_boundary:
            names = [f"{village.code} {village.name}" for village in self.without_boundary]
            yield f"  without boundary: {_some(names, self.without_boundary_count)}"
        if self.not_in_roster_count:
            yield (
                f"  {self.not_in_roster_count:,} villages are not in the roster and were left out"
                f" (--add-areas takes them): {_some(self.not_in_roster, self.not_in_roster_count)}"
            )
        for problem in self.problems[:20]:
            yield f"  {problem.place}: {problem.reason}"
        if self.problems_count > 20:
            yield f"  ... {self.problems_count:,} problems in all"


def _with_area(village: VillageArea) -> str:
    return f"{village.code} {village.name} {village.area_m2 / 1e6:,.3f} km2"


def _some(names: list[str], count: int) -> str:
    shown = ", ".join(names[:20])
    return shown if count <= 20 else f"{shown} and {count - 20:,} more"
