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


def test_a_theme_that_nobody_has_is_zero_and_a_group_without_problems_unknown():
    coded, told, reports = corpus([("970100", "甲屿市", 2023, "digital"), ("970200", "乙屿市", 2023, "digital")])
    silent = reports.head(1).assign(report_id="970300-2023", region_code="970300", region="丙屿市")
    reports = pd.concat([reports, silent], ignore_index=True)
    table = theme_frequencies.theme_frequencies(coded, told, reports, "region", ["mediation"]).set_index("theme_id")
    spoken, unknown = table[table["region"] != "丙屿市"], table[table["region"] == "丙屿市"]
    assert spoken.loc["mediation", ["statements", "reports", "share_of_statements"]].eq(0).all(axis=None)
    assert spoken["of_statements"].eq(1).all() and spoken.loc["digital", "share_of_reports"].eq(1).all()
    assert len(unknown) == 2 and unknown[["statements", "of_statements", "reports", "of_reports"]].eq(0).all(axis=None)
    assert unknown[["share_of_statements", "share_of_reports", "statements_p"]].isna().all(axis=None)
    assert not unknown[["statements_differ", "reports_differ"]].any(axis=None) and unknown["problem_ids"].eq("").all()
    without = theme_frequencies.theme_frequencies(coded, told, reports, "region")
    assert set(without["region"]) == {"甲屿市", "乙屿市"}


def test_without_statements_the_columns_stay():
    coded, told, reports = corpus([("970100", "甲屿市", 2023, "digital")])
    table = theme_frequencies.theme_frequencies(coded, told, reports, "all")
    empty = theme_frequencies.theme_frequencies(coded[:0], told[:0], reports, "all")
    assert empty.empty and list(empty.columns) == list(table.columns)


def by_level(themes_of):
    """Return frequencies by level of ten prefectures and ten counties, `themes_of` (level, number) → themes."""
    rows = [
        (f"97{at}{n}00", f"{level}{n}", 2023, theme)
        for at, level in enumerate(("prefecture", "county"))
        for n in range(10)
        for theme in themes_of(level, n)
    ]
    coded, told, reports = corpus(rows)
    reports["level"] = reports["region"].str.rstrip("0123456789")
    return theme_frequencies.theme_frequencies(coded, told, reports, "level").set_index("theme_id")


def test_groups_alike_do_not_differ_and_groups_unlike_do():
    alike = by_level(lambda level, n: ["digital", "mediation"] if n % 2 else ["digital"])
    assert alike["reports_p"].dropna().round(9).eq(1).all() and not alike["reports_differ"].any()
    unlike = by_level(lambda level, n: ["digital", ["mediation", "decision"][(level == "county") != (n == 0)]])
    assert (unlike.loc[["mediation", "decision"], ["statements_p", "reports_p"]] < 0.01).all(axis=None)
    assert unlike.loc[["mediation", "decision"], ["statements_differ", "reports_differ"]].all(axis=None)
    assert not unlike.loc["digital", ["statements_differ", "reports_differ"]].any(axis=None)


def test_what_is_left_is_compared_with_the_interval_of_the_whole():
    rows = [(f"9701{n:02d}", f"{n}县", 2023, theme) for n in range(8) for theme in ("digital", "mediation")]
    coded, told, reports = corpus(rows)
    whole = theme_frequencies.theme_frequencies(coded, told, reports, "all")
    kept = coded[coded["theme_id"] == "digital"]
    left = theme_frequencies.theme_frequencies(kept, told[told["problem_id"].isin(kept["problem_id"])], reports, "all")
    table = theme_frequencies.compared(whole, left).set_index("theme_id")
    assert table["without"].to_dict() == {"digital": 1.0, "mediation": 0.0}
    assert table["changed"].to_dict() == {"digital": False, "mediation": True}
    nothing = theme_frequencies.compared(whole, left[:0])
    assert nothing["without"].isna().all() and not nothing["changed"].any()


def test_each_statement_is_listed_once_with_all_its_themes(sample):
    table = theme_frequencies.coded_statements(sample.problem_themes, sample.problems, sample.reports)
    assert sorted(table["problem_id"]) == sorted(sample.problems["problem_id"])
    listed = table[["problem_id", "theme_ids"]].explode("theme_ids").itertuples(index=False, name=None)
    assert set(listed) == set(zip(sample.problem_themes["problem_id"], sample.problem_themes["theme_id"], strict=True))
    told = table.merge(sample.problems[["problem_id", "report_id", "n"]], on="problem_id")
    assert told.groupby(["region_code", "year"], sort=False)["n"].agg(lambda n: n.is_monotonic_increasing).all()


def test_years_of_a_theme_are_compared_with_those_of_the_remaining_statements(sample):
    whole = theme_frequencies.recurrence(sample.problem_themes, sample.problems, sample.reports)
    assert not theme_frequencies.years_compared(whole, whole)["changed"].any()
    report = sample.problems["report_id"].iloc[0]
    left = sample.problems[sample.problems["report_id"] != report]
    told = theme_frequencies.years_compared(
        whole, theme_frequencies.recurrence(sample.problem_themes, left, sample.reports)
    )
    here = sample.reports.set_index("report_id").loc[report]
    ids = sample.problems.loc[sample.problems["report_id"] == report, "problem_id"]
    themes = set(sample.problem_themes.loc[sample.problem_themes["problem_id"].isin(ids), "theme_id"])
    changed = told[told["changed"]]
    assert set(changed["theme_id"]) == themes and set(changed["region"]) == {here["region"]}
    assert not any(str(here["year"]) in years for years in changed["without"])
