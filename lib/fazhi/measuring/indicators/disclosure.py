"""Indicator values → whether and how each report discloses each indicator of the catalogue."""

from __future__ import annotations

from itertools import product

import pandas as pd

from fazhi import schema
from fazhi.measuring.indicators.values import is_apart


def disclosure(indicators: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Say of every report and indicator whether and how it is reported.

    Parameters
    ----------
    indicators, reports : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().indicators``; `instead` names the indicators that are another measure of the same thing.

    Returns
    -------
    DataFrame [report_id, indicator_id, status]
        reported; reported as zero; other measure: only another measure of it (a rate, a combined figure) or a figure of
        another scope, time or kind is printed; not reported.
    """
    stated = indicators[~indicators["qualifier"].map(is_apart).astype(bool)]
    values = stated.groupby(["report_id", "indicator_id"])["value"].max().to_dict()
    touched = set(zip(indicators["report_id"], indicators["indicator_id"], strict=True))
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
    return schema.typed("disclosure", rows)
