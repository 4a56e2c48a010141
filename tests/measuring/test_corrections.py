"""A correction changes the cell that it names; what is wrong or fits nothing is said."""

import pandas as pd
import pytest

from fazhi.errors import CatalogError
from fazhi.measuring import corrections
from fazhi.schema import typed

REPORTS = pd.DataFrame({"report_id": ["970100-2023-aaaa"], "file": ["a.txt"]})
INDICATORS, THEMES = ["mediation.cases", "litigation.cases"], ["digital", "publicity"]


def table(*rows):
    return pd.DataFrame(rows, columns=["report", "line", "start", "field", "value"])


def checked(*rows):
    return corrections.check(table(*rows), INDICATORS, THEMES)


@pytest.fixture
def tables():
    """Two numbers and a statement of one report."""
    same = {"report_id": "970100-2023-aaaa", "line": 7, "unit": "件", "bound": "exact", "year": 2023}
    quantities = [
        {**same, "quantity_id": "970100-2023-aaaa/q7.4", "start": 4, "end": 7, "value": 12.0},
        {**same, "quantity_id": "970100-2023-aaaa/q7.9", "start": 9, "end": 12, "value": 30.0,
         "indicator_id": "litigation.cases", "rule": "应诉"},
    ]  # fmt: skip
    problem = {"problem_id": "970100-2023-aaaa/p1", "report_id": "970100-2023-aaaa", "n": 1, "line": 9, "start": 3}
    problem |= {"end": 11, "text": "普法形式单一。"}
    theme = {"problem_id": "970100-2023-aaaa/p1", "theme_id": "publicity", "evidence": "单一", "start": 4, "end": 6}
    return {
        "quantities": typed("quantities", quantities),
        "problems": typed("problems", [problem]),
        "problem_themes": typed("problem_themes", [theme]),
    }


@pytest.mark.parametrize("report", ["a.txt", "970100-2023-aaaa"])
@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("value", "12000", 12000.0),
        ("value_high", "15", 15.0),
        ("unit", "", ""),
        ("bound", "more_than", "more_than"),
        ("subject", "调解案件", "调解案件"),
        ("verb", "办结", "办结"),
        ("year", "2022", 2022),
        ("qualifier", "prior|change", "change|prior"),
        ("whose", "larger", "larger"),
        ("when", "cumulative", "cumulative"),
        ("kind", "subset", "subset"),
        ("indicator_id", "mediation.cases", "mediation.cases"),
    ],
)
def test_a_correction_changes_its_cell_and_no_other(tables, report, field, value, expected):
    before = tables["quantities"].copy()
    found, _, unused = corrections.apply(checked((report, "7", "4", field, value)), REPORTS, **tables)
    assert found.at[0, field] == expected
    assert unused == []
    others = [column for column in before if column not in (field, "rule")]
    pd.testing.assert_frame_equal(found[others], before[others])
    pd.testing.assert_frame_equal(found.drop(index=0)[list(before)], before.drop(index=0))
    pd.testing.assert_frame_equal(tables["quantities"], before)
    assert found.at[0, "rule"] == ("corrections.csv" if field == "indicator_id" else "")


def test_nothing_clears_an_indicator_and_a_year(tables):
    rows = checked(("a.txt", "7", "9", "indicator_id", ""), ("a.txt", "7", "9", "year", ""))
    found, _, _ = corrections.apply(rows, REPORTS, **tables)
    assert (found.at[1, "indicator_id"], found.at[1, "rule"]) == ("", "")
    assert pd.isna(found.at[1, "year"])


def test_a_confirmed_number_stays_as_it_is_and_is_marked(tables):
    found, _, unused = corrections.apply(checked(("a.txt", "7", "9", "confirmed", "yes")), REPORTS, **tables)
    assert list(found["confirmed"]) == [False, True]
    assert unused == []
    pd.testing.assert_frame_equal(found.drop(columns="confirmed"), tables["quantities"])


def test_a_row_of_a_sheet_that_was_not_filled_in_corrects_nothing(tables):
    rows = checked(("a.txt", "7", "4", "", ""), ("a.txt", "7", "9", "", ""))
    assert len(rows) == 0
    assert corrections.apply(rows, REPORTS, **tables)[2] == []


