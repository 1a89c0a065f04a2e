"""The service worker: its script, with the list of what it keeps."""

from functools import lru_cache
from pathlib import Path

import orjson

from gis_service.web.assets import FOLDER, asset_url

VENDOR = "vendor/field"
WORKER = f"{VENDOR}/worker.js"
ENTRIES = ("main.js", "field.css")
#: The worker fetches for its pages, and runs nothing but itself.
WORKER_POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'"


def worker_script() -> bytes:
    """The script, which changes when anything does that it keeps."""
    kept = [asset_url("app.css"), asset_url("icon.svg"), *_built()]
    before = b"const KEPT = " + orjson.dumps(kept) + b";\n"
    return before + _read(FOLDER / WORKER)


def _built() -> list[str]:
    """The built scripts and styles: entries by their versioned address, parts by their own."""
    folder = FOLDER / VENDOR
    return [
        asset_url(f"{VENDOR}/{file.name}")
        if file.name in ENTRIES
        else f"/static/{VENDOR}/{file.name}"
        for file in sorted(folder.glob("*"))
        if file.name != "worker.js" and file.is_file()
    ]


def _read(path: Path) -> bytes:
    try:
        return _content(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return b""


@lru_cache(maxsize=2)
def _content(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
