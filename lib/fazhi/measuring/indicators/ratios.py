"""Indicator values → the catalogue's ratios, as printed and as computed."""

from __future__ import annotations

from itertools import product

import pandas as pd

from fazhi import schema


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
    return schema.typed("ratios", known)


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
