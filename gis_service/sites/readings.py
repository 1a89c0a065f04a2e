"""What the reader makes of coordinate texts, as documents."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from gis_service.errors import UnknownVillageError
from gis_service.findings.messages import how
from gis_service.language import N_
from gis_service.sites import queries
from gis_service.sites.checks import read_in_villages
from spatial.coordinates import Coordinates, read_coordinates
from spatial.repairs import prefer_inside


def read_texts(
    session: Session, texts: Sequence[tuple[str, str]], language: str
) -> list[dict[str, Any]]:
    """Read (village code, text) pairs; an empty code is no village.

    With a village, a reading inside it is preferred.

    Returns
    -------
    list of dict
        ``text``, ``status`` and ``readings``, the best one first, with latitude and longitude in
        degrees (EPSG:4326).

    Raises
    ------
    UnknownVillageError
        The only village that is named is not in the roster.
    """
    extent = queries.service_extent(session)
    named = {code for code, _ in texts if code}
    if len(named) == 1 and not queries.village_known(session, code := next(iter(named))):
        raise UnknownVillageError(
            N_("%(code)s is not in the roster; codes look like 52.01.01.2001"), code=code
        )
    read: Iterable[Coordinates]
    if named:
        read = [
            prefer_inside(found, inside)
            for found, inside in read_in_villages(session, texts, around=extent)
        ]
    else:
        read = (read_coordinates(text, extent=extent) for _, text in texts)
    return [_document(found, language) for found in read]


def _document(found: Coordinates, language: str) -> dict[str, Any]:
    return {
        "text": found.text.encode(errors="replace").decode(),
        "status": found.status,
        "readings": [
            {
                "latitude": reading.latitude,
                "longitude": reading.longitude,
                "how": how(reading.steps, language),
                "repair": reading.repair,
            }
            for reading in found.readings
        ],
    }
