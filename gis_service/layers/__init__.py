"""The layers as GeoJSON, and the small JSON that the map is painted with."""
