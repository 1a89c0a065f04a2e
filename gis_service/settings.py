"""Settings: frozen, read once from the environment, validated at the start.

``./run`` writes ``.local/service.env`` with the addresses of the private PostGIS cluster of this
checkout; the environment always wins over that file.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as dataclass_field
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gis_service.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
SERVICE_ENV = PROJECT / ".local" / "service.env"
LANGUAGES = ("id", "en")
MEGABYTE = 1024 * 1024
BUILDING_M = (20, 30)
PHOTO_LONG_SIDE_PX = 1_600
#: The largest photo that is taken; what the officers' page sends has a tenth of it.
PHOTO_MOST_BYTES = 12 * MEGABYTE
#: What the officers' page sends of a photo at a time.
PHOTO_PART_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """What the officers' page works with; the office may set it.

    Attributes
    ----------
    accuracy_gate_m : int
        A phone's position is taken without a reason up to this accuracy, in metres.
    far_from_site_m : int
        A report or photo from farther away than this, beyond the accuracies, is flagged.
    required_area_m2 : int
        How large land has to be, in square metres, where the zone policy does not say.
    clock_error_s : int
        A phone's clock that is wrong by more is told so, in seconds.
    """

    accuracy_gate_m: int = 25
    far_from_site_m: int = 250
    required_area_m2: int = 1_000
    clock_error_s: int = 300

    def told(self) -> dict[str, Any]:
        """For the phone, with what is the same everywhere."""
        return {
            **{name: value for name, value in asdict(self).items() if name != "required_area_m2"},
            "building_m": BUILDING_M,
            "photo_long_side_px": PHOTO_LONG_SIDE_PX,
            "photo_chunk_bytes": PHOTO_PART_BYTES,
            "photo_most_bytes": PHOTO_MOST_BYTES,
        }


@dataclass(frozen=True, slots=True)
class PhotoStore:
    """Where photos are kept.

    Attributes
    ----------
    url : str
        ``s3://bucket`` or ``s3://bucket/folder``, or the path of a folder; empty: ``photos`` in the
        home folder.
    endpoint, region, access_key_id, secret_access_key : str
        Of an S3-compatible store; empty: its own defaults, or what the machine was given.
    """

    url: str = ""
    endpoint: str = ""
    region: str = ""
    access_key_id: str = dataclass_field(default="", repr=False)
    secret_access_key: str = dataclass_field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can differ from one installation to the next.

    Attributes
    ----------
    database_url : str
        ``postgresql://`` address of the owner of the tables: migrations.
    app_database_url : str
        The same database as the service's own, less privileged role.
    home : Path
        Folder for downloads and other data that is not in the database.
    language : str
        Language of messages, ``id`` or ``en``.
    time_zone : tzinfo
        The office's time zone: where a day begins and ends.
    roster : Path
        Folder with the shipped roster (see ``data/roster/README.md``).
    indicative_boundaries, published_manifest, zone_policy : Path
        Shipped boundaries, manifest of the published ones, and the zone policy in force.
    secret_key : str
        Signs the sessions; empty: made once and kept in ``home`` (`gis_service.secret_key`).
    secure_cookies : bool
        The service is behind TLS: cookies are sent over it only.
    trusted_proxies : int
        How many proxies stand in front, whose ``X-Forwarded-*`` headers are believed.
    max_request_bytes : int
        Largest request that is taken.
    metrics_token : str
        Bearer token that ``/metrics`` asks for; empty: it answers this machine only.
    tile_cache_bytes, layer_cache_bytes : int
        Room in each worker for tiles and for layers and documents that are kept ready.
    field : FieldSettings
        What the officers' page works with.
    photos : PhotoStore
        Where photos are kept.
    models_per_regency : int
        How many model cooperatives each regency or city is to have.
    """

    database_url: str
    app_database_url: str
    home: Path
    language: str
    time_zone: tzinfo
    roster: Path
    indicative_boundaries: Path
    published_manifest: Path
    zone_policy: Path
    secret_key: str = dataclass_field(default="", repr=False)
    secure_cookies: bool = False
    trusted_proxies: int = 0
    max_request_bytes: int = 16 * MEGABYTE
    metrics_token: str = dataclass_field(default="", repr=False)
    tile_cache_bytes: int = 16 * MEGABYTE
    layer_cache_bytes: int = 16 * MEGABYTE
    field: FieldSettings = FieldSettings()
    photos: PhotoStore = PhotoStore()
    models_per_regency: int = 5

    @property
    def database_name(self) -> str:
        """The database's name, without user or password: safe to print."""
        return urlsplit(self.database_url).path.lstrip("/") or "postgres"


