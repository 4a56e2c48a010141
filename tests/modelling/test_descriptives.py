"""Counts and shares: nothing is lost, missing is not zero."""

import pandas as pd
import pytest

from fazhi import catalog
from fazhi.errors import UnknownName
from fazhi.modelling import descriptives


def test_coverage_shows_the_gaps(sample):
    reports = sample.reports.query("not (region == '鹤坪县' and year == 2023)")
    grid = descriptives.coverage(reports)
    assert len(grid) == 4 * 3
    assert grid.set_index(["region", "year"]).at[("鹤坪县", 2023), "n"] == 0
    assert grid["n"].sum() == 11


def test_sections_share_out_a_report(sample):
    sections = descriptives.anatomy(sample.segments, sample.reports)
    assert sections.groupby("report_id")["share"].sum().round(9).eq(1).all()
    assert "cruft" not in set(sections["role"])


def test_disclosure_counts_every_indicator_once(sample):
    shares = descriptives.disclosure_shares(sample.disclosure, sample.reports, catalog.load().indicators)
    assert shares.groupby("report_id")["total"].sum().eq(len(catalog.load().indicators)).all()
    assert shares["share"].between(0, 1).all()


def test_the_panel_has_no_value_where_nothing_is_reported(sample):
    panel = descriptives.indicator_panel(sample.indicators, sample.disclosure, sample.reports)
    assert panel.loc[panel["value"].notna(), "status"].isin(["reported", "reported as zero"]).all()
    assert panel.loc[panel["status"].isin(["not reported", "other measure"]), "value"].isna().all()


def test_a_report_without_problems_section_has_no_statements(sample):
    room = descriptives.candour(sample.segments, sample.problems, sample.reports)
    without = room.query("statements == 0")
    assert list(zip(without["region"], without["year"], strict=True)) == [("望榆区", 2023)]
    assert without["share"].eq(0).all() and without["status"].eq("no section found").all()


def test_a_problems_section_that_admits_none_is_told_from_none_found(sample):
    silent = sample.problems["report_id"].iloc[0]
    room = descriptives.candour(sample.segments, sample.problems.query("report_id != @silent"), sample.reports)
    told = room.set_index("report_id")["status"]
    assert told[silent] == "none admitted"
    assert set(told) == {"no section found", "none admitted", "admitted"}


def test_pages_hold_every_row_once():
    table = pd.DataFrame({"report_id": [f"r{n // 2}" for n in range(180)]})
    pages = [descriptives.page(table, ["report_id"], number) for number in (1, 2, 3)]
    assert [page["report_id"].nunique() for page in pages] == [40, 40, 10]
    assert sum(map(len, pages)) == len(table)
    pd.testing.assert_frame_equal(descriptives.page(table, ["report_id"], 9), pages[-1])


def test_only_keeps_the_wanted_order_and_names_the_nearest():
    first, second = "mediation.cases", "litigation.cases"
    table = pd.DataFrame({"indicator_id": [second, "litigation.lost", second, first], "value": [1, 2, 3, 4]})
    assert list(descriptives.only(table, "indicator_id", [first, second])["value"]) == [4, 1, 3]
    with pytest.raises(UnknownName, match=r"litigation\.lost"):
        descriptives.only(table, "indicator_id", ["litigation.lots"])


def test_the_indicators_charted_are_those_that_most_regions_state(sample):
    panel = descriptives.indicator_panel(sample.indicators, sample.disclosure, sample.reports)
    times = panel.dropna(subset="value").drop_duplicates(["region_code", "year", "indicator_id"])["indicator_id"]
    times = times.value_counts()
    six = descriptives.most_stated(panel, 6)
    assert len(six) == 6
    assert times[six].min() >= times.drop(six).max()
    order = list(catalog.load().indicators["id"])
    assert six == sorted(six, key=order.index)


def test_where_little_is_stated_little_is_charted(sample):
    panel = descriptives.indicator_panel(sample.indicators, sample.disclosure, sample.reports)
    one = panel[panel["report_id"] == panel["report_id"].iloc[0]]
    stated = set(one.dropna(subset="value")["indicator_id"])
    assert set(descriptives.most_stated(one, 1000)) == stated
    assert descriptives.most_stated(one.iloc[:0], 6) == []


def test_medians_are_compared_with_those_of_the_remaining_values(sample):
    panel = descriptives.indicator_panel(sample.indicators, sample.disclosure, sample.reports)
    same = descriptives.medians_compared(panel, panel)
    assert not same["changed"].any() and (same["values"] == same["of_without"]).all()
    assert same["values"].sum() == len(descriptives.plain_values(panel))
    one, two = same["indicator_id"].iloc[:2]
    of_one = descriptives.plain_values(panel).query("indicator_id == @one")
    gone = pd.concat([panel.query("indicator_id == @two"), panel.loc[[of_one["value"].idxmax()]]]).index
    told = descriptives.medians_compared(panel, panel.drop(index=gone)).set_index("indicator_id")
    assert told.loc[two, "of_without"] == 0 and told.loc[two, "changed"] and pd.isna(told.loc[two, "without"])
    assert told.loc[one, "without"] == of_one["value"].sort_values().iloc[:-1].median()
