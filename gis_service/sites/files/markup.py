"""KML and GPX, read as text: every number keeps the digits that the file has."""

import re
from collections.abc import Callable, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from gis_service.sites.files.errors import SiteFileError, refuse_damaged
from gis_service.sites.files.features import Feature
from gis_service.sites.files.rows import pair
from gis_service.sites.files.values import without_exponent

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_POSITION = re.compile(rf"({_NUMBER})\s*,\s*({_NUMBER})(?:\s*,\s*(?:{_NUMBER})?)?")
_OF_DATA = frozenset({"SchemaData", "value", "displayName"})
_KML_GEOMETRIES = frozenset(
    {
        "Point",
        "LineString",
        "LinearRing",
        "Polygon",
        "MultiGeometry",
        "Model",
        "Track",
        "MultiTrack",
    }
)


def kml_features(stream: IO[bytes], *, before: int = 0) -> Iterator[Feature]:
    """Yield the placemarks of a KML document, of all folders, in their order.

    Parameters
    ----------
    stream : binary file
        The document.
    before : int
        How many placemarks were in documents before this one.

    Raises
    ------
    SiteFileError
        It is damaged, declares entities, or is not KML.
    """
    return _features(stream, "kml", {"Placemark"}, _placemark, before)


def gpx_features(stream: IO[bytes]) -> Iterator[Feature]:
    """Yield the waypoints of a GPX document; routes and tracks are features that are no points.

    Raises
    ------
    SiteFileError
        It is damaged, declares entities, or is not GPX.
    """
    return _features(stream, "gpx", {"wpt", "rte", "trk"}, _waypoint)


def _features(
    stream: IO[bytes],
    root: str,
    wanted: set[str],
    read: Callable[[int, Element], Feature],
    before: int = 0,
) -> Iterator[Feature]:
    number = before
    for element in _elements(stream, root):
        if _name(element) in wanted:
            number += 1
            yield read(number, element)
            element.clear()


def _elements(stream: IO[bytes], root: str) -> Iterator[Element]:
    """Yield the elements as they end, if the outermost one is what it should be."""
    outermost: Element | None = None
    for event, element in _events(stream):
        if outermost is None:
            outermost = element
            if _name(outermost) != root:
                raise SiteFileError("xml-other-root", expected=root, found=_name(outermost)[:60])
        if event == "end":
            yield element


def _events(stream: IO[bytes]) -> Iterator[tuple[str, Element]]:
    with refuse_damaged("xml-damaged", line=1):
        try:
            yield from iterparse(stream, events=("start", "end"))
        except DefusedXmlException as error:
            raise SiteFileError("xml-entities") from error
        except ParseError as error:
            raise SiteFileError("xml-damaged", line=error.position[0]) from error


def _placemark(number: int, placemark: Element) -> Feature:
    properties: dict[str, str] = {}
    described: dict[str, str] = {}
    for child in placemark:
        if _name(child) == "ExtendedData":
            properties.update(_extended_data(child))
        elif _name(child) in {"name", "description"}:
            described[_name(child)] = _text(child)
        elif _name(child) == "TimeStamp":
            described["timestamp"] = _text(child).strip()
    for name, text in described.items():
        properties.setdefault(name, text)
    geometries = [child for child in placemark if _name(child) in _KML_GEOMETRIES]
    if not geometries:
        return Feature(number, properties)
    parts = [part for geometry in geometries for part in geometry.iter() if _is_part(part)]
    if [_name(part) for part in parts] != ["Point"]:
        return Feature(number, properties, other_geometry=_name(geometries[0]))
    texts = [_text(child) for child in parts[0] if _name(child) == "coordinates"]
    return Feature(number, properties, _kml_position(" ".join(texts)))


def _is_part(element: Element) -> bool:
    return _name(element) in _KML_GEOMETRIES - {"MultiGeometry"}


def _extended_data(data: Element) -> dict[str, str]:
    """Read the properties of a placemark: Data, SimpleData, or elements of the file's own."""
    properties = {}
    for element in data.iter():
        if _name(element) == "Data":
            values = [_text(child) for child in element if _name(child) == "value"]
            properties[element.get("name", "")] = "".join(values)
        elif _name(element) == "SimpleData":
            properties[element.get("name", "")] = _text(element)
        elif element is not data and len(element) == 0 and _name(element) not in _OF_DATA:
            properties[_name(element)] = _text(element)
    return properties


def _kml_position(text: str) -> str:
    """Turn longitude,latitude[,height] round; what is written otherwise stays as it is."""
    found = _POSITION.fullmatch(text.strip())
    if not found:
        return " ".join(text.split())
    return pair(without_exponent(found[2]), without_exponent(found[1]))


def _waypoint(number: int, waypoint: Element) -> Feature:
    properties: dict[str, str] = {}
    for child in waypoint:
        if _name(child) == "extensions":
            leaves = (leaf for leaf in child.iter() if len(leaf) == 0 and leaf is not child)
            properties = {**{_name(leaf): _text(leaf) for leaf in leaves}, **properties}
        elif len(child) == 0:
            properties[_name(child)] = _text(child)
    if _name(waypoint) != "wpt":
        return Feature(number, properties, other_geometry=_name(waypoint))
    latitude, longitude = (waypoint.get(axis, "").strip() for axis in ("lat", "lon"))
    coordinates = pair(without_exponent(latitude), without_exponent(longitude))
    return Feature(number, properties, coordinates)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    return "".join(element.itertext())
