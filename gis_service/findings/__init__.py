"""Findings (flags) of checks on sites, parcels, reports and photos: opened, updated, closed."""
