"""Vector tiles with their TileJSON, and the boundaries as TopoJSON."""

import gzip
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from flask import Blueprint, Flask, Response, current_app, request, url_for
from flask.blueprints import BlueprintSetupState

from gis_service.accounts.responsibility import area_patterns
from gis_service.areas.codes import level_of, normalise_code
from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.metrics import TILES
from gis_service.tiles import queries
from gis_service.tiles.kept import MIMETYPE, YEAR, KeptTile, KeptTiles, KeptTilesFirst
from gis_service.tiles.reader import TileReader
from gis_service.tiles.tilesets import SITES, VILLAGES, Tileset, tilejson
from gis_service.tiles.topologies import UnknownProvinceError, UnknownVersionError, gzipped_topology
from gis_service.web import access, database, entity, gettext, person, problem
from gis_service.web.headers import NOTHING
from spatial.tiles import Tile, TileError, checked_tile

blueprint = Blueprint("tiles", __name__)

TILE_PATH = "<int:version>/<int:zoom>/<int:column>/<int:row>.mvt"
HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", NOTHING),
]


class UnknownTileError(ServiceError):
    """A tile that does not exist."""

    code = "tile-unknown"
    status = 404


@dataclass
class TileServer:
    """What tiles are served with, in each worker: kept tiles, and connections that read."""

    kept: KeptTiles
    reader: TileReader
    versions: set[int] = field(default_factory=set)
    bounds: dict[int, Any] = field(default_factory=dict)


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Give the application its tiles, and put those that are ready in front of it."""
    settings = state.app.extensions["gis"].settings
    server = TileServer(
        KeptTiles(settings.tile_cache_bytes),
        TileReader(settings.app_database_url),
    )
    state.app.extensions["gis_tiles"] = server
    headers = list(HEADERS)
    if settings.secure_cookies:
        headers.append(("Strict-Transport-Security", f"max-age={YEAR}"))
    application = cast("Flask", state.app)
    application.wsgi_app = KeptTilesFirst(  # type: ignore[method-assign]
        application.wsgi_app, server.kept, headers
    )


@blueprint.get(f"/tiles/villages/{TILE_PATH}")
@access.public
def village_tile(version: int, zoom: int, column: int, row: int) -> Response:
    """A tile of the boundaries of a version: it never changes."""
    tile = _tile(VILLAGES, zoom, column, row)
    if request.path != f"/tiles/villages/{version}/{zoom}/{column}/{row}.mvt":
        raise UnknownTileError(N_("A tile has one address: numbers without leading zeros."))
    server = _server()
    _refuse_unknown_version(server, version)
    kept = KeptTile(
        server.reader.read(
            queries.village_tile_query(zoom),
            {**queries.tile_parameters(tile), "version_id": version},
        )
    )
    TILES.labels("villages", "database").inc()
    server.kept.keep(request.path, kept)
    return _reply(kept, max_age=YEAR, immutable=True, private=False)


@blueprint.get(f"/tiles/sites/{TILE_PATH}")
@access.signed_in
def site_tile(version: int, zoom: int, column: int, row: int) -> Response:
    """A tile of the sites as they are now; the version is that of the boundaries in force."""
    tile = _tile(SITES, zoom, column, row)
    current = queries.current_version(database())
    if current is None or current.id != version:
        raise UnknownVersionError(N_("There is no boundary version %(version)s."), version=version)
    somebody = person()
    patterns = area_patterns(somebody) if somebody else []
    kept = KeptTile(queries.site_tile(database(), tile, patterns))
    TILES.labels("sites", "database").inc()
    return _reply(kept, max_age=0)


@blueprint.get("/tiles/villages.json")
@access.public
def villages_tilejson() -> Response:
    """What the tiles of the boundaries in force are."""
    return _tilejson(VILLAGES, private=False)


@blueprint.get("/tiles/sites.json")
@access.signed_in
def sites_tilejson() -> Response:
    """What the tiles of the sites are."""
    return _tilejson(SITES, private=True)


@blueprint.get("/api/v1/boundaries/<int:version>/villages.topojson")
@access.public
def villages_topojson(version: int) -> Response:
    """The villages of a boundary version, simplified together: it never changes."""
    given = request.args.get("province")
    province = None if given is None else normalise_code(given)
    if province is not None and level_of(province) != "province":
        raise UnknownProvinceError(
            N_("The boundary version has no village in a province %(province)s."),
            province=province[:80],
        )
    gzipped = gzipped_topology(database(), version, province)
    return entity(
        gzip.decompress(gzipped),
        "application/json",
        max_age=YEAR,
        immutable=True,
        private=False,
        gzipped=lambda: gzipped,
    )


def _tile(tileset: Tileset, zoom: int, column: int, row: int) -> Tile:
    try:
        return checked_tile(
            zoom, column, row, least_zoom=tileset.least_zoom, most_zoom=tileset.most_zoom
        )
    except TileError as error:
        raise UnknownTileError(
            N_("There is no such tile: zooms are %(least)s to %(most)s, and columns and rows of a"
               " zoom z are 0 to 2^z - 1."),
            least=tileset.least_zoom, most=tileset.most_zoom,
        ) from error  # fmt: skip


def _refuse_unknown_version(server: TileServer, version: int) -> None:
    """Versions stay for ever, so each worker asks for each once."""
    if version not in server.versions:
        if version >= 2**31 or queries.version(database(), version) is None:
            raise UnknownVersionError(
                N_("There is no boundary version %(version)s."), version=version
            )
        server.versions.add(version)


def _reply(
    tile: KeptTile, *, max_age: int, immutable: bool = False, private: bool = True
) -> Response:
    """Send a tile; 204 says that nothing is there."""
    reply = entity(
        tile.body,
        MIMETYPE,
        max_age=max_age,
        immutable=immutable,
        private=private,
        etag_seed=tile.body,
        status=200 if tile.body else 204,
    )
    if not tile.body:
        del reply.headers["Content-Type"]
    return reply


def _tilejson(tileset: Tileset, *, private: bool) -> Response:
    version = queries.current_version(database())
    server = _server()
    bounds = None
    if version is not None:
        bounds = server.bounds.get(version.id) or queries.bounds(database(), version.id)
    if version is None or bounds is None:
        return problem(
            404, "boundaries-missing", gettext(N_("No boundaries have been imported yet."))
        )
    server.bounds[version.id] = bounds
    address = url_for(
        f"tiles.{tileset.name[:-1]}_tile",
        version=version.id, zoom=1, column=1, row=1, _external=True,
    ).replace("/1/1/1.mvt", "/{z}/{x}/{y}.mvt")  # fmt: skip
    document = tilejson(tileset, version, bounds, address, gettext)
    return entity(orjson.dumps(document), "application/json", max_age=0, private=private)


def _server() -> TileServer:
    return cast("TileServer", current_app.extensions["gis_tiles"])
