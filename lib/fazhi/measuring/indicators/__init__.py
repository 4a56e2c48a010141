"""Quantities → the catalogue's indicators, ratios and their disclosure."""
