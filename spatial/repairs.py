"""Weigh the readings of a text by which of them lie in the claimed village.

A repair is proposed only where it leads into the village; it is never applied here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spatial.errors import SpatialError
from spatial.readings import REPAIR_CODES, Reading, distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.coordinates import Coordinates, Status

__all__ = ["REPAIR_CODES", "prefer_inside", "proposals"]


def prefer_inside(coordinates: Coordinates, inside: Sequence[bool]) -> Coordinates:
    """Put the readings inside the claimed village first, and say what the text then is.

    Parameters
    ----------
    coordinates : Coordinates
        What the reader made of the text.
    inside : sequence of bool
        For each of the readings whether it lies in the claimed village.

    Returns
    -------
    Coordinates
        Unchanged where no reading lies inside. Otherwise ``read`` where the only literal reading
        lies inside, ``repair`` where it does not and one repaired reading does, else ``ambiguous``;
        a text of two points stays ambiguous whichever of them lies inside.

    Raises
    ------
    SpatialError
        If there is not one answer for each reading.

    Examples
    --------
    >>> from spatial.coordinates import read_coordinates
    >>> coordinates = read_coordinates("406543 9049876")
    >>> coordinates.status, len(coordinates.readings)
    ('ambiguous', 8)
    >>> inside = ["utm-50S" in reading.steps for reading in coordinates.readings]
    >>> better = prefer_inside(coordinates, inside)
    >>> better.status, better.readings[0].steps
    ('repair', ('utm-50S', 'projected-coordinates'))
    """
    _require_one_answer_each(coordinates, inside)
    if not any(inside):
        return coordinates
    ranked = sorted(
        zip(coordinates.readings, inside, strict=True),
        key=lambda pair: (not pair[1], pair[0].repair is not None),
    )
    readings = tuple(reading for reading, _ in ranked)
    within = tuple(reading for reading, lies_inside in ranked if lies_inside)
    status = _status_within(coordinates, within)
    reason = (coordinates.reason or "two-readings") if status == "ambiguous" else None
    return replace(coordinates, status=status, readings=readings, reason=reason)


def _status_within(coordinates: Coordinates, within: tuple[Reading, ...]) -> Status:
    if coordinates.reason == "two-points":
        return "ambiguous"
    if within[0].repair is None:
        return "read" if coordinates.literal is not None else "ambiguous"
    return "repair" if len(distinct(within)) == 1 else "ambiguous"


def proposals(coordinates: Coordinates, inside: Sequence[bool]) -> tuple[Reading, ...]:
    """Choose the repairs to propose to a reviewer.

    Parameters
    ----------
    coordinates : Coordinates
        What the reader made of the text.
    inside : sequence of bool
        For each of the readings whether it lies in the claimed village.

    Returns
    -------
    tuple of Reading
        Repaired readings inside the village, one for each flag code, those of fewest repairs
        first; none where a literal reading lies inside.

    Raises
    ------
    SpatialError
        If there is not one answer for each reading.

    Examples
    --------
    >>> from spatial.coordinates import read_coordinates
    >>> coordinates = read_coordinates("8.5833, 116.1167")
    >>> [reading.repair for reading in proposals(coordinates, [True, False])]
    ['sign-error']
    """
    _require_one_answer_each(coordinates, inside)
    within = [
        reading
        for reading, lies_inside in zip(coordinates.readings, inside, strict=True)
        if lies_inside
    ]
    if any(reading.repair is None for reading in within):
        return ()
    by_code: dict[str | None, Reading] = {}
    for reading in sorted(within, key=lambda reading: len(reading.repair_steps)):
        by_code.setdefault(reading.repair, reading)
    return tuple(by_code.values())


def _require_one_answer_each(coordinates: Coordinates, inside: Sequence[bool]) -> None:
    if len(inside) != len(coordinates.readings):
        message = f"{len(inside)} answers for {len(coordinates.readings)} readings"
        raise SpatialError(message)
