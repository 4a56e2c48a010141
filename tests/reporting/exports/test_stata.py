"""Stata's panel: a row for each region and year, and the values, bounds and ways of reporting of every indicator."""

import re

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fazhi import catalog
from fazhi.reporting.exports import stata
from fazhi.schema import BOUNDS, DISCLOSURE

IDS = list(catalog.load().indicators["id"])


@pytest.fixture(scope="module")
def file(sample, tmp_path_factory):
    return stata.write(tmp_path_factory.mktemp("stata") / "panel.dta", sample, "en")


@pytest.fixture(scope="module")
def panel(file):
    return pd.read_stata(file, convert_categoricals=False)


def test_a_row_for_each_region_and_year(panel, sample):
    shown = sample.shown().reports
    assert not panel.duplicated(["panel_id", "year"]).any()
    assert set(panel["report_id"]) == set(shown["report_id"])
    assert panel["panel_id"].nunique() == len(shown[["region_code", "region"]].drop_duplicates())


def test_values_and_bounds_are_those_of_the_tables(panel, sample):
    names = stata.variable_names(IDS)
    rows = panel.set_index("report_id")
    stated = sample.shown().indicators.query("qualifier == ''")
    for row in stated.itertuples():
        name = names[row.indicator_id]
        assert rows.at[row.report_id, name] == row.value
        assert BOUNDS[int(rows.at[row.report_id, f"{name}_bnd"])] == row.bound
        places = [f"{row.report_id}/q{place}" for place in rows.at[row.report_id, f"{name}_src"].split("|")]
        assert places == row.quantity_ids.split("|")
    assert panel[list(names.values())].notna().sum().sum() == len(stated)


def test_the_way_of_reporting_is_that_of_the_tables(panel, sample):
    names = stata.variable_names(IDS)
    expected = sample.shown().disclosure.pivot(index="report_id", columns="indicator_id", values="status")
    found = panel.set_index("report_id")[[f"{name}_rep" for name in names.values()]].set_axis(list(names), axis=1)
    told = found.map(lambda code: DISCLOSURE[::-1][int(code)])
    pd.testing.assert_frame_equal(told.sort_index()[list(expected)], expected, check_names=False)


def test_variables_and_values_are_labelled(file):
    with pd.io.stata.StataReader(file) as reader:
        variables, values = reader.variable_labels(), reader.value_labels()
    assert variables["mediation_cases"] == f"{catalog.load().name('mediation.cases', 'en')} (cases)"
    assert variables["mediation_cases_bnd"].endswith(": bound")
    assert variables["region_code"] == "Region code"
    assert all(0 < len(label) <= 80 for label in variables.values())
    assert values["mediation_cases_rep"] == {
        0: "Not reported",
        1: "Defined differently",
        2: "Reported as zero",
        3: "Reported",
    }
    assert values["mediation_cases_bnd"][1] == "More than"
    assert "青屿市" in values["panel_id"].values()


def test_chinese_labels_are_whole(sample, tmp_path):
    with pd.io.stata.StataReader(stata.write(tmp_path / "zh.dta", sample, "zh")) as reader:
        labels = reader.variable_labels()
    name = catalog.load().name("mediation.cases", "zh")
    assert labels["mediation_cases"] == f"{name} (件)" and labels["mediation_cases_rep"] == f"{name}: 报告情况"


def test_the_same_tables_give_the_same_bytes(file, sample, tmp_path):
    assert stata.write(tmp_path / "again.dta", sample, "en").read_bytes() == file.read_bytes()


def test_names_of_the_catalogue_stay_readable():
    names = stata.variable_names(IDS)
    assert names["reconsideration.accepted"] == "reconsideration_accepted"
    assert names["enforcement.major_decision_reviews"] == "enfor_major_decision_reviews"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab1._-调", min_size=1, max_size=60), unique=True, max_size=40))
@example(["1" + "_1" * 20, "a" + ".b" * 30])
def test_any_ids_get_valid_names_that_a_further_one_does_not_change(identifiers):
    names = stata.variable_names(identifiers)
    variables = [name + suffix for name in names.values() for suffix in stata.SUFFIXES]
    assert len(set(names.values())) == len(identifiers)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,31}", variable) for variable in variables)
    assert {**stata.variable_names([*identifiers, "zzz"]), "zzz": ""} == {**names, "zzz": ""}
