"""Indicator values → the catalogue's ratios, as printed and as computed."""

from __future__ import annotations

import math
from itertools import product

import pandas as pd

from fazhi import schema
from fazhi.measuring.indicators.matching import SEPARATOR
from fazhi.measuring.indicators.ranges import Range, of_number
from fazhi.schema import REPORT

_UNKNOWN = {
    **dict.fromkeys(["stated", "computed", "computed_low", "computed_high"], math.nan),
    **dict.fromkeys(["numerator_ids", "denominator_ids"], ""),
}


def ratios(indicators: pd.DataFrame, quantities: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Compute the catalogue's ratios from counts of one report and scope, next to the printed rates.

    Parameters
    ----------
    indicators, quantities : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().ratios``; if `unit` is ``%`` the ratio is in per cent, otherwise a plain quotient.

    Returns
    -------
    DataFrame [report_id, region_code, year, ratio_id, stated, computed, computed_low, computed_high, numerator_ids,
    denominator_ids]
        One row if anything is known. computed: only from two exact counts. computed_low, computed_high: the possible
        range given the counts as printed (500余 of 600余), both equal to `computed` if there is one; a part is at most
        its whole. NaN = not stated, not computable (a count is missing, the denominator is zero, or the two differ in
        scope or body), or unbounded above.
    """
    rows = computed(indicators.to_dict("records"), quantities.to_dict("records"), catalog.to_dict("records"))
    return schema.typed("ratios", rows)


def computed(indicators: list[dict], quantities: list[dict], rules: list[dict]) -> list[dict]:
    """Return the rows of `ratios`, given its inputs as rows."""
    values = {(row["report_id"], row["indicator_id"]): row for row in indicators if row["qualifier"] == ""}
    numbers = {number["quantity_id"]: number for number in quantities}
    reports = {row["report_id"]: {name: row[name] for name in REPORT} for row in indicators}
    rows = []
    for report, ratio in product(reports.values(), rules):
        numerator, denominator, stated = (
            values.get((report["report_id"], ratio[part])) for part in ("numerator", "denominator", "stated_indicator")
        )
        row = {**report, "ratio_id": ratio["id"], **_UNKNOWN, "stated": stated["value"] if stated else math.nan}
        if numerator and denominator and _belong_together(numerator, denominator, numbers):
            row |= _quotient(numerator, denominator, numbers, ratio)
        rows.append(row)
    return [row for row in rows if not math.isnan(row["stated"]) or row["numerator_ids"]]


def _belong_together(numerator: dict, denominator: dict, numbers: dict[str, dict]) -> bool:
    """Whether two counts have the same owner and body; as values, both already cover the whole year."""
    whom = [
        (number["whose"], number["scope"])
        for number in (numbers[value["quantity_ids"].split(SEPARATOR)[0]] for value in (numerator, denominator))
    ]
    return whom[0] == whom[1] and denominator["value"] > 0


def _quotient(numerator: dict, denominator: dict, numbers: dict[str, dict], ratio: dict) -> dict:
    """Return a ratio of two counts: its value or its bounds, with its evidence."""
    factor = 100 if ratio["unit"] == "%" else 1
    quotient = _range(numerator, numbers).of(_range(denominator, numbers))
    most = 1.0 if ratio["numerator_within"] == "yes" and ratio["unit"] == "%" else math.inf
    low, high = factor * quotient.low, factor * max(quotient.low, min(quotient.high, most))
    return {
        "computed": low if low == high else math.nan,
        "computed_low": low,
        "computed_high": high if math.isfinite(high) else math.nan,
        "numerator_ids": numerator["quantity_ids"],
        "denominator_ids": denominator["quantity_ids"],
    }


def _range(value: dict, numbers: dict[str, dict]) -> Range:
    """Return the possible values of an indicator: the range of its number, or the sum over its parts."""
    printed, total = 0.0, Range(0.0, 0.0)
    for linked in value["quantity_ids"].split(SEPARATOR):  # the ids that make up the value come first
        printed, total = printed + numbers[linked]["value"], total + of_number(numbers[linked])
        if math.isclose(printed, value["value"]):
            break
    return total
