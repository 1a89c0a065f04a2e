"""What the server serves: ``granian --interface wsgi gis_service.wsgi:application``."""

from gis_service.app import create_app

application = create_app()
