"""The table `reports` and a choice of regions, years and issuers → the reports shown in charts, regions named."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import pandas as pd

from fazhi import catalog
from fazhi.errors import FazhiError, UnknownName
from fazhi.schema import ISSUER_PREFERENCE, ISSUER_TYPES

Names = str | int | Iterable[str | int]
_MOST_LISTED = 12


def chosen(
    reports: pd.DataFrame, regions: Names = (), years: Names = (), issuer_type: str = "", departments: Names = ()
) -> pd.DataFrame:
    """Keep one report for each chosen region and year; see `Corpus.shown`.

    Warns
    -----
    UserWarning
        If no report is left, although each region and year exists; the message lists the reports that there are.

    Raises
    ------
    UnknownName
        For a region, year, issuer type or department that is not in `reports`; the message names the nearest ones.
    FazhiError
        For a region name shared by several regions.
    """
    named = reports.assign(region=region_names(reports))
    asked = f"regions={regions!r}, years={years!r}, issuer_type={issuer_type!r}, departments={departments!r}"
    keep = _of_regions(named, reports["region"], _listed(regions))
    keep &= _among("year", named["year"], _years(years, named["year"]))
    keep &= _among("department", named["department"], _listed(departments))
    if issuer_type not in ("", *ISSUER_TYPES):
        raise UnknownName("issuer type", issuer_type, ISSUER_TYPES)
    keep &= named["issuer_type"].isin([issuer_type] if issuer_type else ISSUER_PREFERENCE)
    if len(named) and not keep.any():
        warnings.warn(f"no report has all of {asked}; there are: {_listing(named)}", stacklevel=3)
    ranked = named.assign(rank=named["issuer_type"].map(ISSUER_PREFERENCE.index), short=-named["n_chars"])[keep]
    one = ["region_code", "region", "year", *(["department"] if _listed(departments) else [])]
    first = ranked.sort_values([*one, "rank", "short", "report_id"]).drop_duplicates(one)
    first["region"] = _with_department(first)
    return first[reports.columns].reset_index(drop=True)


def region_names(reports: pd.DataFrame) -> pd.Series:
    """Name regions uniquely, e.g. 鼓楼区(南京市) and 鼓楼区(福州市).

    Parameters
    ----------
    reports : DataFrame [region, region_code, province, prefecture, county, level]
        The table `reports`, or rows of it: only names shared by two of these regions are extended.

    Returns
    -------
    Series of str
        For each report the region's name; if another code has it too, with the region above it in brackets, and
        if that is also the same, with its code.
    """
    names = reports["region"]
    for further in (_parents(reports), reports["region_code"]):
        shared = reports.groupby(names)["region_code"].transform("nunique") > 1
        names = names.where(~shared, reports["region"] + "(" + further + ")")
    return names


def _with_department(reports: pd.DataFrame) -> pd.Series:
    """Name the region, with the department if the report is not the whole region's."""
    department = reports["department"].replace("", catalog.load().name("issuer.department", "zh"))
    pairs = zip(reports["region"], department, reports["issuer_type"], strict=True)
    return pd.Series(
        [
            region + name if kind == "department" and not region.endswith(name) else region
            for region, name, kind in pairs
        ],
        reports.index,
        dtype=reports["region"].dtype,
    )


def _without_department(named: pd.DataFrame) -> pd.Series:
    """Name the region that a department belongs to, also where reports are named after both."""
    pairs = zip(named["region"], named["department"], strict=True)
    return pd.Series([region.removesuffix(department) or region for region, department in pairs], named.index)


def _of_regions(named: pd.DataFrame, short: pd.Series, wanted: list) -> pd.Series:
    """Return which reports are for regions chosen by code, by name, or by the longer name used in charts."""
    if not wanted:
        return pd.Series(True, named.index)
    keep = pd.Series(False, named.index)
    for name in map(str, wanted):
        found = (named["region_code"] == name) | (named["region"] == name) | (_without_department(named) == name)
        alike = named[short == name].drop_duplicates(["region_code", "region"])
        if not found.any() and len(alike) > 1:
            raise FazhiError(f"{len(alike)} regions have the name {name!r}; give one of: {', '.join(_told(alike))}")
        for spelled in (short, _with_department(named)):
            found |= spelled == name if not found.any() else False
        if not found.any():
            raise UnknownName("region", name, _told(named.drop_duplicates(["region_code", "region"])))
        keep |= found
    return keep


def _listing(named: pd.DataFrame) -> str:
    """List the first reports by region, year and issuer, for messages."""
    issuers = named["issuer_type"] + " " + named["department"]
    told = named["region"] + " " + named["year"].astype(str) + " (" + issuers.str.strip() + ")"
    return ", ".join(sorted(told)[:_MOST_LISTED]) + (" …" if len(told) > _MOST_LISTED else "")


def _told(named: pd.DataFrame) -> list[str]:
    """List regions with their codes, for messages."""
    return sorted(named["region"] + " " + named["region_code"])


def _among(kind: str, column: pd.Series, wanted: list) -> pd.Series:
    for name in wanted:
        if name not in set(column):
            raise UnknownName(kind, name, sorted(set(column) - {""}))
    return column.isin(wanted or column)


def _listed(names: Names | None) -> list:
    """Return one or more names as a list, None as an empty one."""
    if names is None:
        return []
    return [names] if isinstance(names, str | int) or not isinstance(names, Iterable) else list(names)


def _years(wanted: Names, present: pd.Series) -> list:
    """Return the years wanted; of a range those that there are, because a range is a span and not a list."""
    years = [_whole(year) for year in _listed(wanted)]
    return [year for year in years if year in set(present)] or years if isinstance(wanted, range) else years


def _whole(year: object) -> object:
    """Return a year as an integer, however it is written: 2023, "2023", 2023.0."""
    try:
        return int(year) if float(year) == int(float(year)) else year
    except (TypeError, ValueError):
        return year


def _parents(reports: pd.DataFrame) -> pd.Series:
    """Return the name of the region right above each report's: a township's county, a county's prefecture."""
    above = reports["prefecture"].where(reports["prefecture"] != "", reports["province"])
    within_county = (reports["level"] == "township") & (reports["county"] != "")
    return reports["county"].where(within_county, above)
