"""Vector tiles, and the whole province as TopoJSON."""
