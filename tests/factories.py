"""Makes areas, boundaries and sites for tests; polygons in degrees (EPSG:4326)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import shapely
from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon, Polygon, box
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from gis_service.areas.events import boundaries_imported
from gis_service.areas.models import BoundaryGap, BoundaryVersion, VillageBoundary
from gis_service.areas.roster import AreaRow, RosterReport, store_areas
from gis_service.land.service import record_parcel
from gis_service.sites.checks import check_sites
from gis_service.sites.reports import check_report
from gis_service.sites.service import Pin, record_pin
from spatial.crs import geodesic_area_m2

#: When the villages of the tests came into the roster: before anything else happens.
FORMED = datetime(2025, 7, 21, tzinfo=UTC)


class Factory:
    """What a test needs in the database, in the words of the domain."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.version_id: int | None = None

    def areas(self, *rows: AreaRow) -> None:
        store_areas(self.session, rows, RosterReport(), FORMED)

    def village(
        self,
        code: str = "52.01.01.2001",
        name: str = "Beleke",
        centroid: tuple[float, float] | None = None,
    ) -> str:
        """Add a village, with ``centroid`` as latitude, longitude."""
        latitude, longitude = centroid or (None, None)
        self.areas(AreaRow(code, name, "desa", None, latitude, longitude))
        return code

    def boundary_version(self, precision_m: float = 10.0, quality: str = "official") -> int:
        self.session.execute(text("UPDATE boundary_version SET is_current = false"))
        self.version_id = self.session.execute(
            insert(BoundaryVersion)
            .values(
                source="test",
                quality=quality,
                precision_m=precision_m,
                checksum="test",
                imported_at=self.now,
                imported_by="test",
                is_current=True,
            )
            .returning(BoundaryVersion.id)
        ).scalar_one()
        return self.version_id

    def boundary(self, code: str, polygon: Polygon | MultiPolygon) -> None:
        if self.version_id is None:
            self.boundary_version()
        self.session.execute(
            insert(VillageBoundary).values(
                version_id=self.version_id,
                village_code=code,
                province_code=code.split(".", 1)[0],
                geom=_multi(polygon),
                area_m2=geodesic_area_m2(polygon),
            )
        )

    def imported(self) -> None:
        """Let the slices above know of the boundaries, as an import does at its end."""
        boundaries_imported.send(session=self.session, version_id=self.version_id, now=self.now)

    def gap(self, province_code: str, polygon: Polygon) -> None:
        self.session.execute(
            insert(BoundaryGap).values(
                version_id=self.version_id,
                province_code=province_code,
                geom=_multi(polygon),
                area_m2=geodesic_area_m2(polygon),
            )
        )

    def square(
        self,
        code: str = "52.01.01.2001",
        south_west: tuple[float, float] = (-8.60, 116.10),
        degrees: float = 0.02,
        centroid: tuple[float, float] | None = None,
    ) -> Polygon:
        """Add a village with a square boundary; ``south_west`` is latitude, longitude."""
        latitude, longitude = south_west
        polygon = box(longitude, latitude, longitude + degrees, latitude + degrees)
        self.village(code, f"Desa {code[-4:]}", centroid)
        self.boundary(code, polygon)
        return polygon

    def pin(self, code: str, coordinates: str, **fields: Any) -> dict[str, Any]:
        """Place a site, and give its part of the check's report."""
        record_pin(self.session, Pin(code, coordinates, **fields), by="test", now=self.now)
        return self.site(code)

    def parcel(self, code: str, polygon: Polygon, **content: Any) -> dict[str, dict[str, Any]]:
        """Record the land of a village, and give its findings by code."""
        given = {"method": "drawn", "accuracy_m": None, **content}
        record_parcel(self.session, code, polygon, given, by="test", now=self.now)
        return self.parcel_findings(code)

    def parcel_findings(self, code: str) -> dict[str, dict[str, Any]]:
        """The open findings on a village's land: code to figures."""
        rows = self.session.execute(
            text(
                "SELECT code, detail FROM open_flag"
                " WHERE subject_type = 'parcel' AND village_code = :code"
            ),
            {"code": code},
        )
        return {row.code: row.detail for row in rows}

    def check(self, codes: Sequence[str] | None = None) -> dict[str, Any]:
        check_sites(self.session, None, self.now)
        return check_report(self.session, codes, "en")

    def site(self, code: str) -> dict[str, Any]:
        (site,) = check_report(self.session, [code], "en")["sites"]
        return dict(site)


def flag_codes(site: dict[str, Any]) -> set[str]:
    """The codes of the flags in a site's part of the report."""
    return {flag["code"] for flag in site["flags"]}


def _multi(polygon: Polygon | MultiPolygon) -> Any:
    multi = polygon if isinstance(polygon, MultiPolygon) else MultiPolygon([polygon])
    return from_shape(shapely.set_srid(multi, 4326), srid=4326)
