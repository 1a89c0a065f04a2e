"""The service worker: its script, and what it keeps."""

from functools import lru_cache
from pathlib import Path

from gis_service.web.assets import FOLDER, asset_url

VENDOR = "vendor/field"
WORKER = f"{VENDOR}/worker.js"
ENTRIES = ("main.js", "sign-out.js", "field.css")
ALSO = ("app.css", "icon.svg")
#: The worker fetches for its pages, and runs nothing but itself.
WORKER_POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'"


def worker_script() -> bytes:
    """The script of the worker."""
    return _read(FOLDER / WORKER)


def assets() -> list[str]:
    """The addresses of what the page needs, all of which the worker keeps with it.

    The page itself names them, so that a page is never kept with the scripts of another version.
    Parts have a digest in their name, and no version: scripts load them by their name.
    """
    names = sorted(file.name for file in (FOLDER / VENDOR).glob("*") if file.is_file())
    return [
        *(asset_url(name) for name in ALSO),
        *(
            asset_url(f"{VENDOR}/{name}") if name in ENTRIES else f"/static/{VENDOR}/{name}"
            for name in names
            if name != "worker.js"
        ),
    ]


def _read(path: Path) -> bytes:
    try:
        return _content(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return b""


@lru_cache(maxsize=2)
def _content(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
