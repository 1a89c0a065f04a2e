"""A parcel that a client sends: its content, and what becomes of it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from sqlalchemy.orm import Session

from gis_service.areas.lookups import unknown_areas
from gis_service.land import queries
from gis_service.land.geometry import polygon_or_refuse, read_rings
from gis_service.land.service import record_parcel
from gis_service.language import N_
from gis_service.submissions.content import Content, Metres, Text
from gis_service.submissions.errors import ContentError
from gis_service.submissions.service import Given, InForce

POSITION = {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}}
RINGS = {
    "type": "array",
    "description": "The outer ring and the holes, each of corners [longitude, latitude]",
    "items": {"type": "array", "items": POSITION},
}
Known = Annotated[bool | None, Field(description="null: not known")]


class PolygonGeometry(BaseModel):
    """A GeoJSON polygon (RFC 7946): longitude first, EPSG:4326; heights are left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["Polygon"]
    coordinates: Annotated[Any, AfterValidator(read_rings), WithJsonSchema(RINGS)]
    bbox: Any = None


class CornerFix(BaseModel):
    """How well the place of a corner is known: ``fixes`` are how many were averaged."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    accuracy_m: Metres | None = None
    fixes: Annotated[int, Field(ge=1, le=100_000)] | None = None


class ParcelContent(Content):
    """The land of a cooperative: its outline, and what its officer knows of it."""

    geometry: PolygonGeometry
    method: Annotated[
        Literal["drawn", "walked", "pasted"], Field(description="Where the corners come from")
    ]
    corners: Annotated[list[CornerFix], Field(max_length=5_000)] | None = None
    owner: Literal["village", "regency", "province", "ministry", "private", "endowment"] | None = (
        None
    )
    certificate: Text | None = None
    declared_area_m2: Annotated[
        Annotated[float, Field(gt=0, le=100_000_000)] | None,
        Field(description="As a paper or the owner says, in square metres"),
    ] = None
    clear_and_clean: Known = None
    consent: Annotated[
        Literal["none", "asked", "given", "refused"] | None,
        Field(description="Of the owner; null: not known"),
    ] = None
    access_road: Known = None
    strategic: Known = None
    needs_fill: Known = None
    has_building: Known = None
    protected_farmland: Known = None
    hazard: Known = None
    note: Text | None = None

    @property
    def accuracy_m(self) -> float | None:
        """Accuracy of the worst corner."""
        known = [one.accuracy_m for one in self.corners or () if one.accuracy_m is not None]
        return max(known, default=None)


class ParcelSubmission:
    """Records the parcel of a village; see `gis_service.submissions.service.Kind`."""

    name = "parcel"
    place = ""

    def __init__(self, content: ParcelContent, given: Given) -> None:
        self.content = content
        self.given = given
        self.polygon = polygon_or_refuse(content.geometry.coordinates)

    def in_force(self, session: Session) -> InForce | None:
        """The village's parcel."""
        row = queries.in_force(session, self.given.village_code)
        if row is None:
            return None
        content = {**row.content, "geometry": row.geometry}
        return InForce(parcel_tag(row.revision_id), row.recorded_by, row.recorded_at, content)

    def accept(self, session: Session, submission_id: int, now: datetime) -> dict[str, Any]:
        """Record it and check it."""
        village_code = self.content.village_code
        if unknown_areas(session, [village_code]):
            text = N_("The roster does not hold the village %(code)s. Correct the code.")
            raise ContentError([("village_code", text, {"code": village_code})])
        record_parcel(
            session,
            village_code,
            self.polygon,
            {
                **self.content.model_dump(mode="json", exclude={"village_code", "geometry"}),
                "accuracy_m": self.content.accuracy_m,
            },
            by=self.given.person.username,
            now=now,
            person_id=self.given.person.id,
            client_id=self.given.client_id,
            submission_id=submission_id,
        )
        row = queries.in_force(session, village_code)
        if row is None:
            raise RuntimeError("a parcel that was recorded is in force")
        return {
            "tag": parcel_tag(row.revision_id),
            "parcel": {
                "area_m2": round(row.area_m2, 1),
                "perimeter_m": round(row.perimeter_m, 1),
                "fits": row.fits,
                "rectangle": row.rectangle,
                "flags": row.flags,
            },
        }


def parcel_tag(revision_id: int) -> str:
    """Names the state in force, as an entity tag."""
    return f'"{revision_id}"'
