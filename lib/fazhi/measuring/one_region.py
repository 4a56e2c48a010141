"""The measurements of a region's reports → the rows of the tables that compare its reports."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from fazhi.catalog import Catalog
from fazhi.measuring import checks, corrections
from fazhi.measuring.indicators import confidence, disclosure, ratios, values
from fazhi.schema import COLUMNS

_CORRECTED = ["quantities", "problems", "problem_themes"]


class Derived:
    """Derives values from measurements with the catalogue, prepared once for all regions."""

    def __init__(self, known: Catalog) -> None:
        indicators = known.indicators
        self._indicators = indicators.set_index("id").to_dict("index")
        self._units = dict(zip(indicators["id"], indicators["unit"], strict=True))
        self._others = {row["id"]: row["instead"].split("|") for row in indicators.to_dict("records")}
        self._ratios = known.ratios.to_dict("records")
        self._weights = known.confidence
        self._checks = checks.Rules(known)

    def rows(self, reports: list[dict], quantities: list[dict]) -> dict[str, list[dict]]:
        """Derive the values of a region.

        Parameters
        ----------
        reports : list of dict
            The region's rows of `reports`.
        quantities : list of dict
            The quantities of all of them from `one_report.Measures.measured`, corrected.

        Returns
        -------
        dict of list of dict
            The rows of indicators, ratios, disclosure and checks.
        """
        found = values.values(quantities, reports, self._indicators)
        found.sort(key=lambda row: (row["report_id"], row["indicator_id"], row["qualifier"], row["quantity_ids"]))
        sure = confidence.confidences(found, quantities, self._units, self._weights)
        found = [{**row, "confidence": one} for row, one in zip(found, sure, strict=True)]
        computed = ratios.computed(found, quantities, self._ratios)
        as_attributes = ([SimpleNamespace(**row) for row in rows] for rows in (quantities, found, computed))
        return {
            "indicators": found,
            "ratios": computed,
            "disclosure": disclosure.statuses(found, [report["report_id"] for report in reports], self._others),
            "checks": checks.findings(*as_attributes, self._checks),
        }


def corrected(
    rows: dict[str, list[dict]], reports: list[dict], wanted: pd.DataFrame
) -> tuple[dict[str, list[dict]], list[str]]:
    """Apply a researcher's corrections to the measurements of a region; see `corrections.apply`.

    Returns
    -------
    rows : dict of list of dict
        The rows, corrected.
    unused : list of str
        A sentence for each correction that matches nothing.
    """
    if wanted.empty:
        return rows, []
    ready = {name: _frame(name, rows[name]) for name in _CORRECTED}
    numbers, themes, unused = corrections.apply(wanted, pd.DataFrame(reports), **ready)
    told = {"quantities": numbers, "problem_themes": themes}
    return rows | {name: _records(table) for name, table in told.items()}, unused


def _frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """Return rows as a table with plain Python strings."""
    table = pd.DataFrame(rows, columns=list(rows[0]) if rows else list(COLUMNS[name]), dtype=object)
    return table.astype({column: kind for column, kind in COLUMNS[name].items() if kind != "str" and column in table})


def _records(table: pd.DataFrame) -> list[dict]:
    """Return a table's rows; missing values in integer columns become None."""
    integers = [column for column in table if table[column].dtype == "Int64"]
    plain = table.astype(dict.fromkeys(integers, object))
    return [{**row, **{n: None for n in integers if row[n] is pd.NA}} for row in plain.to_dict("records")]
