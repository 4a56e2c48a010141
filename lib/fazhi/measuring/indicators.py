"""Quantities and the catalogue's rules → quantities with their indicator; from these indicators, ratios, disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pandas as pd

from fazhi import tables
from fazhi.measuring.rules import Fit, best, compiled, is_starting_value
from fazhi.measuring.statements import statements

# Measure words that count the same thing.
ALIKE = [
    "件|起|宗|例|案|件次|单",
    "次|场|场次|期|批次|轮|批|回",
    "人|名|位|人次",
    "个|家|所",
    "份|本|册|卷",
    "项|条",
    "户|户次",
]


def match(quantities: pd.DataFrame, segments: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Say of each quantity which indicator of the catalogue it states.

    A rule fits when the unit is one of `units`, `verb` is found in the quantity's own statement, `subject` in it or in
    what it refers back to, `near` in the paragraph up to it or the headings, and `unless` not in the statement. The own
    statement is the clause around the number, in a list the list's item, with the number as ``#``; quotes and blanks
    are left out. What comes before is searched clause by clause, the nearest first, then the headings, but only for a
    statement that names nothing else. Where several rules fit, the one wins whose subject stands nearest, then the one
    whose verb is in the statement itself, then the longest subject, then the longest verb, then the first of the
    catalogue. Changes, thresholds, plans, and a part of
    a whole that has the same indicator are no indicator.

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


def _read_segment(segment: pd.Series, rows: pd.DataFrame, rules: list[dict]) -> Iterator[tuple[object, Fit, bool]]:
    """Yield of each indicator stated in a segment its quantity's index, the fit, and whether it is an earlier state."""
    known: list[str] = []
    for statement, whole, row in statements(segment, rows):
        fit = best(statement, row, rules)
        if fit and whole is not None and known[whole] == fit.indicator_id:
            fit = None
        known.append(fit.indicator_id if fit else "")
        if fit:
            yield row.Index, fit, is_starting_value(statement)


def _by_segment(quantities: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[pd.Series, pd.DataFrame]]:
    """Yield each segment that holds quantities, with them in their order."""
    if "segment_id" in quantities and "segment_id" in segments:
        found = segments.set_index("segment_id")
        for key, rows in quantities.groupby("segment_id", sort=False):
            yield found.loc[key], rows.sort_values("start", kind="stable")
        return
    for line, rows in quantities.groupby("line", sort=False):
        for _, segment in segments[segments["line"] == line].iterrows():
            inside = rows[(rows["start"] >= segment["start"]) & (rows["end"] <= segment["end"])]
            if len(inside):
                yield segment, inside.sort_values("start", kind="stable")


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
    about = catalog.set_index("id")[["unit", "measure", "aggregate"]]
    stated = _of_the_year(
        quantities.merge(reports[["report_id", "region_code", "year"]], on="report_id", suffixes=("_of", ""))
    )
    rows = []
    for (report_id, indicator_id), group in stated.groupby(["report_id", "indicator_id"], sort=True):
        unit, measure, aggregate = about.loc[indicator_id]
        same = {"report_id": report_id, "region_code": group["region_code"].iloc[0], "year": group["year"].iloc[0]}
        rows += [
            {**same, "indicator_id": indicator_id, **value}
            for value in _values(group, unit, "first" if measure == "rate" else aggregate)
        ]
    return tables.typed("indicators", rows)


def _of_the_year(stated: pd.DataFrame) -> pd.DataFrame:
    """Keep the quantities with an indicator that are about the report's own year and no plan."""
    elsewhere = stated["qualifier"].str.split("|").map(lambda words: bool({"plan", "prior"} & set(words)))
    other_year = stated["year_of"].notna() & (stated["year_of"] != stated["year"])
    return stated[(stated["indicator_id"] != "") & ~elsewhere & ~other_year].sort_values(["line", "start"])


