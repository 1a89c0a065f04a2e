"""Serve the application: ``python -m gis_service.server --port 8000``.

Granian with workers of one thread each (see ``docs/performance.md``). What the workers need is
loaded before they are made, so that they share its memory; and they share one account of metrics.
"""

import ctypes
import gc
import importlib
import os
import socket
import sys
from argparse import ArgumentParser
from contextlib import suppress
from tempfile import TemporaryDirectory

APPLICATION = "gis_service.wsgi:application"
#: Of ``mallopt`` in glibc.
M_MMAP_THRESHOLD = -3
LARGE_BLOCK_BYTES = 256 * 1024


def main() -> None:
    """Serve until somebody ends it."""
    parser = ArgumentParser(prog="python -m gis_service.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port (default %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default %(default)s)")
    arguments = parser.parse_args()
    if reason := _cannot_listen(arguments.host, arguments.port):
        sys.exit(f"Cannot listen on {arguments.host}:{arguments.port}: {reason}")
    with TemporaryDirectory(prefix="gis-metrics-") as folder:
        # the library looks at it when it is loaded
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        _serve(arguments.host, arguments.port, arguments.workers)


def _cannot_listen(host: str, port: int) -> str | None:
    """Why not: granian itself would share a port with another one of its kind."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        return getattr(error, "strerror", None) or str(error)
    return None


def _give_large_blocks_back() -> None:
    """Have the memory of a picture go back to the system once it was looked at.

    Left alone, glibc keeps ever larger blocks for itself: some photos cost a worker 80 MB for good.
    """
    # no glibc, nothing to say
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)


def _serve(host: str, port: int, workers: int) -> None:
    _give_large_blocks_back()
    granian = importlib.import_module("granian")
    importlib.import_module("gis_service.app")
    gc.collect()
    # what is never collected is never written to, and so stays shared
    gc.freeze()
    granian.Granian(
        APPLICATION,
        address=host,
        port=port,
        interface="wsgi",
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        log_access=False,
        log_level="warning",
    ).serve()


if __name__ == "__main__":
    main()
