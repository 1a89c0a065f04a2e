"""What can be wrong with a list of sites, in words. Codes are stable; texts are for people."""

from collections.abc import Iterator
from contextlib import contextmanager

from gis_service.errors import ServiceError
from gis_service.language import N_

MESSAGES = {
    # The file: params as named in the text.
    "file-unreadable": N_("The file cannot be opened. Is it there, and may it be read?"),
    "file-ending": N_("Files that end in %(ending)s cannot be read. Save as one of: %(accepted)s"),
    "file-too-large": N_(
        "The file has %(megabytes)s MB; at most %(limit)s MB are read. Split it up, or remove"
        " pictures and sheets that are not needed."
    ),
    "file-empty": N_("There is nothing in the file, or not in its first 20 rows."),
    "file-other-content": N_("The file ends in %(ending)s, but what it holds is something else."),
    "xls-old-format": N_(
        "This is a file of an old Excel (.xls). Open it in Excel and save as .xlsx."
    ),
    "xlsx-password": N_(
        "The spreadsheet is protected by a password. Remove the password and save it again."
    ),
    "xlsx-damaged": N_(
        "The spreadsheet is damaged or incomplete. Open it in Excel and save it again as .xlsx."
    ),
    "zip-damaged": N_("The file is damaged or incomplete. Ask for it again."),
    "zip-password": N_("The file is protected by a password. Save it again without one."),
    "zip-too-large": N_("Unpacked, the file would be far too large: it is not a list of sites."),
    "text-encoding": N_(
        "The text in the file cannot be decoded. Save it as CSV UTF-8, or GeoJSON in UTF-8."
    ),
    "csv-quote-open": N_(
        "From line %(line)s on, a cell begins with a quotation mark and does not end. Remove the"
        " mark, or put one at the end of the cell."
    ),
    "village-code-column-missing": N_(
        "No column with the village code. The headers found: %(headers)s. Accepted: %(accepted)s"
    ),
    "location-columns-missing": N_(
        "No column with coordinates, nor latitude and longitude. The headers found: %(headers)s."
        " Accepted: %(accepted)s"
    ),
    "geojson-damaged": N_("The file is not valid GeoJSON; the fault is near line %(line)s."),
    "geojson-other": N_(
        "The file needs to be a GeoJSON FeatureCollection of points with properties; it is %(type)s"
    ),
    "xml-damaged": N_("The file is damaged or incomplete; the fault is near line %(line)s."),
    "xml-entities": N_(
        "The file declares entities of its own, which can be used to attack; it is not read."
    ),
    "xml-other-root": N_("The file needs to be %(expected)s; what it holds is %(found)s."),
    "kmz-without-kml": N_("The KMZ file holds no KML."),
    "no-features": N_("There are no points in the file."),
    # A row: params are number, field, value and expected.
    "village-code-missing": N_("Row %(number)s has no village code: %(value)s"),
    "village-code-ambiguous": N_("Row %(number)s names several villages: %(value)s"),
    "village-repeated": N_("Row %(number)s is the second one of the file for village %(value)s."),
    "feature-damaged": N_("Feature %(number)s is not a GeoJSON feature: %(value)s"),
    "geometry-not-a-point": N_("Row %(number)s is a %(value)s, not a point."),
    "too-many-cells": N_("Row %(number)s has more cells than the header: %(value)s"),
    "not-a-number": N_("Row %(number)s: %(field)s %(value)s is not a number."),
    "negative": N_("Row %(number)s: %(field)s %(value)s is negative."),
    "not-a-date": N_("Row %(number)s: %(field)s %(value)s is not a day, or its order is not sure."),
    "not-yes-or-no": N_("Row %(number)s: %(field)s %(value)s is neither yes nor no."),
}
"""Code to English text with ``%(name)s`` for each parameter; the catalogues translate the text."""

EXPECTED = {
    "village-code-missing": N_("a code of the Home Ministry, e.g. 52.01.01.2001"),
    "village-code-ambiguous": N_("one code of the Home Ministry, e.g. 52.01.01.2001"),
    "village-repeated": N_("one row for each village; the first was taken"),
    "feature-damaged": N_("an object of type Feature"),
    "geometry-not-a-point": N_("a point"),
    "too-many-cells": N_("as many cells as the header has; quote cells that hold the delimiter"),
    "not-a-number": N_("metres, e.g. 4.5"),
    "negative": N_("metres, e.g. 4.5"),
    "not-a-date": N_("day, month, year and time, e.g. 15/01/2026 08:30 or 2026-01-15 08:30"),
    "not-yes-or-no": N_("yes or no (ya, tidak)"),
}
"""Code of a problem of a row to what would be right."""


class SiteFileError(ServiceError):
    """A list of sites that cannot be read at all.

    Parameters
    ----------
    code : str
        One of `MESSAGES`.
    **params : str or int
        What the text of that message names.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(MESSAGES[code] % params)
        self.code = code
        self.params = params


@contextmanager
def refuse_damaged(code: str, **params: str | int) -> Iterator[None]:
    """Name whatever a parser raises on a damaged file by one code.

    The parsers of other people raise almost anything on bytes that they did not expect.
    """
    try:
        yield
    except SiteFileError:
        raise
    except Exception as error:
        raise SiteFileError(code, **params) from error