def test_a_false_number_is_deleted(tables):
    found, _, _ = corrections.apply(checked(("a.txt", "7", "4", "delete", "")), REPORTS, **tables)
    assert list(found["quantity_id"]) == ["970100-2023-aaaa/q7.9"]


def test_themes_are_replaced(tables):
    rows = checked(("a.txt", "9", "3", "themes", "other | digital"))
    _, found, unused = corrections.apply(rows, REPORTS, **tables)
    assert list(found["theme_id"]) == ["digital", "other"]
    assert set(found["evidence"]) == {"普法形式单一。"} and set(found["end"]) == {7}
    assert unused == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("b.txt", "7", "4", "value", "1"), "row 2.*unknown report 'b.txt'.*a.txt"),
        (("a.txt", "7", "5", "value", "1"), "row 2.*unknown line.start of a number in a.txt: '7.5'.*7.4"),
        (("a.txt", "7", "4", "themes", "digital"), "row 2.*unknown line.start of a statement in a.txt: '7.4'.*9.3"),
    ],
)
def test_what_fits_nothing_is_said(tables, row, message):
    found, themes, (sentence,) = corrections.apply(checked(row), REPORTS, **tables)
    assert pd.Series(sentence).str.contains(message).item(), sentence
    pd.testing.assert_frame_equal(found.drop(columns="confirmed"), tables["quantities"])
    pd.testing.assert_frame_equal(themes, tables["problem_themes"])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("a.txt", "7", "4", "valu", "1"), "row 3, column 'field'.*value"),
        (("a.txt", "seven", "4", "value", "1"), "row 3, column 'line'"),
        (("a.txt", "7", "", "value", "1"), "row 3, column 'start'"),
        (("a.txt", "7", "9" * 20, "value", "1"), "row 3, column 'start'"),
        (("a.txt", "9" * 5000, "4", "value", "1"), "row 3, column 'line'"),
        (("a.txt", "7", "4", "value", "1.2万"), "row 3, column 'value'.*12000"),
        (("a.txt", "7", "4", "value", ""), "row 3, column 'value'"),
        (("a.txt", "7", "4", "year", "去年"), "row 3.*2023"),
        (("a.txt", "7", "4", "bound", "over"), "row 3.*more_than"),
        (("a.txt", "7", "4", "qualifier", "prior|plann"), "row 3.*plan"),
        (("a.txt", "7", "4", "indicator_id", "mediation.case"), "row 3.*mediation.cases"),
        (("a.txt", "9", "3", "themes", "digitl"), "row 3.*digital"),
        (("a.txt", "9", "3", "themes", ""), "row 3.*other"),
        (("a.txt", "7", "4", "delete", "no"), "row 3.*yes"),
        (("a.txt", "7", "4", "confirmed", ""), "row 3.*yes"),
        (("a.txt", "7", "4", "when", "cumulatve"), "row 3.*cumulative"),
        (("a.txt", "7", "4", "", "12"), "row 3, column 'field'"),
        (("a.txt", "1", "1", "unit", "次"), "row 3.*second"),
    ],
)
def test_what_cannot_be_meant_is_refused(row, message):
    with pytest.raises(CatalogError, match=rf"corrections.csv, {message}"):
        checked(("a.txt", "1", "1", "unit", "件"), row)


def test_one_number_corrected_by_file_and_by_report_is_said_and_the_first_counts(tables):
    rows = checked(("a.txt", "7", "4", "value", "13"), ("970100-2023-aaaa", "7", "4", "value", "14"))
    found, _, unused = corrections.apply(rows, REPORTS, **tables)
    assert found.at[0, "value"] == 13
    assert unused == ["970100-2023-aaaa, line 7, start 4: value is corrected twice; keep one row"]


@pytest.mark.parametrize(("field", "value"), [("value", "9" * 400), ("value_high", "9" * 16), ("year", "9999")])
def test_numbers_beyond_all_measure_are_refused(field, value):
    with pytest.raises(CatalogError, match=rf"column 'value': '{value[:5]}"):
        checked(("a.txt", "7", "4", field, value))
