"""Pages for people: Jinja with the catalogues, and numbers and days as the language writes them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from flask import Flask, Response, current_app, g, make_response, render_template, request

from gis_service.language import translations
from gis_service.settings import LANGUAGES
from gis_service.web.access import form_token
from gis_service.web.assets import asset_url
from gis_service.web.headers import nonce
from gis_service.web.navigation import navigation
from gis_service.web.service import gettext, language, settings


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """Make a page of a template; it is not kept by anybody (see `entity` for those that are)."""
    return make_response(render_template(template, **values), status)


def number(value: float) -> str:
    """Write a number as the language does: 1.166 in Indonesian."""
    return _number(value, language())


@lru_cache(maxsize=4_096)
def _number(value: float, locale: str) -> str:
    """Pages write the same numbers again and again, and Babel takes its time for each."""
    return format_decimal(value, locale=locale)


def rupiah(value: int) -> str:
    """Write an amount of money: Rp12.500.000 in Indonesian."""
    return f"Rp{number(value)}"


def day(value: date | datetime) -> str:
    """Write a day as the language does, in the office's time zone: 15 Januari 2026."""
    if isinstance(value, datetime):
        value = value.astimezone(settings().time_zone).date()
    return _day(value, language())


@lru_cache(maxsize=1_024)
def _day(value: date, locale: str) -> str:
    return format_date(value, "long", locale=locale)


def weekday(value: date) -> str:
    """Write a day with its name: Kamis, 15 Januari 2026."""
    return format_date(value, "full", locale=language())


def signed(value: float) -> str:
    """Write a change with its sign, in the signs of the language: +3, −8,5."""
    return _signed(value, language())


@lru_cache(maxsize=4_096)
def _signed(value: float, locale: str) -> str:
    return format_decimal(value, "+#,##0.##;\N{MINUS SIGN}#,##0.##", locale=locale)


def percent(part: float) -> str:
    """Write a part of one in per cent; only all is 100, and only nothing is 0."""
    whole = round(part * 100)
    if 0 < part < 1:
        whole = min(max(whole, 1), 99)
    return format_percent(whole / 100, locale=language())


def moment(value: datetime) -> str:
    """Write a day and time in the office's time zone."""
    return format_datetime(value, "d MMMM y HH:mm", tzinfo=settings().time_zone, locale=language())


def in_language(code: str) -> str:
    """The address of this page, or of the one above its form, in another language."""
    path = request.path
    while path not in ("", "/") and not _can_be_opened(path):
        path = path.rpartition("/")[0]
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{quote(path or '/')}?{urlencode([*kept, ('lang', code)])}"


def _can_be_opened(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, "GET")


def prepare_pages(app: Flask, page_facts: Callable[[], Any]) -> None:
    """Give the templates the catalogues, the filters and what every page shows.

    Parameters
    ----------
    page_facts : callable
        What the data say about every page: the province's name, banners; it must not fail.
    """
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext,
        lambda one, many, count: translations(language()).ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        number=number,
        rupiah=rupiah,
        day=day,
        moment=moment,
        weekday=weekday,
        signed=signed,
        percent=percent,
    )
    app.jinja_env.globals.update(
        asset_url=asset_url,
        csrf_token=form_token,
        in_language=in_language,
        navigation=navigation,
        nonce=nonce,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        return {
            "person": g.get("person"),
            "language": language(),
            "languages": LANGUAGES,
            "facts": page_facts(),
            "request_id": g.get("request_id"),
        }
