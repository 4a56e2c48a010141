"""Tables for a page: names in its language, every value a link to where it stands."""

import re

import nbformat
import numpy as np
import pandas as pd
import pytest

from fazhi import catalog
from fazhi.modelling import descriptives
from fazhi.modelling.per_capita import per_capita
from fazhi.reporting.site import chapters
from fazhi.reporting.site.linked_tables import crossed, findings, linked
from fazhi.schema import CHECK_KINDS

CASES = "reconsideration.accepted"
FOUND = ["region", "year", "kind", "stated", "computed", "quantity_ids"]
COLUMNS = ["region_code", "region", "level", "year", "indicator_id", "status", "value", "bound", "unit", "qualifier"]


def panel(*rows):
    return pd.DataFrame(rows, columns=[*COLUMNS, "quantity_ids"])


def row(year, value, *, status="reported", bound="exact", unit="件", qualifier="", ids=None):
    ids = f"970102-{year}-ab12/q7.{year}" if ids is None else ids
    return ("970102", "望榆区", "county", year, CASES, status, value, bound, unit, qualifier, ids)


def cells(page):
    """The texts of a table's heads and cells."""
    found = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", page, re.DOTALL)
    return [re.sub("<[^>]*>", "", cell) for cell in found]


@pytest.mark.parametrize(
    ("lang", "heads", "words"),
    [("zh", ["地区", "指标", "精确程度", "单位", "出处"], ["望榆区", "受理行政复议案件数", "以上", "件", "第7行"]),
     ("en", ["Region", "Indicator", "Bound", "Unit", "Source"],
      ["Wangyu District", "Reconsideration cases accepted", "More than", "cases", "line 7"])],
)  # fmt: skip
def test_heads_ids_bounds_units_and_places_are_named(lang, heads, words):
    table = panel(row(2022, 48.0, bound="more_than"))
    shown = linked(table, "region", "indicator_id", "bound", "unit", "quantity_ids", lang=lang).to_html()
    found = cells(shown)
    assert found == heads + words
    assert 'href="../reports/970102-2022-ab12.html#q7.2022"' in shown


def test_what_has_no_name_stays_as_it_is():
    shown = linked(pd.DataFrame({"slope": [0.25], "bound": ["odd"]}), lang="en").to_html()
    assert cells(shown) == ["slope", "Bound", "0.25", "odd"]


def test_a_crossed_panel_links_its_values_and_marks_what_is_none():
    table = panel(
        row(2022, 4800.0, bound="more_than"),
        row(2023, np.nan, status="not reported", bound="", unit="", ids=""),
        row(2024, np.nan, status="other measure", bound="", unit="", ids=""),
        row(2025, 30.0, ids="a-2025-1/q1.2|a-2025-1/q1.9"),
        row(2025, 12.0, qualifier="听证", unit="场"),
    )
    shown = crossed(table, "zh").to_html()
    found = cells(shown)
    assert found[:3] == ["地区", "年份", "受理行政复议案件数 (件)"]
    assert found[3:] == ["望榆区", "2022", "&gt; 4,800", "望榆区", "2023", "–", "望榆区", "2024", "口径不同",
                         "望榆区", "2025", "30 212 场 听证"]  # fmt: skip
    assert re.findall(r'html#([^"]*)"', shown) == ["q7.2022", "q1.2", "q1.9", "q7.2025"]


def test_values_per_head_are_headed_by_their_denominator():
    people = pd.DataFrame({"region_code": ["970102"], "year": [2022], "population": [400_000]})
    heads = per_capita(panel(row(2022, 48.0)), people, catalog.load().indicators)
    assert "受理行政复议案件数 (件/万人)" in crossed(heads, "zh").to_html()
    assert "(cases per 10,000 residents)" in crossed(heads, "en").to_html()
    assert "件/10万人" in crossed(heads.assign(per=100_000), "zh").to_html()
    assert "件/1,000人" in crossed(heads.assign(per=1000), "zh").to_html()


def test_a_panel_without_rows_has_heads_alone():
    assert cells(crossed(panel(), "en").to_html()) == ["Region", "Year"]


def test_every_number_of_the_sample_s_panel_is_linked(sample):
    table = descriptives.indicator_panel(sample.indicators, sample.disclosure, sample.reports)
    shown = crossed(table, "zh").to_html()
    linked_to = set(re.findall(r'reports/([^"]*)\.html#([^"]*)"', shown))
    wanted = {tuple(one.split("/")) for ids in table["quantity_ids"] for one in ids.split("|") if one}
    assert linked_to == wanted


def test_every_rate_of_the_sample_leads_to_its_numbers(sample):
    rates = descriptives.rates(sample.ratios, sample.indicators, sample.reports)
    assert rates["stated"].notna().equals(rates["stated_ids"] != "")
    assert (rates["numerator_ids"].ne("") & rates["denominator_ids"].ne("")).equals(rates["computed_low"].notna())


def test_statements_of_several_reports_carry_their_years():
    ids = "970102-2022-ab12/p3|970102-2023-cd34/p1"
    table = pd.DataFrame({"theme_id": ["digital"], "with": ["mediation"], "course": ["recurs"], "problem_ids": [ids]})
    shown = linked(table, lang="en").to_html()
    names = catalog.load().names(["digital", "mediation"], "en")
    heads = ["Theme", "Together with", "Course", "Source"]
    assert cells(shown) == [*heads, *names, "In the last and earlier years", "2022 no. 3, 2023 no. 1"]
    assert 'href="../reports/970102-2023-cd34.html#p1"' in shown


def test_a_segment_leads_to_its_line_and_text_is_escaped():
    table = pd.DataFrame({"segment_id": ["970102-2024-ab12/s12.4"], "raw": ["<b>甲 & 乙</b>"]})
    page = linked(table, lang="en").to_html()
    assert '<a href="../reports/970102-2024-ab12.html#s12.4">line 12</a>' in page
    assert "&lt;b&gt;甲 &amp; 乙&lt;/b&gt;" in page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", CHECK_KINDS)
def test_every_kind_of_finding_is_said_in_the_pages_language(kind, lang):
    ids = "970102-2022-ab12/q7.3"
    one = pd.DataFrame([("望榆区", 2022, kind, 17.0, 19.0, ids)], columns=FOUND)
    found = cells(findings(one, lang).to_html())
    assert "17" in found[8]
    assert bool(re.search("[一-龥]", found[8].replace("万", ""))) == (lang == "zh")


def test_true_and_false_are_named():
    assert cells(linked(pd.DataFrame({"stable": [True, False]}), lang="zh").to_html())[1:] == ["是", "否"]


@pytest.mark.parametrize("column", ["region", "unit", "qualifier"])
def test_a_script_in_a_name_of_ones_own_is_shown_and_not_run(column):
    names = {"region": "望榆区", "unit": "户", "qualifier": "prior"} | {column: "<script>x</script>"}
    given = panel(row(2023, 5.0, unit=names["unit"], qualifier=names["qualifier"])).assign(region=names["region"])
    for shown in (crossed(given), linked(given)):
        assert "<script>" not in shown.to_html()


def test_a_notebook_s_empty_output_makes_no_box():
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("stream", text=text) for text in ("\n", "said")])
    opened = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("题"), cell])
    assert chapters._body(opened, [], "zh").count("<pre>") == 1
