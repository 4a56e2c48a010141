"""Quantities with their indicators → each report's value of each indicator for its own year."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import pandas as pd

from fazhi import schema
from fazhi.measuring.indicators.matching import grouped
from fazhi.measuring.indicators.units import alike


def indicators(quantities: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Give each report's value of each indicator that it states for its own year.

    The whole statement is the value: the one of the reporting region itself before those of another body, and of
    several the largest; of rates, which may be of different kinds, the first. Parts are added only where the
    catalogue's `aggregate` is ``sum`` (within one paragraph, a figure printed twice once); with ``none`` each statement
    stands for itself. Figures in another kind of unit (persons beside households) get their own row. Plans and last
    year's figures are left out.

    Parameters
    ----------
    quantities : DataFrame
        The table `quantities`, with indicators.
    reports : DataFrame
        The table `reports`: report_id, region_code, year.
    catalog : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame [report_id, region_code, year, indicator_id, value, unit, bound, qualifier, quantity_ids]
        qualifier: ``""`` for the report's value, otherwise the unit or the subject that sets a row apart.
        quantity_ids: every quantity linked, separated by ``|``, those that make the value first.
    """
    rules = catalog.set_index("id").to_dict("index")
    stated = _of_the_year(
        quantities.merge(reports[["report_id", "region_code", "year"]], on="report_id", suffixes=("_of", ""))
    )
    about = itemgetter("report_id", "region_code", "year", "indicator_id")
    rows = []
    for (report_id, region_code, year, indicator_id), group in grouped(stated.to_dict("records"), about).items():
        same = {"report_id": report_id, "region_code": region_code, "year": year, "indicator_id": indicator_id}
        rule = rules[indicator_id]
        how = "first" if rule["measure"] == "rate" else rule["aggregate"]
        rows += [same | value for value in _values(group, rule["unit"], how)]
    return schema.typed("indicators", rows)


def _of_the_year(stated: pd.DataFrame) -> pd.DataFrame:
    """Keep the quantities with an indicator that are about the report's own year and no plan."""
    elsewhere = stated["qualifier"].str.split("|").map(lambda words: bool({"plan", "prior"} & set(words)))
    other_year = stated["year_of"].notna() & (stated["year_of"] != stated["year"])
    return stated[(stated["indicator_id"] != "") & ~elsewhere & ~other_year].sort_values(["line", "start"])


def _values(group: list[dict], unit: str, aggregate: str) -> list[dict]:
    """Return the rows of one report and indicator."""
    kinds = grouped(group, lambda row: alike(row["unit"]))
    main = alike(unit) if alike(unit) in kinds else next(iter(kinds))
    rows = []
    for kind, same_unit in kinds.items():
        qualifier = "" if kind == main else same_unit[0]["unit"]
        rows += _each(same_unit, qualifier) if aggregate == "none" else [_one(same_unit, qualifier, aggregate)]
    return rows


def _each(group: list[dict], qualifier: str) -> list[dict]:
    """Return a row for each statement; a lone one needs no subject to set it apart."""
    distinct = grouped(group, itemgetter("subject"))
    if len(distinct) == 1:
        return [_one(group, qualifier, "whole")]
    return [_one(rows, " ".join(filter(None, [qualifier, subject])), "whole") for subject, rows in distinct.items()]


def _one(group: list[dict], qualifier: str, aggregate: str) -> dict:
    """Return the row of statements that say the same thing: the whole, or the sum of its parts."""
    makers = _makers([row for row in group if not row["scope"]] or group, aggregate)
    ids = [row["quantity_id"] for row in makers]
    bounds = {row["bound"] for row in makers} - {"exact"}
    return {
        "value": _sum(makers),
        "unit": makers[0]["unit"],
        "bound": "exact" if not bounds else bounds.pop() if len(bounds) == 1 else "about",
        "qualifier": qualifier,
        "quantity_ids": "|".join([*ids, *(row["quantity_id"] for row in group if row["quantity_id"] not in ids)]),
    }


def _makers(group: list[dict], aggregate: str) -> list[dict]:
    """Return the statements that make the value: the first, the largest, or the paragraph's parts that add up to it."""
    if aggregate == "first":
        return group[:1]
    if aggregate != "sum":
        return [max(group, key=itemgetter("value"))]
    once = grouped(group, itemgetter("segment_id", "value", "subject"))
    paragraphs = grouped((rows[0] for rows in once.values()), itemgetter("segment_id"))
    return max((paragraphs[segment_id] for segment_id in sorted(paragraphs)), key=_sum)


def _sum(rows: list[dict]) -> float:
    return np.sum([row["value"] for row in rows])
