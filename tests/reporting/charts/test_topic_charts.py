"""Charts of topics."""

import numpy as np
from chart_tables import (
    NAMES,
    drawn,
    expected_shares,
    first,
    k_curves,
    texts,
    topic_network,
    topic_quality,
    topic_words,
)


def test_topic_words_come_by_weight_on_one_axis():
    axes = drawn("topic_words", topic_words().iloc[::-1], rows=16)
    assert [label.get_text() for label in axes[0, 0].get_yticklabels()][:3] == ["行政复议", "应诉", "败诉率"]
    assert len({ax.get_xlim() for ax in axes.flat if ax.axison}) == 1
    assert axes[0, 0].get_xticklabels()


def test_k_curves_have_a_panel_a_measure_and_say_why():
    axes = drawn("k_curves", k_curves())
    assert [ax.get_title(loc="left") for ax in axes.flat if ax.axison] == ["一致性 (NPMI)", "稳定性"]
    assert any(text.startswith("主题个数 K取K = 10：先看留出似然") for text in texts(axes[0, 0].figure))
    assert not any("边缘" in text for text in texts(axes[0, 0].figure))
    marked = [line.get_xdata()[0] for line in axes[0, 0].lines if line.get_linestyle() == "--"]
    assert marked == [10]


def test_topics_that_are_sure_to_go_together_are_told_from_others():
    ax = drawn("topic_network", topic_network())
    assert [line.get_linestyle() for line in ax.lines if len(line.get_xdata()) == 2] == ["-", "--"]
    nothing_known = topic_network().assign(low=np.nan, high=np.nan)
    ax = drawn("topic_network", nothing_known)
    assert {line.get_linestyle() for line in ax.lines if len(line.get_xdata()) == 2} == {"--"}


def test_a_topic_has_one_mark_with_its_number_and_unstable_ones_are_hollow():
    ax = drawn("topic_quality", topic_quality())
    assert [len(line.get_xdata()) for line in ax.lines] == [4, 1]
    assert ax.lines[1].get_markerfacecolor() == "white"
    assert {"1", "5", "不稳定的主题"} <= texts(ax.figure)


def test_k_curves_say_that_the_edge_of_the_grid_is_taken():
    data = k_curves().assign(chosen=lambda rows: rows["k"] == 40)
    assert any("边缘" in text for text in texts(drawn("k_curves", data)[0, 0].figure))


def test_expected_shares_are_a_line_in_its_band_for_each_topic():
    data = expected_shares()
    axes = drawn("expected_shares", data, "en")
    for ax, (_, rows) in zip(axes.flat, data.groupby("topic_id"), strict=False):
        assert ax.lines[0].get_xydata().tolist() == rows[["value", "share"]].to_numpy().tolist()
        band = {tuple(point) for point in ax.collections[0].get_paths()[0].vertices}
        assert band >= {tuple(point) for end in ("low", "high") for point in rows[["value", end]].to_numpy()}
    assert first(axes).figure.get_supxlabel() == NAMES.name("column.year", "en")
    own = drawn("expected_shares", data.assign(fact="gdp", low=np.nan, high=np.nan))
    assert first(own).figure.get_supxlabel() == "gdp", "a number of the researcher's own has no other name"
