"""A pin that a phone sends: its content, and what becomes of it."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.areas.lookups import area_names
from gis_service.language import N_
from gis_service.sites import queries
from gis_service.sites.service import Pin, record_pin
from gis_service.submissions.content import Content, DevicePosition, Metres, ProblemError, Text
from gis_service.submissions.service import Given, InForce

DECIMALS = 7


class SiteContent(Content):
    """One act of placing a site: as text, or as latitude and longitude (EPSG:4326).

    Numbers out of range are taken too: they are text that the checks read and flag.
    """

    coordinates: Annotated[
        Text | None, Field(description="As typed or pasted; kept word for word")
    ] = None
    latitude: float | None = None
    longitude: float | None = None
    method: Annotated[
        Literal["device", "tap", "text", "photo"],
        Field(description="Where the position comes from"),
    ] = "text"
    accuracy_m: Annotated[
        Metres | None, Field(description="Of the position given, one standard deviation")
    ] = None
    captured_at: AwareDatetime | None = None
    mock_location: Annotated[
        bool | None, Field(description="The phone said, or seemed, to make it up")
    ] = None
    device: Annotated[
        DevicePosition | None, Field(description="Where the phone was, also when it was tapped")
    ] = None
    fix_age_s: Annotated[float | None, Field(description="Age of the phone's fix")] = None
    reason: Annotated[
        Text | None, Field(description="Why it is taken although the accuracy is poor")
    ] = None
    note: Text | None = None

    @model_validator(mode="after")
    def _has_a_position(self) -> Self:
        numbers = (self.latitude, self.longitude)
        if self.coordinates is not None and self.coordinates.strip() and numbers == (None, None):
            return self
        if self.coordinates is None and None not in numbers:
            return self
        raise ProblemError(
            N_("Give either coordinates, as text, or latitude and longitude, as numbers."),
            field="coordinates",
        )

    @property
    def given_text(self) -> str:
        """The position as the reader gets it."""
        if self.coordinates is not None:
            return self.coordinates
        return f"{_digits(self.latitude)}, {_digits(self.longitude)}"


def _digits(number: float | None) -> str:
    """A number with as many decimals as it was given with, at most `DECIMALS`."""
    digits = f"{number:.{DECIMALS}f}".rstrip("0")
    return f"{digits}0" if digits.endswith(".") else digits


class SiteSubmission:
    """Places the site of a village; see `gis_service.submissions.service.Kind`."""

    name = "site"
    place = ""

    def __init__(self, content: SiteContent, given: Given) -> None:
        self.content = content
        self.given = given

    def in_force(self, session: Session) -> InForce | None:
        """The village's last pin."""
        row = session.execute(
            text(
                "SELECT site.position_id, site.raw, site.accuracy_m, site.verdict,"
                " ST_Y(site.geom) AS latitude, ST_X(site.geom) AS longitude,"
                " position.recorded_by, position.recorded_at FROM site"
                " INNER JOIN site_position AS position ON position.id = site.position_id"
                " WHERE site.village_code = :village_code"
            ),
            {"village_code": self.given.village_code},
        ).one_or_none()
        if row is None:
            return None
        content = {
            "latitude": row.latitude,
            "longitude": row.longitude,
            "raw": row.raw,
            "accuracy_m": row.accuracy_m,
            "verdict": row.verdict,
        }
        return InForce(site_tag(row.position_id), row.recorded_by, row.recorded_at, content)

    def accept(self, session: Session, submission_id: int, now: datetime) -> dict[str, Any]:
        """Place it, check it, and keep how it was found."""
        content, person = self.content, self.given.person
        pin = Pin(
            village_code=content.village_code,
            coordinates=content.given_text,
            accuracy_m=content.accuracy_m,
            captured_at=content.captured_at,
            mock_location=content.mock_location,
            note=content.note,
        )
        record_pin(session, pin, by=person.username, now=now, person_id=person.id)
        (row,) = queries.checked_sites(session, [content.village_code])
        distance_m = queries.store_pin(
            session, row.position_id, submission_id, content.method, content.device,
            fix_age_s=content.fix_age_s, reason=content.reason,
        )  # fmt: skip
        return {
            "tag": site_tag(row.position_id),
            "site": _site(session, row, distance_m),
        }


def site_tag(position_id: int) -> str:
    """Names the position in force, as an entity tag."""
    return f'"{position_id}"'


def _site(session: Session, row: Row[Any], device_distance_m: float | None) -> dict[str, Any]:
    names = area_names(session, row.found_in)
    return {
        "verdict": row.verdict,
        "distance_m": _metres(row.distance_m),
        "tolerance_m": _metres(row.tolerance_m),
        "found_in": [{"code": code, "name": names.get(code)} for code in row.found_in],
        "latitude": row.latitude,
        "longitude": row.longitude,
        "device_distance_m": _metres(device_distance_m),
        "flags": row.flags,
    }


def _metres(distance: float | None) -> float | None:
    return None if distance is None else round(distance, 2)
