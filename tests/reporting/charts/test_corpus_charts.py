"""Charts of the corpus: reports, sections, disclosure, words, shared text."""

import pytest
from chart_tables import NAMES, anatomy, coverage, disclosure, drawn, flows, keyness, origins, texts
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle


def test_coverage_shows_gaps_and_departments():
    ax = drawn("coverage", coverage())
    tiles = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(tiles) == 9
    assert [patch.get_facecolor() for patch in tiles].count(to_rgba("white")) == 1
    assert [bool(patch.get_hatch()) for patch in tiles].count(True) == 1
    assert {"部门 (1)", "没有报告 (1)", "政府 (6)", "党委和政府 (1)"} <= texts(ax.figure)


def test_anatomy_adds_up_to_the_whole_text():
    ax = drawn("anatomy", anatomy())
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(9)
    assert "标题、文号与落款" in texts(ax.figure)


def test_disclosure_writes_mean_and_total():
    ax = drawn("disclosure", disclosure())
    assert ax.collections[0].get_array().shape == (3, NAMES.indicators["area"].nunique())
    assert "1/8" in texts(ax.figure)
    assert ax.get_yticklabels()[0].get_text() == "甲屿市"


def test_keyness_has_a_panel_for_each_group():
    axes = drawn("keyness_bars", keyness())
    assert [ax.get_title(loc="left") for ax in axes] == ["2022", "2023", "2024"]
    assert len({ax.get_ylim() for ax in axes}) == 1


def test_bars_of_origins_are_as_long_as_the_shares_and_unknown_is_a_dash():
    ax = drawn("report_origins", origins())
    ends = sorted({round(patch.get_x() + patch.get_width(), 6) for patch in ax.patches})
    assert ends[-1] == 1.0
    assert [text.get_text() for text in ax.texts] == ["–", "", ""] * 3


def test_an_arrow_has_a_head_only_where_the_source_is_earlier():
    heads = [type(patch.get_arrowstyle()).__name__ for patch in drawn("reuse_flows", flows(), rows=14).patches]
    assert heads == ["CurveFilledB", "Curve"]
