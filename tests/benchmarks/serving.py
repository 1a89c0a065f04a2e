"""How fast tiles and layers are served, beside the bare SQL and a server of ready files."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from sqlalchemy import Engine, text

from gis_service.accounts.service import add_person
from gis_service.accounts.tokens import create_token
from gis_service.db import transaction
from gis_service.settings import Settings
from gis_service.signed_in import SignedIn
from spatial.tiles import Tile, tile_at
from tests.benchmarks.figures import Figure
from tests.benchmarks.servers import (
    memory_mb,
    nginx,
    requests_per_second,
    service,
    statements_per_second,
    tool,
)

TILES = 200
BOXES = 200
SECONDS = 4.0
CONNECTIONS = 8

#: The limit of cold tiles: one statement on the full geometry, and nothing round it.
PLAIN_TILE = r"""
\set at random(0, {last})
SELECT ST_AsMVT(tile, 'villages', 4096, 'geom') FROM (
    SELECT village_code AS code,
        ST_AsMVTGeom(geom, ST_TileEnvelope(z, x, y), 4096, 64, TRUE) AS geom
    FROM bench_tile INNER JOIN village_tile_geometry
        ON version_id = {version} AND geom && ST_TileEnvelope(z, x, y, margin => 64.0 / 4096)
    WHERE id = :at
) AS tile WHERE geom IS NOT NULL;
"""
COLLECTION = """
SELECT '{{"type":"FeatureCollection","features":[' || string_agg(
    '{{"type":"Feature","id":' || to_json(village.code) || ',"geometry":'
    || ST_AsGeoJSON(boundary.geom, 6, 0) || ',"properties":'
    || json_build_object('code', village.code, 'name', village.name, 'kind', village.kind,
        'district', village.district, 'regency', village.regency,
        'area_m2', boundary.area_m2)::text || '}}', ',') || ']}}'