def read_settings(
    environment: Mapping[str, str] | None = None, *, language: str | None = None
) -> Settings:
    """Read the settings from the environment and ``.local/service.env``.

    Parameters
    ----------
    environment : mapping, optional
        By default the process's own.
    language : str, optional
        Wins over ``GIS_LANGUAGE``.

    Raises
    ------
    SettingsError
        A value is missing or cannot be used; the message names it.
    """
    given = dict(os.environ if environment is None else environment)
    if not given.get("GIS_DATABASE_URL"):
        given = {**_service_env(), **{name: value for name, value in given.items() if value}}
    database_url = _postgresql_url(given, "GIS_DATABASE_URL")
    app_url = given.get("GIS_APP_DATABASE_URL") or database_url
    data = PROJECT / "data"
    return Settings(
        database_url=database_url,
        app_database_url=_postgresql_url({"GIS_APP_DATABASE_URL": app_url}, "GIS_APP_DATABASE_URL"),
        home=Path(given.get("GIS_HOME") or PROJECT / ".local"),
        language=language or _one_of(given, "GIS_LANGUAGE", LANGUAGES),
        time_zone=_time_zone(given.get("GIS_TIME_ZONE") or "Asia/Makassar"),
        roster=_path(given, "GIS_ROSTER", data / "roster"),
        indicative_boundaries=_path(
            given, "GIS_INDICATIVE_BOUNDARIES", data / "boundaries" / "indicative.toml"
        ),
        published_manifest=_path(
            given, "GIS_PUBLISHED_MANIFEST", data / "boundaries" / "published_52.toml"
        ),
        zone_policy=_path(given, "GIS_ZONE_POLICY", data / "policy" / "zones.toml"),
        secret_key=_secret(given, "GIS_SECRET_KEY"),
        secure_cookies=_one_of(given, "GIS_SECURE_COOKIES", ("0", "1")) == "1",
        trusted_proxies=_whole_number(given, "GIS_TRUSTED_PROXIES", 0),
        max_request_bytes=_whole_number(given, "GIS_MAX_REQUEST_MB", 16) * MEGABYTE,
        metrics_token=given.get("GIS_METRICS_TOKEN", ""),
        tile_cache_bytes=_whole_number(given, "GIS_TILE_CACHE_MB", 16) * MEGABYTE,
        layer_cache_bytes=_whole_number(given, "GIS_LAYER_CACHE_MB", 16) * MEGABYTE,
        field=FieldSettings(
            accuracy_gate_m=_whole_number(given, "GIS_ACCURACY_GATE_M", 25),
            far_from_site_m=_whole_number(given, "GIS_FAR_FROM_SITE_M", 250),
            required_area_m2=_whole_number(given, "GIS_REQUIRED_AREA_M2", 1_000),
            clock_error_s=_whole_number(given, "GIS_CLOCK_ERROR_S", 300),
        ),
        photos=_photo_store(given),
        models_per_regency=_whole_number(given, "GIS_MODELS_PER_REGENCY", 5),
    )


def _service_env() -> dict[str, str]:
    try:
        lines = SERVICE_ENV.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def _postgresql_url(given: Mapping[str, str], name: str) -> str:
    url = given.get(name, "")
    if not url:
        raise SettingsError(
            f"{name} is not set and this checkout has no database yet: "
            "run ./run once, or set it to a postgresql:// address."
        )
    if urlsplit(url).scheme not in {"postgresql", "postgres"}:
        raise SettingsError(f"{name} must be an address that begins with postgresql://")
    return url


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name) or allowed[0]
    if value not in allowed:
        raise SettingsError(f"{name} is {value!r}; it must be one of: {', '.join(allowed)}")
    return value


def _time_zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"GIS_TIME_ZONE is {name!r}; it must be a name such as Asia/Makassar"
        ) from error


def _whole_number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name) or str(default)
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{name} is {value!r}; it must be a whole number, 0 or more")
    return int(value)


def _secret(given: Mapping[str, str], name: str) -> str:
    value = _or_from_file(given, name)
    if (value or given.get(f"{name}_FILE")) and len(value) < 32:
        raise SettingsError(f"{name} is too short: it must have 32 characters or more")
    return value


def _or_from_file(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if file := given.get(f"{name}_FILE"):
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name}_FILE names a file that cannot be read: {file}") from error
    return value


def _photo_store(given: Mapping[str, str]) -> PhotoStore:
    url = given.get("GIS_PHOTO_STORE", "")
    bucket = urlsplit(url).netloc if url.startswith("s3://") else ""
    if url and not bucket and not Path(url).is_absolute():
        raise SettingsError(
            f"GIS_PHOTO_STORE is {url!r}; it must be s3://bucket, s3://bucket/folder, or the whole"
            " path of a folder"
        )
    endpoint = given.get("AWS_ENDPOINT_URL_S3") or given.get("AWS_ENDPOINT_URL", "")
    if endpoint and urlsplit(endpoint).scheme not in ("https", "http"):
        raise SettingsError("AWS_ENDPOINT_URL must be an address that begins with https://")
    return PhotoStore(
        url=url,
        endpoint=endpoint,
        region=given.get("AWS_REGION") or given.get("AWS_DEFAULT_REGION", ""),
        access_key_id=_or_from_file(given, "AWS_ACCESS_KEY_ID"),
        secret_access_key=_or_from_file(given, "AWS_SECRET_ACCESS_KEY"),
    )


def _path(given: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(given[name]) if given.get(name) else default
