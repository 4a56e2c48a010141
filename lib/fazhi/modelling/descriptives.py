"""Tables of reports → coverage, shares of sections, disclosure, and panels of values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi import catalog
from fazhi.arguments import explained
from fazhi.errors import UnknownName
from fazhi.schema import REPORTED_ON

ISSUER = ["issuer_type", "department"]
ROWS_A_PAGE = 40
PROBLEMS_TOLD = ["no section found", "none admitted", "admitted"]


@explained
def coverage(reports: pd.DataFrame) -> pd.DataFrame:
    """List which region has a report for which year, including gaps.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`.

    Returns
    -------
    DataFrame [region_code, region, year, n, issuer_type]
        One row for each region and each year between the first and the last; `n` is the number of reports (0 = none);
        `issuer_type` that of the first one, ``""`` if there is none.
    """
    regions = reports[["region_code", "region"]].drop_duplicates().sort_values(["region_code", "region"])
    known = reports["year"]
    years = pd.DataFrame({"year": range(known.min(), known.max() + 1) if len(known) else known})
    counted = reports.groupby(["region_code", "region", "year"], as_index=False).agg(
        n=("report_id", "size"), issuer_type=("issuer_type", "first")
    )
    grid = regions.merge(years, how="cross").merge(counted, how="left")
    return grid.fillna({"n": 0, "issuer_type": ""}).astype({"n": "int64"})


@explained
def departments(reports: pd.DataFrame) -> pd.DataFrame:
    """Count the departments that report, some of which can be compared across regions.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`.

    Returns
    -------
    DataFrame [department, regions, reports]
        How many regions and reports each has, in descending order; reports without a named department are left out.
    """
    named = reports[reports["department"] != ""].assign(place=reports["region_code"] + reports["region"])
    counted = named.groupby("department", as_index=False).agg(regions=("place", "nunique"), reports=("place", "size"))
    return counted.sort_values(["regions", "department"], ascending=[False, True], ignore_index=True)


@explained
def anatomy(segments: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Measure the share of each section in each report's text.

    Returns
    -------
    DataFrame [report_id, region_code, region, level, year, role, n_chars, share]
        `n_chars` counts the characters of the segments with a role, without page furniture; `share` (0–1) is of the
        report's text. Roles that a report lacks have no row.
    """
    text = segments[segments["role"] != "cruft"].assign(n_chars=segments["raw"].str.len())
    counted = text.groupby(["report_id", "role"], as_index=False)["n_chars"].sum()
    counted["share"] = counted["n_chars"] / counted.groupby("report_id")["n_chars"].transform("sum")
    told = reports[["report_id", *REPORTED_ON]].merge(counted, on="report_id")
    return told.sort_values([*REPORTED_ON, "role"], ignore_index=True)


