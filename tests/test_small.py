"""Tables of few rows, and of rows with nothing in them → analyses and exports that hold, or an error that says why."""

import warnings

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.errors import FazhiError
from fazhi.modelling import descriptives, keyness, theme_frequencies, year_on_year
from fazhi.reporting import charts
from fazhi.reporting.exports.codebook import codebook

TABLES = [
    "reports", "segments", "quantities", "indicators", "disclosure", "ratios", "problems", "problem_themes", "words",
]  # fmt: skip
ANALYSES = {
    "coverage": lambda t: descriptives.coverage(t["reports"]),
    "departments": lambda t: descriptives.departments(t["reports"]),
    "anatomy": lambda t: descriptives.anatomy(t["segments"], t["reports"]),
    "candour": lambda t: descriptives.candour(t["segments"], t["problems"], t["reports"]),
    "panel": lambda t: descriptives.indicator_panel(t["indicators"], t["disclosure"], t["reports"]),
    "year on year": lambda t: year_on_year.on_the_year_before(ANALYSES["panel"](t)),
    "rates": lambda t: descriptives.rates(t["ratios"], t["indicators"], t["reports"]),
    "courses": lambda t: theme_frequencies.courses(t["problem_themes"], t["problems"], t["reports"]),
    "recurrence": lambda t: theme_frequencies.recurrence(t["problem_themes"], t["problems"], t["reports"]),
    "cooccurrence": lambda t: theme_frequencies.theme_cooccurrence(t["problem_themes"]),
    "pairs": lambda t: theme_frequencies.theme_pairs(t["problem_themes"]),
    "frequencies": lambda t: theme_frequencies.theme_frequencies(
        t["problem_themes"], t["problems"], t["reports"], by="region"
    ),
    "keyness": lambda t: keyness.by_group(t["words"], t["segments"], t["reports"], by="year"),
    "kwic": lambda t: keyness.kwic(t["segments"], "复议"),
    "codebook": codebook,
}
DRAWN = {
    "coverage": charts.coverage,
    "anatomy": charts.anatomy,
    "candour": charts.candour,
    "rates": charts.stated_computed,
    "recurrence": charts.recurrence,
    "courses": charts.theme_courses,
    "frequencies": charts.theme_heatmap,
    "cooccurrence": charts.theme_cooccurrence,
    "keyness": charts.keyness_bars,
}
FREE = {"value", "bound", "unit", "qualifier", "confidence", "stated", "computed", "department", "signed", "published"}
"""Columns that may be missing throughout; the others are keys and what the contract says is always there."""


@st.composite
def few(draw, sample):
    """Rows of one report, of one region or of any, at most so many a table, some columns missing throughout."""
    reports = sample.reports
    kind = draw(st.sampled_from(["one report", "one region", "any"]))
    if kind == "one report":
        reports = reports.iloc[[draw(st.integers(0, len(reports) - 1))]]
    elif kind == "one region":
        reports = reports[reports["region_code"] == draw(st.sampled_from(sorted(set(reports["region_code"]))))]
    most = draw(st.sampled_from([1, 3, 10_000]))
    found = {}
    for name in TABLES:
        table = getattr(sample, name)
        if "report_id" in table:
            table = table[table["report_id"].isin(reports["report_id"])]
        found[name] = table.head(most if name != "reports" else 10_000)
        lost = FREE & set(table) & draw(st.sets(st.sampled_from(sorted(FREE)), max_size=4))
        empty = {column: "" if table[column].dtype.kind == "O" else float("nan") for column in lost}
        blank = pd.DataFrame(empty, index=found[name].index).astype({column: table[column].dtype for column in lost})
        found[name] = found[name].assign(**{column: blank[column] for column in lost})
    return found


@given(st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_few_rows_are_analysed_and_drawn_or_refused(sample, data):
    tables = data.draw(few(sample))
    for name, analyse in ANALYSES.items():
        try:
            table = analyse(tables)
        except FazhiError as refused:
            assert str(refused)
            continue
        assert isinstance(table, pd.DataFrame) and table.columns.is_unique, name
        shares = table.get("share", pd.Series(dtype=float)).dropna()
        assert shares.between(0, 1).all(), name


@pytest.mark.parametrize("name", DRAWN)
@given(st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_few_rows_are_drawn(sample, name, data):
    tables = data.draw(few(sample))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            DRAWN[name](ANALYSES[name](tables))
    except FazhiError as refused:
        assert str(refused)
    finally:
        plt.close("all")
