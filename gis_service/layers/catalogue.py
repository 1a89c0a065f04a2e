"""The layers that there are: where their rows come from, and what each feature says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gis_service.findings.messages import as_shown
from gis_service.findings.queries import village_names
from gis_service.land.models import CONSENTS, OWNERS
from gis_service.layers import queries
from gis_service.layers.queries import Source
from gis_service.layers.reasons import Reasons
from gis_service.zones.policy import COLOURS
from spatial.placement import VERDICTS
from spatial.progress import CONSTRUCTION_STAGES, LAND_STAGES

#: Identifier and properties of a row's feature.
Described = tuple[str | int, dict[str, Any]]
Describe = Callable[[Session, Sequence[Any], str], list[Described]]

TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_NUMBER = {"type": ["number", "null"]}
CODE = {"type": "string", "description": "Code of the Home Ministry, with dots"}
ZONE = {"enum": [*COLOURS, None]}
VERDICT = {"enum": [*VERDICTS, None]}
MOMENT = {"type": ["string", "null"], "format": "date-time"}
TEXTS = {"type": "array", "items": TEXT}
KNOWN = {"type": ["boolean", "null"], "description": "null: not known"}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer.

    Attributes
    ----------
    name, title : str
    properties : dict
        The JSON schema of each property.
    geometry : str
        The type of its geometries, each of which may be null.
    source : Source
    describe : callable
        Makes identifiers and properties of rows.
    """

    name: str
    title: str
    geometry: str
    properties: dict[str, Any]
    source: Source
    describe: Describe

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of a feature's properties."""
        return {
            "type": "object",
            "required": list(self.properties),
            "properties": self.properties,
        }


def _villages(_session: Session, rows: Sequence[Any], _language: str) -> list[Described]:
    return [
        (
            row.code,
            {
                "code": row.code,
                "name": row.name,
                "kind": row.kind,
                "district_code": row.district_code,
                "district": row.district,
                "regency_code": row.regency_code,
                "regency": row.regency,
                "area_m2": row.area_m2 and round(row.area_m2),
                "has_boundary": row.geometry is not None,
            },
        )
        for row in rows
    ]


def _zones(session: Session, rows: Sequence[Any], language: str) -> list[Described]:
    reasons = Reasons(session, (row.policy_id for row in rows), language)
    return [
        (
            row.code,
            {
                "code": row.code,
                "name": row.name,
                "district": row.district,
                "regency": row.regency,
                "zone": row.zone,
                "since": row.since,
                "rules": [reason["rule"] for reason in row.reasons or ()],
                "reasons": reasons.texts(row.policy_id, row.reasons),
                "verdict": row.verdict,
            },
        )
        for row in rows
    ]


def _sites(_session: Session, rows: Sequence[Any], _language: str) -> list[Described]:
    return [
        (
            row.village_code,
            {
                "village_code": row.village_code,
                "village": row.village,
                "district": row.district,
                "regency": row.regency,
                "verdict": row.verdict,
                "distance_m": None if row.distance_m is None else round(row.distance_m, 2),
                "found_in": row.found_in,
                "verified": row.verified,
                "flags": row.flags,
                "zone": row.zone,
            },
        )
        for row in rows
    ]


def _parcels(_session: Session, rows: Sequence[Any], _language: str) -> list[Described]:
    return [
        (
            row.village_code,
            {
                "village_code": row.village_code,
                "village": row.village,
                "district": row.district,
                "regency": row.regency,
                "owner": row.owner,
                "area_m2": row.area_m2 and round(row.area_m2, 1),
                "declared_area_m2": row.declared_area_m2,
                "perimeter_m": row.perimeter_m and round(row.perimeter_m, 1),
                "fits": row.fits,
                "clear_and_clean": row.clear_and_clean,
                "consent": row.consent,
                "access_road": row.access_road,
                "strategic": row.strategic,
                "needs_fill": row.needs_fill,
                "has_building": row.has_building,
                "protected_farmland": row.protected_farmland,
                "hazard": row.hazard,
                "flags": row.flags,
                "zone": row.zone,
                "recorded_at": row.recorded_at,
            },
        )
        for row in rows
    ]


def _progress(_session: Session, rows: Sequence[Any], _language: str) -> list[Described]:
    return [
        (
            row.village_code,
            {
                "village_code": row.village_code,
                "village": row.village,
                "district": row.district,
                "regency": row.regency,
                "stage": row.construction_stage,
                "percent": row.percent,
                "land_stage": row.land_stage,
                "reported_on": row.reported_on,
                "blockers": row.blockers,
                "photos": row.photos,
                "flags": row.flags,
            },
        )
        for row in rows
    ]


