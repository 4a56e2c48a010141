"""data/catalog/townships.csv.gz, zones.csv → the counties a township name may lie in, a zone's parent."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from fazhi import paths
from fazhi.catalog import read_table


class Zone(NamedTuple):
    """A zone whose name does not say where it lies: the code of the region above it, and its own level."""

    parent: str
    level: str


@cache
def counties() -> dict[str, tuple[str, ...]]:
    """Return the codes of the counties that have a township, street or zone of each name.

    Returns
    -------
    dict of tuple of str
        About 33,000 names as of about 2023; a prefecture without counties is listed under its own code (中山市,
        442000), and a code that is not in GB/T 2260 is a statistical zone's (130171).
    """
    found: dict[str, list[str]] = defaultdict(list)
    with gzip.open(paths.CATALOG / "townships.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in row["names"].split(" "):
                found[name].append(row["county_code"])
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def zones() -> dict[str, Zone]:
    """Map each name in zones.csv to its zone."""
    rows = read_table(paths.CATALOG / "zones.csv", ["name", "also", "parent", "level"])
    return {
        name: Zone(row.parent, row.level)
        for row in rows.itertuples(index=False)
        for name in (row.name, *filter(None, row.also.split("|")))
    }
