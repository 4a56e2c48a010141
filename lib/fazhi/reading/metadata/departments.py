"""data/catalog/departments.csv → a department's full name for a short one (市监局) or its system (司法行政)."""

from __future__ import annotations

from functools import cache

from fazhi import paths
from fazhi.catalog import read_table


@cache
def full_names() -> dict[str, str]:
    """Map each full or short name to the full name; if two departments share a short name, to the first."""
    found: dict[str, str] = {}
    for row in _rows().itertuples(index=False):
        for name in (row.name, *filter(None, row.short.split("|"))):
            found.setdefault(name, row.name)
    return found


@cache
def systems() -> dict[str, str]:
    """Map the name of each system to its department (全市司法行政系统 → 司法局)."""
    found: dict[str, str] = {}
    for row in _rows().itertuples(index=False):
        for system in filter(None, row.system.split("|")):
            found.setdefault(system, row.name)
    return found


def spelled_out(name: str) -> str:
    """Return a department's full name if a known short one is given, otherwise the name unchanged."""
    return full_names().get(name, name)


@cache
def _rows():
    return read_table(paths.CATALOG / "departments.csv", ["name", "short", "system"])
