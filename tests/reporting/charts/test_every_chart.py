"""What holds for every chart: the contract, languages, empty tables, errors, where it draws."""

import inspect
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from chart_tables import CHARTS, PLACES, WIDTHS, candour, coverage, drawn, first, panel, texts

from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import charts, figures
from fazhi.reporting.charts import elements
from fazhi.reporting.figures import contract

NEEDED = ["area", "value", "admitted", "n", "statements", "stated", "share", "rank", "low"]


NEEDED_FIRST = {"topic_quality": "exclusivity", "topic_network": "correlation",
                "theme_bars": "reports", "theme_heatmap_of_reports": "reports", "theme_intervals": "of_reports",
                "theme_courses": "course", "with_and_without": "without", "theme_shares": "corrected",
                "theme_shares_by_group": "corrected",
                "plan_outcomes": "outcome",
                "repeated_problems": "repeat", "report_origins": "own", "reuse_flows": "direction"}  # fmt: skip


PANELLED = [name for name in CHARTS if "figure" in inspect.signature(getattr(charts, name)).parameters]


def test_every_chart_is_tested():
    assert set(CHARTS) == set(charts.__all__)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chart", CHARTS)
def test_chart_passes_the_contract(chart, lang):
    make, rows = CHARTS[chart]
    with figures.style(lang=lang, height=figures.height_for(rows)):
        figure = first(getattr(charts, chart)(make(), lang=lang)).figure
        contract.check(figure, chart, widths=WIDTHS)
        assert figure is plt.gcf()


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("data", [pd.DataFrame(), None])
def test_no_data_is_said(chart, data):
    data = CHARTS[chart][0]().iloc[:0] if data is None else data
    for lang, words in (("zh", "没有数据"), ("en", "No data")):
        assert texts(first(drawn(chart, data, lang)).figure) == {words}


@pytest.mark.parametrize("chart", sorted(set(CHARTS) - {"theme_cooccurrence"}))
def test_missing_column_is_named(chart):
    data = CHARTS[chart][0]()
    needed = NEEDED_FIRST.get(chart) or next(column for column in NEEDED if column in data)
    with pytest.raises(FazhiError, match=f"no column '{needed}'"):
        drawn(chart, data.drop(columns=needed))


@pytest.mark.parametrize("chart", ["coverage", "anatomy", "disclosure", "candour", "theme_heatmap", "indicator_lines"])
def test_beyond_forty_rows_a_selection_is_asked_for(chart):
    data = CHARTS[chart][0]().iloc[[0]]
    many = pd.concat([data.assign(region=f"第{n}县", region_code=str(n), report_id=str(n)) for n in range(41)])
    with pytest.raises(FazhiError, match=r"41 .*at most 40; select"):
        drawn(chart, many)


def test_forty_regions_are_legible():
    data = pd.concat([coverage().iloc[:2].assign(region=f"第{n}回族自治县", region_code=str(n)) for n in range(40)])
    with figures.style(height=figures.height_for(40)):
        contract.check(charts.coverage(data).figure, "forty", widths=WIDTHS)


def test_regions_of_one_name_stay_apart():
    data = coverage().assign(region="鼓楼区")
    labelled = [label.get_text() for label in drawn("coverage", data).get_yticklabels()]
    assert labelled == ["鼓楼区 970100", "鼓楼区 970102", "鼓楼区 980200"]


@pytest.mark.parametrize("chart", CHARTS)
def test_no_glyph_is_missing_outside_the_style(chart):
    figure = plt.figure(figsize=(9, 9))
    place = {"figure": figure} if chart in PANELLED else {"ax": figure.subplots()}
    with warnings.catch_warnings(action="error"):
        getattr(charts, chart)(CHARTS[chart][0](), **place)
        figure.draw_without_rendering()
    contract._check_glyphs(list(contract.texts_of(figure)), chart)


@pytest.mark.parametrize("chart", PANELLED)
@pytest.mark.parametrize("empty", [True, False])
def test_charts_of_several_panels_draw_into_the_subfigure_given(chart, empty):
    with figures.style(height=200):
        left, right = plt.gcf().subfigures(1, 2)
        data = CHARTS[chart][0]()
        axes = getattr(charts, chart)(data.iloc[:0] if empty else data, figure=right)
        assert {ax.figure for ax in np.ravel(axes)} == {right}
        assert not left.axes


def test_chart_draws_into_the_axes_given():
    with figures.style(height=120):
        _, axes = plt.subplots(1, 2)
        assert charts.candour(candour(), ax=axes[1]) is axes[1]
        assert not axes[0].lines


def test_regions_look_the_same_whichever_stand_beside_them():
    codes = [code for code, _ in PLACES]
    for region, own in [("丙川回族自治县", "980200"), ("乙坪区", "970102")]:
        alone = panel().query(f"region_code == '{own}'")
        looks = elements.looks_of_regions(alone, codes), elements.looks_of_regions(panel(), codes)
        assert looks[0][region] == looks[1][region]
    assert list(elements.looks_of_regions(panel().iloc[::-1], codes)) == [region for _, region in PLACES]
    with pytest.raises(UnknownName, match="970102"):
        elements.looks_of_regions(panel(), codes[:1])


@pytest.mark.parametrize("chart", CHARTS)
def test_an_unknown_language_is_refused(chart):
    with pytest.raises(UnknownName, match="unknown language 'fr'; choose from: zh, en"):
        drawn(chart, CHARTS[chart][0](), "fr")


def test_charts_side_by_side_keep_their_legends_apart():
    figure, axes = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    for ax, chart in zip(axes, ("coverage", "anatomy"), strict=True):
        getattr(charts, chart)(CHARTS[chart][0](), ax=ax)
    figure.draw_without_rendering()
    first, second = (ax.get_legend().get_window_extent() for ax in axes)
    assert not figure.legends
    assert not first.overlaps(second)
