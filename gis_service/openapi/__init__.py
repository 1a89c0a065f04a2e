"""The description of the API (OpenAPI 3.1)."""

from gis_service.openapi.document import document

__all__ = ["document"]
