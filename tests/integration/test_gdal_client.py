"""An outside client, GDAL, reads layers and tiles over HTTP: in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Served

ZOOM = 8
#: Reads a source with the GDAL that comes with pyogrio, and tells what it found.
CLIENT = """
import json, sys
import pyogrio
source, options = sys.argv[1], json.loads(sys.argv[2])
meta, _, geometry, data = pyogrio.raw.read(source, **options)
fields = list(meta["fields"])
key = next(name for name in ("code", "village_code") if name in fields)
print(json.dumps({
    "features": len(geometry), "fields": fields, "crs": meta["crs"],
    "kind": meta["geometry_type"], "codes": data[fields.index(key)].tolist(),
}))
"""


@pytest.fixture(scope="module")
def address(served: Served) -> Iterator[str]:
    with served.address() as at:
        yield at


def environment(served: Served) -> dict[str, str]:
    """The token of a planner, as GDAL is told of it."""
    token = served.tokens["planner"]
    return {**os.environ, "GDAL_HTTP_HEADERS": f"Authorization: Bearer {token}"}


def read(source: str, environment: dict[str, str], **options: str) -> Any:
    command = [sys.executable, "-c", CLIENT, source, json.dumps(options)]
    done = subprocess.run(
        command, env=environment, check=True, capture_output=True, timeout=120, text=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("layer", "kind"), [("villages", "MultiPolygon"), ("zones", "MultiPolygon"), ("sites", "Point")]
)
def test_a_layer_is_read_whole(served: Served, address: str, layer: str, kind: str) -> None:
    path = f"/api/v1/layers/{layer}.geojson?limit=2000"
    expected = served.json(path)
    found = read(address + path, environment(served))
    assert found["features"] == expected["numberMatched"] == expected["numberReturned"]
    assert (found["kind"], found["crs"]) == (kind, "EPSG:4326")
    assert found["codes"] == [one["id"] for one in expected["features"]]
    assert set(expected["features"][0]["properties"]) <= set(found["fields"])


def test_a_layer_needs_the_token(address: str) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        read(f"{address}/api/v1/layers/villages.geojson", dict(os.environ))


@pytest.mark.parametrize("tileset", ["villages", "sites"])
def test_tiles_are_read_through_their_tilejson(served: Served, address: str, tileset: str) -> None:
    found = read(
        f"MVT:{address}/tiles/{tileset}/1/{ZOOM}",
        environment(served),
        METADATA_FILE=f"{address}/tiles/{tileset}.json",
        TILE_EXTENSION="mvt",
    )
    layer = served.json(f"/api/v1/layers/{tileset}.geojson?limit=2000")["features"]
    assert set(found["codes"]) == {one["id"] for one in layer if one["geometry"]}


def test_ogr2ogr_reads_a_layer_and_tiles(served: Served, address: str, tmp_path: Path) -> None:
    ogr2ogr = shutil.which("ogr2ogr")
    if ogr2ogr is None:
        pytest.skip("ogr2ogr (gdal-bin) is not installed")
    for name, least, source in (
        ("layer", 1_166, [f"{address}/api/v1/layers/villages.geojson?limit=2000"]),
        (
            "tiles",
            1_150,
            [f"MVT:{address}/tiles/villages/1/{ZOOM}",
             "-oo", f"METADATA_FILE={address}/tiles/villages.json", "-oo", "TILE_EXTENSION=mvt"],
        ),
    ):  # fmt: skip
        copy = tmp_path / f"{name}.csv"
        subprocess.run([ogr2ogr, copy, *source], env=environment(served), check=True, timeout=120)
        assert len(copy.read_text(encoding="utf-8").splitlines()) > least
