"""What the scripts of the officers' page say, from the catalogues: handed over with the page."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from gis_service.language import translations
from gis_service.settings import LANGUAGES


def page_texts(language: str, time_zone: str) -> dict[str, Any]:
    """Everything that the scripts need to speak to the person.

    Each module of this package holds the ``TEXTS`` of one view, with ``%(name)s`` where a value
    goes. All languages are handed over: the other one can be chosen without signal too.

    Returns
    -------
    dict
        ``language``, ``timeZone``, and ``languages`` with the texts in each.
    """
    return {
        "language": language,
        "timeZone": time_zone,
        "languages": {one: _texts_in(one) for one in LANGUAGES},
    }


@cache
def _texts_in(language: str) -> dict[str, str]:
    catalogue = translations(language)
    return {name: catalogue.gettext(message) for name, message in all_texts().items()}


@cache
def all_texts() -> dict[str, str]:
    """The texts of all views, in English, by the names that the scripts know them by."""
    texts: dict[str, str] = {}
    for module in iter_modules(__path__):
        texts.update(import_module(f"{__name__}.{module.name}").TEXTS)
    return texts
