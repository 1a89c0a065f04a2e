"""Alembic's entry: migrations run as the owner of the tables, in one transaction."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection

from gis_service.db import make_engine
from gis_service.models import Base
from gis_service.settings import read_settings


def include_object(obj, name, type_, reflected, compare_to):
    """Leave PostGIS's own tables alone, and the rest as the helpers of GeoAlchemy2 see it."""
    return alembic_helpers.include_object(obj, name, type_, reflected, compare_to)


def configure(**options) -> None:
    context.configure(
        target_metadata=Base.metadata,
        include_object=include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        compare_type=True,
        compare_server_default=True,
        **options,
    )


def run_online(connection: Connection) -> None:
    configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    configure(dialect_name="postgresql", literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
elif connection := context.config.attributes.get("connection"):
    run_online(connection)
else:
    engine = make_engine(read_settings().database_url, as_app=False)
    with engine.connect() as connection:
        run_online(connection)
        connection.commit()
    engine.dispose()
