"""A measured figure with what it must not exceed."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Figure:
    """A median of some rounds, the smallest and the largest, and the limit."""

    name: str
    median: float
    smallest: float
    largest: float
    at_most: float
    detail: str = ""

    @classmethod
    def ratios(cls, name: str, pairs: Sequence[tuple[float, float]], at_most: float) -> Figure:
        """Ratios of pairs (ours, limit) in seconds, taken side by side."""
        ratios = [ours / limit for ours, limit in pairs]
        detail = (
            f"{median(ours for ours, _ in pairs):.2f} s against"
            f" {median(limit for _, limit in pairs):.2f} s, {len(pairs)} rounds"
        )
        return cls(name, median(ratios), min(ratios), max(ratios), at_most, detail)

    @property
    def holds(self) -> bool:
        """Whether the median keeps the limit."""
        return self.median <= self.at_most

    def row(self) -> str:
        """A row of a Markdown table."""
        mark = "yes" if self.holds else "**no**"
        return (
            f"| {self.name} | {self.median:.2f} | {self.smallest:.2f} – {self.largest:.2f}"
            f" | {self.at_most:g} | {mark} | {self.detail} |"
        )
