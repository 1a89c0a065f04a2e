"""The web GIS of the village cooperatives: land, sites, checks and zones."""