def _values(group: pd.DataFrame, unit: str, aggregate: str) -> list[dict]:
    """Return the rows of one report and indicator."""
    kinds = group["unit"].map(alike)
    main = alike(unit) if (kinds == alike(unit)).any() else kinds.iloc[0]
    rows = []
    for kind, same_unit in group.groupby(kinds, sort=False):
        qualifier = "" if kind == main else same_unit["unit"].iloc[0]
        rows += _each(same_unit, qualifier) if aggregate == "none" else [_one(same_unit, qualifier, aggregate)]
    return rows


def _each(group: pd.DataFrame, qualifier: str) -> list[dict]:
    """Return a row for each statement; a lone one needs no subject to set it apart."""
    distinct = group.groupby("subject", sort=False)
    if len(distinct) == 1:
        return [_one(group, qualifier, "whole")]
    named = {subject: " ".join(filter(None, [qualifier, subject])) for subject in distinct.groups}
    return [_one(rows, named[subject], "whole") for subject, rows in distinct]


def _one(group: pd.DataFrame, qualifier: str, aggregate: str) -> dict:
    """Return the row of statements that say the same thing: the whole, or the sum of its parts."""
    own = group[group["scope"] == ""]
    own = own if len(own) else group
    if aggregate == "sum":
        once = own.drop_duplicates(["segment_id", "value", "subject"])
        sums = once.groupby("segment_id")["value"].sum()
        makers = once[once["segment_id"] == sums.idxmax()]
    else:
        makers = own.head(1) if aggregate == "first" else own.loc[[own["value"].idxmax()]]
    others = group.drop(makers.index)
    bounds = set(makers["bound"]) - {"exact"}
    return {
        "value": makers["value"].sum(),
        "unit": makers["unit"].iloc[0],
        "bound": "exact" if not bounds else bounds.pop() if len(bounds) == 1 else "about",
        "qualifier": qualifier,
        "quantity_ids": "|".join([*makers["quantity_id"], *others["quantity_id"]]),
    }


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
    values = indicators[indicators["qualifier"] == ""].set_index(["report_id", "indicator_id"])
    scopes = quantities.set_index("quantity_id")["scope"]
    rows = []
    for report_id, report in indicators.drop_duplicates("report_id").set_index("report_id").iterrows():
        for ratio in catalog.to_dict("records"):
            counts = [_value(values, report_id, ratio[part]) for part in ("numerator", "denominator")]
            stated = _value(values, report_id, ratio["stated_indicator"])
            row = {"report_id": report_id, "region_code": report["region_code"], "year": report["year"]}
            row |= {"ratio_id": ratio["id"], "stated": float("nan") if stated is None else stated["value"]}
            rows.append(row | _quotient(*counts, scopes, ratio["unit"]))
    known = [row for row in rows if row["stated"] == row["stated"] or row["computed"] == row["computed"]]
    return tables.typed("ratios", known)


def _value(values: pd.DataFrame, report_id: str, indicator_id: str) -> pd.Series | None:
    key = (report_id, indicator_id)
    return values.loc[key] if key in values.index else None


def _quotient(numerator: pd.Series | None, denominator: pd.Series | None, scopes: pd.Series, unit: str) -> dict:
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
        another year or a plan is printed; not reported.
    """
    values = indicators.groupby(["report_id", "indicator_id"])["value"].max().to_dict()
    touched = set(zip(quantities["report_id"], quantities["indicator_id"], strict=True))
    rows = []
    for report_id in reports["report_id"]:
        for rule in catalog.to_dict("records"):
            key = (report_id, rule["id"])
            instead = any((report_id, other) in values for other in rule["instead"].split("|"))
            if key in values:
                status = "reported" if values[key] > 0 else "reported as zero"
            else:
                status = "other measure" if instead or key in touched else "not reported"
            rows.append({"report_id": report_id, "indicator_id": rule["id"], "status": status})
    return tables.typed("disclosure", rows)
