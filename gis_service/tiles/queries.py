"""Reads and writes of tiles and topologies; nothing here commits."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis_service.db import statement
from gis_service.tiles.models import VillageTopology
from gis_service.tiles.tilesets import geometry_for
from spatial.tiles import Tile

SLICE = "gis_service.tiles"

#: Units of a tile beyond its edges that are drawn too, of 4096 along a side.
MARGIN_UNITS = 64

VERSION = "SELECT id, source, licence, quality, is_current FROM stored_boundary_version"


def current_version(session: Session) -> Row[Any] | None:
    """The boundary version in force."""
    return session.execute(text(VERSION + " WHERE is_current")).one_or_none()


def version(session: Session, version_id: int) -> Row[Any] | None:
    """A boundary version, in force or earlier."""
    return session.execute(text(VERSION + " WHERE id = :id"), {"id": version_id}).one_or_none()


def bounds(session: Session, version_id: int) -> tuple[float, float, float, float] | None:
    """West, south, east and north (EPSG:4326) of a version's villages."""
    row = session.execute(
        text(
            "SELECT min(ST_XMin(geom)), min(ST_YMin(geom)), max(ST_XMax(geom)), max(ST_YMax(geom))"
            " FROM versioned_village_boundary WHERE version_id = :version_id"
        ),
        {"version_id": version_id},
    ).one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])


def store_tile_geometry(session: Session, version_id: int) -> None:
    """Store the boundaries of a version as tiles need them."""
    session.execute(statement(SLICE, "store_tile_geometry"), {"version_id": version_id})


def tile_parameters(tile: Tile) -> dict[str, float]:
    """What the statements of tiles need to know of a tile, in metres (EPSG:3857)."""
    west, south, east, north = tile.bounds_m
    return {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "margin": (east - west) * MARGIN_UNITS / 4096,
    }


@cache
def village_tile_query(zoom: int) -> str:
    """The statement of a tile of the villages at a zoom, as psycopg takes it."""
    query = statement(SLICE, "village_tile").text.format(geometry=geometry_for(zoom))
    return re.sub(r":(\w+)", r"%(\1)s", query)


def site_tile(session: Session, tile: Tile, areas: Sequence[str]) -> bytes:
    """A tile of the sites whose village codes have one of the patterns ``areas``."""
    made = session.execute(
        statement(SLICE, "site_tile"),
        {**tile_parameters(tile), "areas": list(areas)},
    ).scalar_one()
    return bytes(made)


def provinces(session: Session, version_id: int) -> dict[str, int]:
    """Code of each province of a version, and how many villages it has there."""
    rows = session.execute(
        text(
            "SELECT province_code, count(*) FROM versioned_village_boundary"
            " WHERE version_id = :version_id GROUP BY province_code ORDER BY province_code"
        ),
        {"version_id": version_id},
    )
    return {row[0]: row[1] for row in rows}


def polygons(session: Session, version_id: int, area_code: str) -> Sequence[Row[Any]]:
    """Code and polygon (WKB, EPSG:4326) of the villages of a province, or of all (empty)."""
    return session.execute(
        text(
            "SELECT village_code AS code, ST_AsBinary(geom) AS wkb"
            " FROM versioned_village_boundary"
            " WHERE version_id = :version_id AND :area_code IN ('', province_code)"
            " ORDER BY village_code"
        ),
        {"version_id": version_id, "area_code": area_code},
    ).all()


def stored_topology(session: Session, version_id: int, area_code: str) -> bytes | None:
    """A topology made before, gzipped."""
    found = session.execute(
        text(
            "SELECT gzipped FROM village_topology"
            " WHERE version_id = :version_id AND area_code = :area_code"
        ),
        {"version_id": version_id, "area_code": area_code},
    ).scalar()
    return None if found is None else bytes(found)


def store_topology(session: Session, version_id: int, area_code: str, gzipped: bytes) -> None:
    """Keep a topology; one that somebody else made meanwhile stays."""
    session.execute(
        insert(VillageTopology)
        .values(version_id=version_id, area_code=area_code, gzipped=gzipped)
        .on_conflict_do_nothing()
    )
