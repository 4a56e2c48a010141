"""Indicator values → whether and how each report discloses each indicator of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pandas as pd

from fazhi import schema
from fazhi.measuring.indicators.values import is_apart


def disclosure(indicators: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Determine for every report and indicator whether and how it is reported.

    Parameters
    ----------
    indicators, reports : DataFrame
        The tables of these names.
    catalog : DataFrame
        ``catalog.load().indicators``; `instead` names indicators that measure the same thing differently.

    Returns
    -------
    DataFrame [report_id, indicator_id, status]
        reported; reported as zero; other measure: only another measure (a rate, a combined figure) or a figure of
        another scope, time or kind is printed; not reported.
    """
    others = {rule: instead.split("|") for rule, instead in zip(catalog["id"], catalog["instead"], strict=True)}
    return schema.typed("disclosure", statuses(indicators.to_dict("records"), reports["report_id"], others))


def statuses(indicators: list[dict], reports: Iterable[str], others: dict[str, list[str]]) -> list[dict]:
    """Return the rows of `disclosure`, given those of `indicators`, the report ids and each indicator's substitutes."""
    values: dict[tuple, float] = {}
    for row in indicators:
        if not is_apart(row["qualifier"]):
            key = row["report_id"], row["indicator_id"]
            values[key] = max(row["value"], values.get(key, row["value"]))
    touched = {(row["report_id"], row["indicator_id"]) for row in indicators}
    rows = []
    for key in product(reports, others):
        report_id, indicator_id = key
        if key in values:
            status = "reported" if values[key] > 0 else "reported as zero"
        else:
            instead = any((report_id, other) in values for other in others[indicator_id])
            status = "other measure" if instead or key in touched else "not reported"
        rows.append({"report_id": report_id, "indicator_id": indicator_id, "status": status})
    return rows
