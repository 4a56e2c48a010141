"""Quantities and the catalogue's rules → quantities with their indicator; from these indicators, ratios, disclosure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from itertools import product
from operator import attrgetter, itemgetter

import numpy as np
import pandas as pd

from fazhi import tables
from fazhi.measuring.rules import Fit, best, compiled, is_starting_value
from fazhi.measuring.statements import statements

# Measure words that count the same thing.
ALIKE = [
    "件|起|宗|例|案|件次|单",
    "次|场|场次|期|批次|轮|轮次|批|回",
    "人|名|位|人次",
    "个|家|所",
    "份|本|册|卷",
    "项|条",
    "户|户次",
]


def match(quantities: pd.DataFrame, segments: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Say of each quantity which indicator of the catalogue it states.

    A rule fits when the unit is one of `units`, `verb` is found in the quantity's own statement or, in a list, behind
    it, `subject` in it or in what it refers back to, `near` in the paragraph up to it or the headings, and `unless`
    not in the statement. The own statement is the clause around the number, in a list the list's item, with the number
    as ``#``; quotes and blanks are left out. What comes before is searched clause by clause, the nearest first, then
    the headings, but only for a statement that names nothing else. Where several rules fit, the one wins whose subject
    stands nearest, then the one whose verb is in the statement itself, then the longest subject, then the longest
    verb, then the first of the catalogue. Changes, thresholds, plans, and a part of a whole that has the same
    indicator are no indicator.

    Parameters
    ----------
    quantities : DataFrame
        Columns line, start, end, unit, value, subject, verb, role (and segment_id or report_id where there are any).
    segments : DataFrame
        The outline that the quantities were read from: line, start, end, raw, heading, path (and segment_id).
    rules : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame
        The quantities in their order, with `indicator_id` and `rule` (the words that the rule found), ``""`` = none.
        The state that a change starts from (由35件上升至48件) gets the qualifier ``prior``.
    """
    known = compiled(rules)
    fits = {
        index: (fit, prior)
        for segment, rows in _by_segment(quantities, segments)
        for index, fit, prior in _read_segment(segment, rows, known)
    }
    return quantities.assign(
        indicator_id=[fits[index][0].indicator_id if index in fits else "" for index in quantities.index],
        rule=[fits[index][0].rule if index in fits else "" for index in quantities.index],
        qualifier=[
            _with_prior(words) if index in fits and fits[index][1] else words
            for index, words in quantities["qualifier"].items()
        ],
    )


def _with_prior(qualifier: str) -> str:
    return "|".join(sorted({*qualifier.split("|"), "prior"} - {""}))


def _read_segment(segment: dict, rows: list, rules: list[dict]) -> Iterator[tuple[object, Fit, bool]]:
    """Yield of each indicator stated in a segment its quantity's index, the fit, and whether it is an earlier state."""
    known: list[str] = []
    for statement, wholes, row in statements(segment, rows):
        fit = best(statement, row, rules)
        if fit and fit.indicator_id in [known[whole] for whole in wholes]:
            fit = None
        known.append(fit.indicator_id if fit else "")
        if fit:
            yield row.Index, fit, is_starting_value(statement)


def _by_segment(quantities: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[dict, list]]:
    """Yield each segment that holds quantities, with them in their order."""
    key = "segment_id" if "segment_id" in quantities and "segment_id" in segments else "line"
    found = grouped(quantities.sort_values("start", kind="stable").itertuples(), attrgetter(key))
    for segment in segments[[key, "start", "end", "raw", "heading", "path"]].to_dict("records"):
        beside = found.get(segment[key], [])
        inside = [row for row in beside if segment["start"] <= row.start and row.end <= segment["end"]]
        if inside:
            yield segment, inside


def grouped(rows: Iterable, key: Callable[..., Hashable]) -> dict[Hashable, list]:
    """Return rows by a key, the groups and their rows in order of appearance; for many groups of a few rows each."""
    groups: dict[Hashable, list] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


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
    return tables.typed("indicators", rows)


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


@cache
def alike(unit: str) -> str:
    """Return the first of the measure words that count the same thing (件 for 起 and 宗), or the unit itself."""
    return next((words.split("|")[0] for words in ALIKE if unit in words.split("|")), unit)


def ratios(indicators: pd.DataFrame, quantities: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Compute the catalogue's ratios from counts of one report and scope, beside the rates as printed.

    Parameters
    ----------
    indicators, quantities : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().ratios``; where `unit` is ``%`` the ratio is in percent points, otherwise a plain quotient.

    Returns
    -------
    DataFrame [report_id, region_code, year, ratio_id, stated, computed, numerator_ids, denominator_ids]
        A row where at least one of the two is known; NaN = not stated, or not computable (a count is missing, is zero
        as denominator, or is of another body).
    """
    main = indicators[indicators["qualifier"] == ""].to_dict("records")
    values = {(row["report_id"], row["indicator_id"]): row for row in main}
    scopes = dict(zip(quantities["quantity_id"], quantities["scope"], strict=True))
    reports = indicators[["report_id", "region_code", "year"]].drop_duplicates("report_id").to_dict("records")
    rows = []
    for report, ratio in product(reports, catalog.to_dict("records")):
        numerator, denominator, stated = (
            values.get((report["report_id"], ratio[part])) for part in ("numerator", "denominator", "stated_indicator")
        )
        row = {**report, "ratio_id": ratio["id"], "stated": stated["value"] if stated else float("nan")}
        rows.append(row | _quotient(numerator, denominator, scopes, ratio["unit"]))
    known = [row for row in rows if row["stated"] == row["stated"] or row["computed"] == row["computed"]]
    return tables.typed("ratios", known)


def _quotient(numerator: dict | None, denominator: dict | None, scopes: dict[str, str], unit: str) -> dict:
    """Return a ratio with its evidence, NaN where the two counts do not belong together."""
    missing = {"computed": float("nan"), "numerator_ids": "", "denominator_ids": ""}
    if numerator is None or denominator is None or denominator["value"] == 0:
        return missing
    if scopes[numerator["quantity_ids"].split("|")[0]] != scopes[denominator["quantity_ids"].split("|")[0]]:
        return missing
    factor = 100 if unit == "%" else 1
    return {
        "computed": factor * numerator["value"] / denominator["value"],
        "numerator_ids": numerator["quantity_ids"],
        "denominator_ids": denominator["quantity_ids"],
    }


def disclosure(
    indicators: pd.DataFrame, quantities: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame
) -> pd.DataFrame:
    """Say of every report and indicator whether and how it is reported.

    Parameters
    ----------
    indicators, quantities, reports : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().indicators``; `instead` names the indicators that are another measure of the same thing.

    Returns
    -------
    DataFrame [report_id, indicator_id, status]
        reported; reported as zero; other measure: only another measure of it (a rate, a combined figure) or a figure of
        another year is printed; not reported.
    """
    values = indicators.groupby(["report_id", "indicator_id"])["value"].max().to_dict()
    touched = set(zip(quantities["report_id"], quantities["indicator_id"], strict=True))
    others = {rule: instead.split("|") for rule, instead in zip(catalog["id"], catalog["instead"], strict=True)}
    rows = []
    for key in product(reports["report_id"], others):
        report_id, indicator_id = key
        if key in values:
            status = "reported" if values[key] > 0 else "reported as zero"
        else:
            instead = any((report_id, other) in values for other in others[indicator_id])
            status = "other measure" if instead or key in touched else "not reported"
        rows.append({"report_id": report_id, "indicator_id": indicator_id, "status": status})
    return tables.typed("disclosure", rows)
