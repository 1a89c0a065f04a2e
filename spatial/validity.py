"""Making polygons valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def made_valid(polygons: NDArray[Any]) -> NDArray[Any]:
    """Make polygons valid where they are not, and keep the others as they are.

    Overlapping parts are united, holes are cut out, and what has no area is dropped.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon

    Returns
    -------
    array of shapely.Polygon or shapely.MultiPolygon

    Examples
    --------
    >>> eight = shapely.Polygon([(0, 0), (1, 1), (2, 0), (2, 2), (1, 1), (0, 2)])
    >>> made_valid(np.array([eight]))[0].area
    2.0
    """
    valid = polygons.copy()
    broken = np.flatnonzero(~shapely.is_valid(polygons))
    valid[broken] = shapely.make_valid(polygons[broken], method="structure", keep_collapsed=False)
    # now and then GEOS leaves two parts side by side that share an edge
    for position in broken[~shapely.is_valid(valid[broken])]:
        valid[position] = shapely.union_all(shapely.get_parts(valid[position]))
    return valid
