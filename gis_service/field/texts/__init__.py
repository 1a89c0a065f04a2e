"""What the scripts of the officers' page say, from the catalogues: handed over with the page."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def page_texts(gettext: Callable[[str], str], language: str, time_zone: str) -> dict[str, Any]:
    """Everything that the scripts need to speak to the person.

    Each module of this package holds the ``TEXTS`` of one view, with ``%(name)s`` where a value
    goes.

    Returns
    -------
    dict
        ``language``, ``timeZone`` and ``texts``.
    """
    texts: dict[str, str] = {}
    for module in iter_modules(__path__):
        texts.update(import_module(f"{__name__}.{module.name}").TEXTS)
    return {
        "language": language,
        "timeZone": time_zone,
        "texts": {name: gettext(message) for name, message in texts.items()},
    }
