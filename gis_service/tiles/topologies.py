"""The villages of a boundary version as one small TopoJSON, made once."""

import gzip

import numpy as np
import orjson
import shapely
from sqlalchemy.orm import Session

from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.tiles import queries
from spatial.topojson import simplified_coverage, topology

#: More villages than the largest province has are a nation: asked for province by province.
MOST_VILLAGES = 10_000
EVERYTHING = ""


class UnknownVersionError(ServiceError):
    """A boundary version that was never imported."""

    code = "boundary-version-unknown"
    status = 404


class ProvinceNeededError(ServiceError):
    """More villages than one document may hold."""

    code = "province-needed"


class UnknownProvinceError(ServiceError):
    """A province of which the version has no village."""

    code = "province-unknown"
    status = 404


def make_ready(session: Session, version_id: int) -> None:
    """Make the topology of a new version, unless it is a nation's."""
    if 0 < sum(queries.provinces(session, version_id).values()) <= MOST_VILLAGES:
        _made(session, version_id, EVERYTHING)


def gzipped_topology(session: Session, version_id: int, province: str | None) -> bytes:
    """Give the villages of a version as gzipped TopoJSON, made now if it is not there yet.

    Parameters
    ----------
    province : str or None
        Code of the only province; None for all villages.

    Raises
    ------
    UnknownVersionError, UnknownProvinceError, ProvinceNeededError
    """
    area_code = province or EVERYTHING
    found = queries.stored_topology(session, version_id, area_code)
    if found is not None:
        return found
    if queries.version(session, version_id) is None:
        raise UnknownVersionError(
            N_("There is no boundary version %(version)s."), version=version_id
        )
    counts = queries.provinces(session, version_id)
    if province is not None and province not in counts:
        raise UnknownProvinceError(
            N_("The boundary version has no village in a province %(province)s."),
            province=province,
        )
    if province is None and sum(counts.values()) > MOST_VILLAGES:
        raise ProvinceNeededError(
            N_("These are %(villages)s villages: ask for one province, with ?province=%(example)s"),
            villages=sum(counts.values()),
            example=next(iter(counts)),
        )
    return _made(session, version_id, area_code)


def _made(session: Session, version_id: int, area_code: str) -> bytes:
    rows = queries.polygons(session, version_id, area_code)
    polygons = np.asarray(shapely.from_wkb([bytes(row.wkb) for row in rows]))
    document = (
        topology([row.code for row in rows], simplified_coverage(polygons), "villages")
        if rows
        else {"type": "Topology", "objects": {"villages": _NOTHING}, "arcs": []}
    )
    gzipped = gzip.compress(orjson.dumps(document), 9, mtime=0)
    queries.store_topology(session, version_id, area_code, gzipped)
    return gzipped


_NOTHING = {"type": "GeometryCollection", "geometries": []}
