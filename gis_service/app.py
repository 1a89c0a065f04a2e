"""The web application: wiring only; each slice brings its own routes."""

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from gis_service import (
    listeners,  # noqa: F401 - slices begin to listen to one another
    operations,
)
from gis_service.accounts import routes as accounts
from gis_service.accounts.page_facts import page_facts
from gis_service.accounts.sessions import identify, prepare_sessions
from gis_service.cooperatives import routes as cooperatives
from gis_service.db import make_engine
from gis_service.field import routes as field
from gis_service.land import routes as land
from gis_service.layers import routes as layers
from gis_service.photos import routes as photos
from gis_service.progress import routes as progress
from gis_service.secret_key import secret_key
from gis_service.settings import Settings, read_settings
from gis_service.sites import routes as sites
from gis_service.tiles import routes as tiles
from gis_service.web import Service
from gis_service.web.application import Application
from gis_service.web.assets import serve_asset
from gis_service.web.pages import prepare_pages
from gis_service.zones import routes as zones

BLUEPRINTS = (
    accounts.blueprint,
    cooperatives.blueprint,
    photos.blueprint,
    sites.blueprint,
    progress.blueprint,
    land.blueprint,
    layers.blueprint,
    tiles.blueprint,
    zones.blueprint,
    field.blueprint,
    operations.blueprint,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application.

    Parameters
    ----------
    settings : Settings, optional
        By default those of the environment.

    Raises
    ------
    SettingsError
        A setting is missing or wrong.
    """
    settings = settings or read_settings()
    engine = make_engine(
        settings.app_database_url,
        pool_size=1,
        max_overflow=4,
        pool_timeout=5,
        hide_parameters=True,
        connect_timeout=2,
        serving=True,
    )

    def new_session() -> Session:
        return Session(engine, info={"settings": settings})

    app = Application("gis_service", static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key(settings), MAX_CONTENT_LENGTH=settings.max_request_bytes
    )
    app.extensions["gis"] = Service(settings, engine, new_session, identify)
    prepare_sessions(app, settings)
    prepare_pages(app, page_facts)
    app.add_url_rule("/static/<path:filename>", "static", serve_asset)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.check_views()
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app
