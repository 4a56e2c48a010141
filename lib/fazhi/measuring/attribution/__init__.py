"""Quantities and their report → whose each figure is, for which period, and of which kind."""
