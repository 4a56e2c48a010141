"""One region's tables → its view in JupyterLab: its reports, values, admitted problems and contradictions."""

from __future__ import annotations

from html import escape

import pandas as pd

from fazhi import catalog
from fazhi.modelling import descriptives

MOST_VALUES = 12


class RegionView:
    """The reports of one region; JupyterLab shows them as tables.

    Parameters
    ----------
    reports, problems, checks : DataFrame
        Rows of those tables for one region, one report per year.
    values : DataFrame
        The result of `Corpus.values` for it.

    Attributes
    ----------
    reports : DataFrame [year, issuer, n_chars, n_quantities, n_problems]
        One row for each report.
    values : DataFrame
        Indicators × years: the values stated, NaN = no value (which is not zero).
    problems : DataFrame [year, text]
        The problems admitted, in the report's words.
    checks : DataFrame [kind, stated, computed, message]
        Where the reports contradict themselves.
    """

    def __init__(
        self, reports: pd.DataFrame, values: pd.DataFrame, problems: pd.DataFrame, checks: pd.DataFrame
    ) -> None:
        self.name = str(reports["region"].iloc[-1])
        self.reports = reports[["year", "issuer", "n_chars", "n_quantities", "n_problems"]]
        self.values = _by_year(values)
        self.problems = problems.merge(reports[["report_id", "year"]], on="report_id")[["year", "text"]]
        self.checks = checks[["kind", "stated", "computed", "message"]]

    def __repr__(self) -> str:
        years = ", ".join(map(str, self.reports["year"]))
        told = f"{len(self.values)} indicators, {len(self.problems)} problems, {len(self.checks)} contradictions"
        return f"{self.name} ({years}): {told}"

    def _repr_html_(self) -> str:
        parts = [self.reports, self.values.head(MOST_VALUES).reset_index(), self.problems, self.checks]
        shown = [part.to_html(index=False, border=0, na_rep="–") for part in parts if len(part)]
        count = len(self.values)
        left_out = f"<p>{MOST_VALUES} of {count} indicators; all: .values</p>" if count > MOST_VALUES else ""
        return f"<h3>{escape(self.name)}</h3>" + "".join(shown) + left_out


def _by_year(values: pd.DataFrame) -> pd.DataFrame:
    """Pivot the plain values to indicators × years, the catalogue's core first."""
    plain = descriptives.plain_values(values)
    table = plain.pivot_table(index=["indicator_id", "indicator"], columns="year", values="value", aggfunc="first")
    known = {identifier: n for n, identifier in enumerate(catalog.load().indicators["id"])}
    table = table.sort_index(level="indicator_id", key=lambda ids: ids.map(known), sort_remaining=False)
    return table.droplevel("indicator_id")
