"""Themes counted: as the truth says, nothing lost, regions apart, shares in their intervals, courses over years."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.modelling import theme_frequencies

KEYS = {"region": ["region_code", "region"], "year": "year", "level": "level", "all": "all"}


@pytest.mark.parametrize("by", ["region", "year", "level", "all"])
def test_theme_shares_lie_in_their_intervals(sample, by):
    table = theme_frequencies.theme_frequencies(sample.problem_themes, sample.problems, sample.reports, by)
    for unit in ("statements", "reports"):
        assert (table[unit] <= table[f"of_{unit}"]).all()
        assert (table[f"{unit}_low"] <= table[f"share_of_{unit}"] + 1e-12).all()
        assert (table[f"share_of_{unit}"] <= table[f"{unit}_high"] + 1e-12).all()
    bases = table.drop_duplicates(KEYS[by])
    assert bases["of_statements"].sum() == len(sample.problems)
    assert bases["of_reports"].sum() == sample.problems["report_id"].nunique()


def test_themes_return_or_vanish_as_the_reports_say(sample):
    table = theme_frequencies.recurrence(sample.problem_themes, sample.problems, sample.reports).query(
        "region == '青屿市'"
    )
    years = table[table["admitted"]].groupby("theme_id")["year"].agg(list)
    assert years["grassroots"] == years["legal_staff"] == [2022, 2023, 2024]
    assert years["digital"] == [2022, 2023]


def test_cooccurrence_is_symmetric_and_counts_statements(sample):
    together = theme_frequencies.theme_cooccurrence(sample.problem_themes)
    assert (together.to_numpy() == together.to_numpy().T).all()
    assert together.at["grassroots", "grassroots"] == (sample.problem_themes["theme_id"] == "grassroots").sum()


def test_frequencies_are_what_the_truth_says(sample, truth):
    themes = truth[truth["kind"] == "theme"].merge(sample.reports[["file", "region_code"]], on="file")
    wanted = themes.groupby(["region_code", "id"]).agg(statements=("n", "size"), reports=("file", "nunique"))
    table = theme_frequencies.theme_frequencies(sample.problem_themes, sample.problems, sample.reports, "region")
    found = table[table["statements"] > 0].set_index(["region_code", "theme_id"])[["statements", "reports"]]
    pd.testing.assert_frame_equal(found, wanted.astype("int64"), check_names=False)


@pytest.mark.parametrize("by", ["region", "year", "level", "all"])
def test_each_cell_leads_to_its_statements(sample, by):
    table = theme_frequencies.theme_frequencies(sample.problem_themes, sample.problems, sample.reports, by)
    listed = table["problem_ids"].str.split("|").map(lambda ids: len([i for i in ids if i]))
    assert list(listed) == list(table["statements"])
    assert set(filter(None, "|".join(table["problem_ids"]).split("|"))) == set(sample.problems["problem_id"])


def corpus(rows):
    """Return problem_themes, problems and reports of (region_code, region, year, theme)."""
    table = pd.DataFrame(rows, columns=["region_code", "region", "year", "theme_id"]).assign(level="county")
    table["report_id"] = table["region_code"] + "-" + table["year"].astype(str)
    table["problem_id"] = [f"{report}/p{n}" for n, report in enumerate(table["report_id"])]
    reports = table[["report_id", "region_code", "region", "level", "year"]].drop_duplicates()
    told = table[["problem_id", "report_id"]].assign(text="", n=1)
    return table[["problem_id", "theme_id"]], told, reports


def test_regions_of_one_name_are_counted_apart():
    tables = corpus([("320106", "鼓楼区", 2024, "digital"), ("350102", "鼓楼区", 2024, "mediation")])
    table = theme_frequencies.theme_frequencies(*tables, "region")
    assert list(table["statements"]) == [1, 0, 0, 1]
    assert list(table["region_code"]) == ["320106", "320106", "350102", "350102"]
    assert table["of_statements"].eq(1).all()


def test_pairs_count_as_the_square_does(sample):
    pairs = theme_frequencies.theme_pairs(sample.problem_themes)
    square = theme_frequencies.theme_cooccurrence(sample.problem_themes)
    assert (pairs["theme_id"] < pairs["with"]).all() and pairs["statements"].is_monotonic_decreasing
    assert [square.at[pair] for pair in zip(pairs["theme_id"], pairs["with"], strict=True)] == list(pairs["statements"])
    assert 2 * pairs["statements"].sum() + square.to_numpy().diagonal().sum() == square.to_numpy().sum()


def test_a_problem_stays_recurs_or_vanishes():
    admitted = {"digital": [2021, 2022, 2023], "mediation": [2021, 2023], "publicity": [2021, 2022], "decision": [2023]}
    tables = corpus([("970100", "甲屿市", year, theme) for theme, years in admitted.items() for year in years])
    table = theme_frequencies.courses(*tables).set_index("theme_id")
    named = {"digital": "every year", "mediation": "recurs", "publicity": "vanished", "decision": "new"}
    assert table["course"].to_dict() == named
    assert table.at["mediation", "years"] == "2021, 2023" and set(table["of_years"]) == {"2021, 2022, 2023"}


def test_one_year_is_no_course():
    assert theme_frequencies.courses(*corpus([("970100", "甲屿市", 2021, "digital")])).empty


ROWS = st.tuples(
    st.sampled_from(["970100", "980200"]), st.just("青石区"), st.integers(2020, 2024), st.sampled_from(["a", "b", "c"])
)


@settings(deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=30))
def test_every_theme_of_a_region_with_two_years_has_one_course(rows):
    tables = corpus(rows)
    table, told = theme_frequencies.courses(*tables), theme_frequencies.recurrence(*tables)
    several = told[told.groupby("region_code")["year"].transform("nunique") > 1]
    assert len(table) == len(several[["region_code", "theme_id"]].drop_duplicates())
    assert set(table["course"]) <= set(theme_frequencies.COURSES)
    last = several[several["year"] == several.groupby("region_code")["year"].transform("max")]
    assert (table["course"] == "vanished").sum() == (~last["admitted"]).sum()