def _flags(session: Session, rows: Sequence[Any], language: str) -> list[Described]:
    names = village_names(session, (row.detail for row in rows))
    return [
        (
            row.id,
            {
                "village_code": row.village_code,
                "village": row.village,
                "subject": row.subject_type,
                "subject_id": row.subject_id,
                **as_shown(row._asdict(), language, names),
                "since": row.opened_at,
                "verdict": row.verdict,
            },
        )
        for row in rows
    ]


LAYERS = {
    layer.name: layer
    for layer in (
        Layer(
            "villages",
            "Villages with their boundaries",
            "MultiPolygon",
            {
                "code": CODE,
                "name": TEXT,
                "kind": {"enum": ["desa", "kelurahan", None]},
                "district_code": MAYBE_TEXT,
                "district": MAYBE_TEXT,
                "regency_code": MAYBE_TEXT,
                "regency": MAYBE_TEXT,
                "area_m2": MAYBE_NUMBER,
                "has_boundary": {"type": "boolean"},
            },
            queries.OF_VILLAGES,
            _villages,
        ),
        Layer(
            "zones",
            "Villages with their zone, why, and since when",
            "MultiPolygon",
            {
                "code": CODE,
                "name": TEXT,
                "district": MAYBE_TEXT,
                "regency": MAYBE_TEXT,
                "zone": ZONE,
                "since": MOMENT,
                "rules": TEXTS,
                "reasons": TEXTS,
                "verdict": VERDICT,
            },
            queries.OF_ZONES,
            _zones,
        ),
        Layer(
            "progress",
            "Progress by each village's last daily report, at the place of its site",
            "Point",
            {
                "village_code": CODE,
                "village": MAYBE_TEXT,
                "district": MAYBE_TEXT,
                "regency": MAYBE_TEXT,
                "stage": {"enum": [*CONSTRUCTION_STAGES, None]},
                "percent": MAYBE_NUMBER,
                "land_stage": {"enum": [*LAND_STAGES, None]},
                "reported_on": {"type": "string", "format": "date"},
                "blockers": TEXTS,
                "photos": {"type": "integer", "description": "How many were announced"},
                "flags": TEXTS,
            },
            queries.OF_PROGRESS,
            _progress,
        ),
        Layer(
            "sites",
            "Sites with the verdict of the checks",
            "Point",
            {
                "village_code": TEXT,
                "village": MAYBE_TEXT,
                "district": MAYBE_TEXT,
                "regency": MAYBE_TEXT,
                "verdict": VERDICT,
                "distance_m": MAYBE_NUMBER,
                "found_in": TEXTS,
                "verified": {"type": "boolean"},
                "flags": TEXTS,
                "zone": ZONE,
            },
            queries.OF_SITES,
            _sites,
        ),
        Layer(
            "parcels",
            "Parcels of land",
            "Polygon",
            {
                "village_code": CODE,
                "village": MAYBE_TEXT,
                "district": MAYBE_TEXT,
                "regency": MAYBE_TEXT,
                "owner": {"enum": [*OWNERS, None]},
                "area_m2": MAYBE_NUMBER,
                "declared_area_m2": MAYBE_NUMBER,
                "perimeter_m": MAYBE_NUMBER,
                "fits": KNOWN,
                "clear_and_clean": KNOWN,
                "consent": {"enum": [*CONSENTS, None]},
                "access_road": KNOWN,
                "strategic": KNOWN,
                "needs_fill": KNOWN,
                "has_building": KNOWN,
                "protected_farmland": KNOWN,
                "hazard": KNOWN,
                "flags": TEXTS,
                "zone": ZONE,
                "recorded_at": MOMENT,
            },
            queries.OF_PARCELS,
            _parcels,
        ),
        Layer(
            "flags",
            "Findings that are open, at the place of their village's site",
            "Point",
            {
                "village_code": TEXT,
                "village": MAYBE_TEXT,
                "subject": {"enum": ["site", "parcel", "report", "photo"]},
                "subject_id": TEXT,
                "code": TEXT,
                "severity": {"enum": ["critical", "warning", "info"]},
                "message": TEXT,
                "repair": {
                    "type": ["object", "null"],
                    "properties": {
                        "latitude": {"type": "number"},
                        "longitude": {"type": "number"},
                        "how": TEXT,
                    },
                },
                "waived": {"type": "boolean"},
                "since": MOMENT,
                "verdict": VERDICT,
            },
            queries.OF_FLAGS,
            _flags,
        ),
    )
}
