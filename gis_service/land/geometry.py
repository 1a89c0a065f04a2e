"""The outline of a parcel, as a client sends it: GeoJSON (RFC 7946) to a polygon."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from gis_service.language import N_
from gis_service.submissions.content import ProblemError
from gis_service.submissions.errors import ContentError
from spatial.local_plane import plane_round
from spatial.rings import LEAST_AREA_M2, Defect, defects, polygon_of

MOST_CORNERS = 5_000
#: What is longer is not a plot of land for a store, but a mistake.
LONGEST_M = 5_000

Ring = list[tuple[float, float]]

TEXTS = {
    "too-few-corners": N_("A plot of land has at least three corners, each in another place."),
    "not-finite": N_("It has a number that is not finite."),
    "out-of-range": N_(
        "%(first)s, %(second)s is not on the Earth: each corner is longitude, then latitude."
    ),
    "self-crossing": N_("The outline crosses or touches itself here. Move the corners beside it."),
    "repeated-corner": N_("The outline comes to this corner twice. Remove one of the two."),
    "spike": N_("The outline runs out to this corner and back the same way. Remove the corner."),
    "no-area": N_("The outline encloses less than %(least)s m2. Draw the corners farther apart."),
    "hole-outside": N_("A hole does not lie inside the outline. Move or remove it."),
    "not-a-polygon": N_("The outline is not a plot of land. Draw the corners anew."),
}


def read_rings(coordinates: Any) -> list[Ring]:
    """Read the ``coordinates`` of a GeoJSON polygon; heights are left out.

    Raises
    ------
    ProblemError
        They are not rings of positions, or too many.
    """
    if not isinstance(coordinates, list) or not all(isinstance(one, list) for one in coordinates):
        raise ProblemError(
            N_("It must be a list of rings, each a list of corners [longitude, latitude].")
        )
    count = sum(len(ring) for ring in coordinates)
    if count > MOST_CORNERS:
        raise ProblemError(
            N_(
                "It has %(count)s corners; at most %(most)s are taken. Leave out those that are"
                " closer together than a metre."
            ),
            count=count,
            most=MOST_CORNERS,
        )
    return [[_position(one) for one in ring] for ring in coordinates]


def polygon_or_refuse(rings: Sequence[Ring]) -> shapely.Polygon:
    """Make the polygon, or tell why the rings are none, and where.

    Raises
    ------
    ContentError
        One problem for each place.
    """
    found = defects(rings)
    if found:
        raise ContentError([_problem(rings, defect) for defect in found])
    polygon = polygon_of(rings)
    west, south, east, north = shapely.transform(polygon, plane_round(polygon).metres).bounds
    longest = max(east - west, north - south)
    if longest > LONGEST_M:
        text = N_(
            "It is %(length)s km long; at most %(most)s km are taken. Draw only the land of the"
            " store."
        )
        values = {"length": round(longest / 1000, 1), "most": LONGEST_M // 1000}
        raise ContentError([("geometry", text, values)])
    return polygon


def _position(given: Any) -> tuple[float, float]:
    if not isinstance(given, list) or len(given) not in (2, 3) or not all(map(_is_number, given)):
        raise ProblemError(
            N_("Each corner must be [longitude, latitude] in degrees, not %(given)s."),
            given=str(given)[:60],
        )
    return float(given[0]), float(given[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _problem(rings: Sequence[Ring], defect: Defect) -> tuple[str, str, dict[str, Any]]:
    values: dict[str, Any] = {}
    if defect.reason == "no-area":
        values["least"] = round(LEAST_AREA_M2)
    if defect.reason == "out-of-range":
        # a place that is not on the Earth is not on the map either
        points = np.asarray(rings[defect.ring])
        outside = points[(np.abs(points) > (180.0, 90.0)).any(axis=1)][0]
        values |= {"first": f"{outside[0]:.10g}", "second": f"{outside[1]:.10g}"}
    elif defect.at is not None:
        values["at"] = list(defect.at)
    return "geometry", TEXTS[defect.reason], values