@explained
def disclosure_shares(disclosure: pd.DataFrame, reports: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Count how many of an area's indicators each report states.

    Parameters
    ----------
    disclosure, reports : DataFrame
        The tables of those names.
    indicators : DataFrame
        The catalogue's indicators (columns id, area).

    Returns
    -------
    DataFrame [report_id, region_code, region, level, year, area, reported, total, share]
        `reported` counts values and zeros; a different measure does not count. `share` = reported / total, 0–1.
    """
    rows = disclosure.merge(indicators[["id", "area"]], left_on="indicator_id", right_on="id")
    rows["reported"] = rows["status"].isin(["reported", "reported as zero"])
    counted = rows.groupby(["report_id", "area"], as_index=False).agg(
        reported=("reported", "sum"), total=("id", "size")
    )
    counted["share"] = counted["reported"] / counted["total"]
    told = reports[["report_id", *REPORTED_ON]].merge(counted, on="report_id")
    return told.sort_values([*REPORTED_ON, "area"], ignore_index=True)


@explained
def indicator_panel(indicators: pd.DataFrame, disclosure: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Join the values of every indicator with the status of those without a value.

    Returns
    -------
    DataFrame [region_code, region, level, year, issuer_type, department, report_id, indicator_id, status, value, bound,
               unit, qualifier, quantity_ids, confidence]
        One row for each report and indicator (several if an indicator is stated with different qualifiers);
        `value` is NaN unless `status` is ``"reported"`` or ``"reported as zero"``. Figures of another scope, time or
        kind (a qualifier of the catalogue) are not values: if nothing else is printed they are listed as
        ``"other measure"`` with their qualifier and the ids of their numbers.
    """
    rows = disclosure.merge(reports[["report_id", *REPORTED_ON, *ISSUER]], on="report_id")
    values = indicators.drop(columns=["region_code", "year"])
    known = set(catalog.load().labels["id"])
    apart = values["qualifier"].map(lambda qualifier: _is_apart(qualifier, known)).astype(bool)
    stated = set(zip(values.loc[~apart, "report_id"], values.loc[~apart, "indicator_id"], strict=True))
    keys = zip(values["report_id"], values["indicator_id"], strict=True)
    alone = pd.Series([key not in stated for key in keys], index=values.index, dtype=bool)
    values = values[~apart | alone]
    values = values.assign(value=values["value"].mask(apart))
    panel = rows.merge(values, on=["report_id", "indicator_id"], how="left")
    text = ["bound", "unit", "qualifier", "quantity_ids"]
    sure = [column for column in panel if column == "confidence"]
    columns = [*REPORTED_ON, *ISSUER, "report_id", "indicator_id", "status", "value", *text, *sure]
    return panel.fillna(dict.fromkeys(text, ""))[columns].sort_values(
        ["indicator_id", "region_code", "year"], ignore_index=True
    )


def plain_values(panel: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of `indicator_panel` that have a value without a qualifier: one for each report and indicator."""
    return panel[panel["value"].notna() & (panel["qualifier"] == "")]


@explained
def medians_compared(whole: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """Compare each indicator's median with that after some values are left out.

    Parameters
    ----------
    whole, without : DataFrame
        `indicator_panel` with all values, and with the remaining ones.

    Returns
    -------
    DataFrame [indicator_id, values, median, of_without, without, changed]
        One row for each indicator with a plain value, in the panel's order. `values` and `of_without` are numbers of
        values; `without` is the median of the remaining ones, NaN if there is none; `changed` is whether it differs.
    """
    found, left = (plain_values(panel).groupby("indicator_id", sort=False)["value"] for panel in (whole, without))
    table = found.agg(values="size", median="median")
    table = table.join(left.agg(of_without="size", without="median")).fillna({"of_without": 0}).reset_index()
    return table.assign(of_without=table["of_without"].astype("int64"), changed=table["median"] != table["without"])


def _is_apart(qualifier: str, known: set[str]) -> bool:
    """Whether a qualifier is one of the catalogue's, rather than a unit or a subject."""
    return any(f"qualifier.{word}" in known for word in qualifier.split("|") if word)


@explained
def page(table: pd.DataFrame, rows: list[str], number: int) -> pd.DataFrame:
    """Keep one page of a table that is too long for one chart.

    Parameters
    ----------
    table : DataFrame
        The table to draw.
    rows : list of str
        The columns that identify a row of the chart, e.g. ``["report_id"]``; a page has 40, in the table's order.
    number : int
        The page, from 1; numbers beyond the last page give the last, because a notebook's charts differ in length.
    """
    place = table.groupby(rows, sort=False).ngroup()
    last = max(0, place.nunique() - 1) // ROWS_A_PAGE
    return table[place // ROWS_A_PAGE == min(number - 1, last)].reset_index(drop=True)


@explained
def rates(ratios: pd.DataFrame, indicators: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return stated and computed rates with their region and year.

    Returns
    -------
    DataFrame [region_code, region, level, year, issuer_type, department, report_id, ratio_id, stated, computed,
               computed_low, computed_high, stated_ids, numerator_ids, denominator_ids]
        `stated` as printed, `computed` (and its bounds, if counts are not exact) from the report's own
        counts, all as in the table `ratios`; NaN = not available.
        The ids are those of the numbers, joined by "|".
    """
    table = with_stated_ids(ratios, indicators).drop(columns=["region_code", "year"])
    table = table.merge(reports[["report_id", *REPORTED_ON, *ISSUER]], on="report_id")
    ids = ["stated_ids", "numerator_ids", "denominator_ids"]
    given = ["stated", "computed", "computed_low", "computed_high"]
    columns = [*REPORTED_ON, *ISSUER, "report_id", "ratio_id", *given, *ids]
    return table[columns].sort_values(["ratio_id", *REPORTED_ON], ignore_index=True)


def with_stated_ids(ratios: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Add to the table `ratios` the column `stated_ids`: the numbers of the printed rate, ``""`` = none."""
    stated = catalog.load().ratios.set_index("id")["stated_indicator"]
    printed = indicators.query("qualifier == ''").set_index(["report_id", "indicator_id"])["quantity_ids"]
    keys = zip(ratios["report_id"], ratios["ratio_id"].map(stated), strict=True)
    return ratios.assign(stated_ids=[printed.get(key, "") for key in keys])


@explained
def only(table: pd.DataFrame, column: str, wanted: list[str]) -> pd.DataFrame:
    """Keep the rows of a table with the wanted ids, in the wanted order.

    Raises
    ------
    UnknownName
        For an id that is not in the catalogue, or a column that the table does not have; the message names the
        nearest ones.
    """
    if column not in table:
        raise UnknownName("column", column, table.columns)
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    catalog.load().names(wanted)
    order = {identifier: n for n, identifier in enumerate(wanted)}
    kept = table[table[column].isin(wanted)]
    return kept.sort_values(column, key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


@explained
def most_stated(panel: pd.DataFrame, most: int) -> list[str]:
    """Choose the indicators worth charting for these reports: those that they state.

    Parameters
    ----------
    panel : DataFrame [region_code, year, indicator_id, value]
        The result of `indicator_panel` for the reports to be charted.
    most : int
        The maximum number.

    Returns
    -------
    list of str
        Ids in the catalogue's order; fewer than `most` if fewer are stated. Those with a value for most regions and
        years are chosen; if tied, the catalogue's core before the rest, and the areas in turn.
        Another measure is not a value.
    """
    known = catalog.load().indicators
    stated = panel[panel["value"].notna()].drop_duplicates(["region_code", "year", "indicator_id"])
    times = known["id"].map(stated["indicator_id"].value_counts()).rename("times")
    ranked = known[["id", "tier", "area"]].join(times).dropna().sort_values(["times", "tier"], ascending=[False, True],
                                                                           kind="stable")  # fmt: skip
    ranked["turn"] = ranked.groupby(["times", "tier", "area"]).cumcount()
    chosen = ranked.sort_values(["times", "tier", "turn"], ascending=[False, True, True], kind="stable").head(most)
    return list(chosen.sort_index()["id"])


@explained
def candour(segments: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Measure the length of each report's problems section.

    Returns
    -------
    DataFrame [report_id, region_code, region, level, year, status, statements, n_chars, share]
        `status` is one of `PROBLEMS_TOLD`: no problems section found (which does not mean that there is
        none), a section that admits no problem, or one that does. `share` (0–1) is the section's share of the report's
        text, 0 without a section. Length does not measure candour: it depends on who writes, and for whom.
    """
    problem = anatomy(segments, reports).query("role == 'problem'")[["report_id", "n_chars", "share"]]
    counted = problems.groupby("report_id", as_index=False).agg(statements=("problem_id", "size"))
    table = reports[["report_id", *REPORTED_ON]].merge(counted, how="left").merge(problem, how="left")
    filled = table.fillna({"statements": 0, "n_chars": 0, "share": 0.0}).astype(
        {"statements": "int64", "n_chars": "int64"}
    )
    silent = [filled["n_chars"] == 0, filled["statements"] == 0]
    filled["status"] = np.select(silent, PROBLEMS_TOLD[:2], PROBLEMS_TOLD[2])
    columns = ["report_id", *REPORTED_ON, "status", "statements", "n_chars", "share"]
    return filled[columns].sort_values(REPORTED_ON, ignore_index=True)