FROM {source};
"""
THOUSAND = """(SELECT * FROM village ORDER BY code LIMIT 1000) AS village
    LEFT JOIN village_boundary AS boundary
    ON boundary.version_id = {version} AND boundary.village_code = village.code"""
BOX = """bench_box INNER JOIN village_boundary AS boundary
    ON boundary.version_id = {version}
    AND boundary.geom && ST_MakeEnvelope(west, south, east, north, 4326)
    AND ST_Intersects(boundary.geom, ST_MakeEnvelope(west, south, east, north, 4326))
    INNER JOIN village ON village.code = boundary.village_code
    WHERE bench_box.id = :at"""


def serving(settings: Settings, engine: Engine, rounds: int, what: str) -> Iterator[Figure]:
    """Measure on a database with boundaries; a figure whose tools are missing is left out."""
    if missing := [name for name in ("wrk", "pgbench", "nginx") if tool(name) is None]:
        print(f"Serving is not measured: {', '.join(missing)} not installed", flush=True)
        return
    with engine.connect() as connection:
        version = connection.scalar(text("SELECT id FROM current_boundary_version"))
    token = _token(settings, engine)
    with (
        TemporaryDirectory(prefix="gis-bench-") as scratch,
        service(settings) as (kept, process),
        service(settings, GIS_TILE_CACHE_MB="0", GIS_LAYER_CACHE_MB="0") as (cold, _),
    ):
        folder = Path(scratch)
        paths = _tiles(settings, engine, version)

        def ask(address: str, asked: list[str], connections: int = CONNECTIONS) -> float:
            return 1 / requests_per_second(
                address, asked, folder=folder, connections=connections, seconds=SECONDS, token=token
            )

        def sql(script: str, connections: int = CONNECTIONS) -> float:
            return 1 / statements_per_second(
                settings, script, folder=folder, connections=connections, seconds=SECONDS
            )

        plain = PLAIN_TILE.format(last=TILES - 1, version=version)
        yield _compared(
            f"{what}: cold tile / plain SQL on full geometry, 8 connections",
            rounds, lambda: ask(cold, paths), lambda: sql(plain), at_least=0.9,
        )  # fmt: skip
        ready = _download(kept, paths, folder)
        with nginx(folder) as files:
            yield _compared(
                f"{what}: kept tile / nginx with the same bytes, 8 connections",
                rounds, lambda: ask(kept, ready), lambda: ask(files, ready), at_least=0.4,
            )  # fmt: skip
        thousand = ["/api/v1/layers/villages.geojson?limit=1000"]
        script = COLLECTION.format(source=THOUSAND.format(version=version))
        yield _compared(
            f"{what}: 1,000 villages as GeoJSON / string_agg, 1 connection",
            rounds, lambda: ask(cold, thousand, 1), lambda: sql(script, 1), at_least=1.0,
        )  # fmt: skip
        yield _compared(
            f"{what}: 1,000 villages as GeoJSON, kept / string_agg, 1 connection",
            rounds, lambda: ask(kept, thousand, 1), lambda: sql(script, 1), at_least=1.0,
        )  # fmt: skip
        boxes = _boxes(settings, engine, version)
        script = f"\\set at random(0, {BOXES - 1})\n" + COLLECTION.format(
            source=BOX.format(version=version)
        )
        yield _compared(
            f"{what}: box of 50 villages / SQL, 8 connections",
            rounds, lambda: ask(cold, boxes), lambda: sql(script), at_least=0.65,
        )  # fmt: skip
        memory = memory_mb(process)
        yield Figure(
            f"{what}: memory of the service after this, two workers (MB, PSS)",
            memory, memory, memory, at_most=180,
        )  # fmt: skip


def _compared(
    name: str,
    rounds: int,
    ours: Callable[[], float],
    limit: Callable[[], float],
    *,
    at_least: float,
) -> Figure:
    """Seconds for one of ours over seconds for one of the limit's, side by side."""
    pairs = [(ours(), limit()) for _ in range(rounds)]
    ratios = sorted(one / other for one, other in pairs)
    speeds = [sorted(1 / pair[side] for pair in pairs)[len(pairs) // 2] for side in (0, 1)]
    return Figure(
        f"{name} (time)",
        ratios[len(ratios) // 2],
        ratios[0],
        ratios[-1],
        at_most=1 / at_least,
        detail=f"{speeds[0]:,.0f} a second against {speeds[1]:,.0f}, {rounds} rounds",
    )


def _tiles(settings: Settings, engine: Engine, version: int | None) -> list[str]:
    """Fixed tiles over NTB, zoom 6 to 14, also as a table for the bare statement."""
    dice = random.Random(7)  # noqa: S311 - places, not secrets
    tiles: list[Tile] = [
        tile_at(dice.uniform(115.9, 119.1), dice.uniform(-9.0, -8.15), 6 + number % 9)
        for number in range(TILES)
    ]
    with engine.begin() as connection:
        connection.execute(text("RESET ROLE"))
        connection.execute(
            text("CREATE TABLE bench_tile (id integer PRIMARY KEY, z int, x int, y int)")
        )
        connection.execute(
            text("INSERT INTO bench_tile VALUES (:id, :z, :x, :y)"),
            [
                {"id": number, "z": tile.zoom, "x": tile.column, "y": tile.row}
                for number, tile in enumerate(tiles)
            ],
        )
        connection.execute(text("ANALYZE bench_tile"))
    return [f"/tiles/villages/{version}/{t.zoom}/{t.column}/{t.row}.mvt" for t in tiles]


def _boxes(settings: Settings, engine: Engine, version: int | None) -> list[str]:
    """Boxes that touch about 50 villages each, also as a table for the bare statement."""
    with engine.begin() as connection:
        connection.execute(text("RESET ROLE"))
        connection.execute(
            text(
                """
                CREATE TABLE bench_box AS
                WITH middle AS (
                    SELECT row_number() OVER () - 1 AS id, ST_PointOnSurface(geom) AS point
                    FROM (
                        SELECT geom FROM village_boundary WHERE version_id = :version
                        ORDER BY md5(village_code) LIMIT :boxes
                    ) AS some_villages
                )
                SELECT id::integer, round(ST_X(point)::numeric - side, 6)::float8 AS west,
                    round(ST_Y(point)::numeric - side, 6)::float8 AS south,
                    round(ST_X(point)::numeric + side, 6)::float8 AS east,
                    round(ST_Y(point)::numeric + side, 6)::float8 AS north
                FROM middle CROSS JOIN LATERAL (
                    SELECT side::numeric / 400 AS side FROM generate_series(1, 400) AS side
                    WHERE (
                        SELECT count(*) FROM village_boundary WHERE version_id = :version
                        AND ST_Intersects(geom, ST_Expand(point, side / 400.0))
                    ) >= 50
                    ORDER BY side LIMIT 1
                ) AS grown
                """
            ),
            {"version": version, "boxes": BOXES},
        )
        connection.execute(text("CREATE UNIQUE INDEX ON bench_box (id)"))
        connection.execute(text("ANALYZE bench_box"))
        rows = connection.execute(
            text("SELECT west, south, east, north FROM bench_box ORDER BY id")
        )
        return [
            "/api/v1/layers/villages.geojson?limit=200&bbox=" + ",".join(map(str, row))
            for row in rows
        ]


def _download(address: str, paths: list[str], folder: Path) -> list[str]:
    """Put the tiles where nginx serves them from; those that hold nothing are left out."""
    ready = []
    for path in paths:
        with urlopen(address + path) as reply:
            body = reply.read()
        if body:
            file = folder / "www" / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
            ready.append(path)
    (folder / "www" / "ready").write_text("ready", encoding="utf-8")
    return ready


def _token(settings: Settings, engine: Engine) -> str:
    now = datetime.now(UTC)
    with transaction(engine, settings) as session:
        person = add_person(
            session, "bench", "Bench", "rahasia sekali 17", roles=["planner"], by="bench", now=now
        )
        somebody = SignedIn(person.id, "bench", "Bench", frozenset({"planner"}))
        return create_token(session, somebody, "bench", 7, now)
