"""The roster as an import needs it, and the areas that an import adds to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.areas.codes import level_of, parent_of
from gis_service.areas.features import Features
from gis_service.areas.roster import AreaRow, RosterReport, store_areas
from gis_service.areas.village_polygons import CleanPolygons
from gis_service.db import gather_statistics

#: A city has a number from 71 among the regencies of its province.
FIRST_CITY = 71


@dataclass(frozen=True, slots=True)
class Roster:
    """Names of all areas by code, and centroids of villages (longitude, latitude, EPSG:4326)."""

    names: Mapping[str, str]
    centres: Mapping[str, tuple[float, float]]


def read_roster(session: Session) -> Roster:
    """Read codes, names and centroids of all areas."""
    names: dict[str, str] = {}
    centres: dict[str, tuple[float, float]] = {}
    rows = session.execute(
        text("SELECT code, name, level, ST_X(centroid), ST_Y(centroid) FROM area ORDER BY code")
    )
    for code, name, level, longitude, latitude in rows:
        names[code] = name
        if level == "village" and longitude is not None:
            centres[code] = (longitude, latitude)
    return Roster(names, centres)


def add_unknown_areas(
    session: Session, features: Features, villages: CleanPolygons, roster: Roster, now: datetime
) -> RosterReport:
    """Add the villages that the roster does not know, and the areas above them.

    A village is put where its centroid is published, or else inside its polygon. An area above
    whose name nobody tells is called by its code.
    """
    rows = {code: row for row, code in reversed(list(enumerate(features.codes)))}
    polygon_of = dict(zip(villages.codes, villages.polygons, strict=True))
    added: dict[str, AreaRow] = {}
    for code in sorted(rows):
        if level_of(code) != "village" or code in roster.names:
            continue
        wanted: str | None = code
        while wanted is not None and wanted not in roster.names and wanted not in added:
            added[wanted] = _area(wanted, features, rows, polygon_of)
            wanted = parent_of(wanted)
    report = RosterReport()
    for of_villages in (False, True):
        some = [
            area for area in added.values() if (level_of(area.code) == "village") is of_villages
        ]
        store_areas(session, some, report, now)
        # villages refer to the areas above them
        gather_statistics(session, "area")
    return report


def _area(
    code: str,
    features: Features,
    rows: Mapping[str, int],
    polygon_of: Mapping[str, shapely.MultiPolygon],
) -> AreaRow:
    row = rows.get(code)
    name = features.names[row] if row is not None else ""
    kind = features.kinds[row] if row is not None else None
    longitude = latitude = None
    if row is not None and not np.isnan(features.centres[row]).any():
        longitude, latitude = features.centres[row].tolist()
    elif code in polygon_of:
        inside = shapely.point_on_surface(polygon_of[code])
        longitude, latitude = inside.x, inside.y
    return AreaRow(
        code,
        name or features.upper_names.get(code) or code,
        kind or _kind(code),
        None,
        latitude,
        longitude,
    )


def _kind(code: str) -> str | None:
    number = code.rpartition(".")[2]
    if level_of(code) == "village":
        return "kelurahan" if number.startswith("1") else "desa"
    if level_of(code) == "regency":
        return "kota" if int(number) >= FIRST_CITY else "kabupaten"
    return None
