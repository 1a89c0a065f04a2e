"""Reader of the site lists that offices send: CSV, XLSX, GeoJSON, KML, KMZ and GPX.

A list gives its rows one by one, everything in them as it was given. Nothing here says where a
site is: texts with coordinates are read later, and one that cannot be read is not a bad row.
"""

from gis_service.sites.files.errors import EXPECTED, MESSAGES, SiteFileError
from gis_service.sites.files.rows import RowProblem, SiteRow
from gis_service.sites.files.site_file import ENDINGS, MAX_BYTES, SiteFile, open_site_list

__all__ = [
    "ENDINGS",
    "EXPECTED",
    "MAX_BYTES",
    "MESSAGES",
    "RowProblem",
    "SiteFile",
    "SiteFileError",
    "SiteRow",
    "open_site_list",
]
