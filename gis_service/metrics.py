"""What is counted for Prometheus; ``/metrics`` shows it (`gis_service.operations`).

Several workers share one account where ``PROMETHEUS_MULTIPROC_DIR`` names a folder that was empty
at the start; without it each worker has its own.
"""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("gis_requests", "Requests that Flask answered", ("route", "method", "status"))
SECONDS = Histogram(
    "gis_request_seconds",
    "Time to answer, in seconds",
    ("route",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
TILES = Counter("gis_tiles", "Tiles sent, and where they came from", ("tileset", "source"))
KEPT = Counter("gis_kept_pages", "Layers and documents sent, new or kept", ("name", "found"))
PHOTOS = Counter("gis_photos", "Photos received, and those that could not be used", ("outcome",))
