"""Charts of problem themes, candour and follow-through."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from chart_tables import (
    CHARTS,
    THEMES,
    WIDTHS,
    candour,
    courses,
    drawn,
    first,
    frequencies,
    k_curves,
    outcomes,
    recurrence,
    shares_by_group,
    texts,
    together,
)

from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import charts, figures
from fazhi.reporting.figures import contract


def test_heat_map_leaves_missing_cells_empty():
    data = frequencies().query("not (region == '甲屿市' and theme_id == 'leader_duty')")
    ax = drawn("theme_heatmap", data)
    assert np.ma.count_masked(ax.collections[0].get_array()) == 1
    assert ax.patch.get_hatch()


@pytest.mark.parametrize("by", ["region", "year", "level", "all"])
def test_theme_heat_map_by_anything(by):
    ax = drawn("theme_heatmap", frequencies(by), by=by)
    groups = len(ax.get_xticklabels())
    assert ax.collections[0].get_array().shape == (len(THEMES), groups)
    if by == "level":
        assert ax.get_xticklabels()[0].get_text() == "县级 (n=12)"


def test_theme_heat_map_by_something_unknown():
    with pytest.raises(UnknownName, match=r"by 'county'.*province"):
        drawn("theme_heatmap", frequencies(), by="county")


def test_heat_maps_of_statements_and_of_reports_show_their_own_counts():
    data = frequencies()
    for chart, of, base in (("theme_heatmap", "statements", ""), ("theme_heatmap_of_reports", "reports", "/3")):
        ax = drawn(chart, data)
        assert ax.collections[0].get_array().T.ravel().tolist() == data[f"share_of_{of}"].tolist()
        assert sorted(text.get_text() for text in ax.texts) == sorted(f"{n}{base}" for n in data[of])


def test_heat_map_of_too_few_reports_has_no_colour():
    data = frequencies().assign(of_reports=1, reports=[n % 2 for n in range(3 * len(THEMES))])
    data["share_of_reports"] = data["reports"].astype(float)
    ax = drawn("theme_heatmap_of_reports", data)
    coloured, grey = (np.ma.asarray(mesh.get_array()) for mesh in ax.collections[:2])
    assert coloured.max() == 0
    assert grey.count() == data["reports"].sum()
    assert {"1/1", "0/1"} <= texts(ax.figure)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_longest_notes_fit_beside_the_mark_of_the_sample(lang, tmp_path):
    few = frequencies().assign(of_reports=1, reports=1, share_of_reports=1.0)
    mixed = pd.concat([few[few["region"] == "甲屿市"], frequencies()[frequencies()["region"] != "甲屿市"]])
    for chart, data, height in (("theme_heatmap_of_reports", mixed, 110), ("k_curves", k_curves(), 62)):
        with figures.style(lang=lang, height=height):
            figure = first(getattr(charts, chart)(data, lang=lang)).figure
            figures.save(figure, chart, folder=tmp_path, formats=["png"], provenance={"sample": True, "lang": lang})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_colours_name_stands_beside_the_last_tick(lang):
    data = frequencies().assign(share_of_reports=1.0)
    figure = drawn("theme_heatmap_of_reports", data, lang).figure
    figure.draw_without_rendering()
    bar = figure.axes[-1]
    label, last = bar.texts[0], contract.tick_labels(bar.xaxis)[-1]
    assert last.get_text() == "100%"
    assert last.get_window_extent().x1 < label.get_window_extent().x0


def test_heat_map_tells_no_section_from_none_admitted():
    silent = frequencies()["region"] == "乙坪区"
    bases = {column: frequencies()[column].mask(silent, 0) for column in ("statements", "of_statements")}
    data = frequencies().assign(**bases, share_of_statements=frequencies()["share_of_statements"].mask(silent))
    ax = drawn("theme_heatmap", data)
    assert np.ma.getmaskarray(ax.collections[0].get_array())[:, 1].all()
    assert "没有问题部分" in texts(ax.figure)


def test_many_groups_are_rows_with_slanted_heads():
    data = pd.concat([frequencies("all").assign(region=f"第{n}县", region_code=str(n)) for n in range(13)])
    ax = drawn("theme_heatmap", data, rows=20)
    assert ax.collections[0].get_array().shape == (13, len(THEMES))
    assert {label.get_rotation() for label in ax.get_xticklabels()} == {40}


def test_heat_map_tells_regions_of_one_name_apart():
    data = pd.concat([frequencies().assign(region="鼓楼区", region_code=code) for code in ("320106", "350102")])
    ax = drawn("theme_heatmap", data.drop_duplicates(["region_code", "theme_id"]))
    heads = [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()]
    assert heads == ["鼓楼区 320106 (n=12)", "鼓楼区 350102 (n=12)"]


@pytest.mark.parametrize(
    ("by", "lang", "named"), [("year", "zh", "报告数: 2022: 3, 2023: 3, 2024: 3"), ("level", "en", "County (n = 3)")]
)
def test_shares_of_each_theme_stand_with_their_intervals(by, lang, named):
    data = frequencies(by)
    axes = drawn("theme_intervals", data, lang, rows=36, by=by)
    rows = data[data["theme_id"] == THEMES[1]]
    panel = axes.flat[1]
    assert [line.get_ydata()[0] for line in panel.lines] == list(rows["share_of_reports"])
    spans = [tuple(lines.get_segments()[0][:, 1]) for lines in panel.collections]
    assert spans == list(zip(rows["reports_low"], rows["reports_high"], strict=True))
    assert named in texts(panel.figure)


def test_intervals_by_something_unknown():
    with pytest.raises(UnknownName, match="by 'region'"):
        drawn("theme_intervals", frequencies(), by="region")


def test_courses_add_up_to_the_regions():
    data = courses()
    ax = drawn("theme_courses", data, rows=len(THEMES))
    assert sum(bar.get_width() for bar in ax.patches) == len(data)
    assert {"每年都有", "反复出现", "最近新增", "不再出现"} <= texts(ax.figure)


def test_theme_bars_come_in_order_with_their_base():
    ax = drawn("theme_bars", frequencies("all"), rows=len(THEMES))
    shares = ax.lines[0].get_xdata()
    assert list(shares) == sorted(shares, reverse=True)
    assert {"0/3", "1/3", "2/3"} <= texts(ax.figure)


def test_cooccurrence_needs_a_square():
    with pytest.raises(FazhiError, match="square"):
        drawn("theme_cooccurrence", together().iloc[1:])


def test_cooccurrence_draws_each_pair_once():
    ax = drawn("theme_cooccurrence", together(4), rows=12)
    below = np.tril(together(4).to_numpy(), -1)
    assert sorted(map(tuple, ax.collections[0].get_offsets())) == sorted(map(tuple, np.argwhere(below > 0)[:, ::-1]))


def test_recurrence_is_of_one_region():
    with pytest.raises(FazhiError, match=r"2 regions.*select one"):
        drawn("recurrence", pd.concat([recurrence(), recurrence().assign(region="乙坪区", region_code="970102")]))


def test_recurrence_marks_what_is_admitted():
    data = recurrence()
    ax = drawn("recurrence", data, rows=len(THEMES))
    assert [len(marks.get_offsets()) for marks in ax.collections] == [data["admitted"].sum(), (~data["admitted"]).sum()]


def test_recurrence_tells_no_section_from_none_admitted():
    data = recurrence().assign(admitted=recurrence()["admitted"].astype("boolean"))
    data.loc[data["year"] == 2023, "admitted"] = pd.NA
    ax = drawn("recurrence", data, rows=len(THEMES))
    assert "没有问题部分" in texts(ax.figure)
    assert 2023 not in {x for marks in ax.collections for x, _ in marks.get_offsets()}


def test_candour_tells_no_section_found_from_none_admitted():
    ax = drawn("candour", candour())
    assert [len(line.get_xdata()) for line in ax.lines] == [3, 3, 3]
    assert {"未找到问题部分", "有问题部分，未写明问题", "承认问题", "–", "0", "4"} <= texts(ax.figure)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("by", "rows"), [("type", 6), ("theme_id", len(THEMES) + 4)])
def test_outcomes_of_types_and_themes_pass_the_contract(by, rows, lang):
    contract.check(drawn("plan_outcomes", outcomes(by), lang, rows, by=by).figure, by, widths=WIDTHS)


def test_zero_is_the_lightest_whatever_the_user_s_colours():
    with mpl.rc_context({"image.cmap": "viridis"}):
        ax = drawn("theme_heatmap", CHARTS["theme_heatmap"][0](), "zh")
    assert ax.collections[0].get_cmap().name == "Blues"


@pytest.mark.parametrize(
    ("by", "rows"), [("year", ["2022", "2023", "2024"]), ("level", ["地市级", "县级"]), ("region", None)]
)
def test_corrected_shares_of_groups_stand_under_the_uncorrected_ones(by, rows):
    data = shares_by_group(by)
    axes = drawn("theme_shares_by_group", data, rows=40, by=by)
    assert [label.get_text() for label in axes[0, 0].get_yticklabels()] == (rows or list(data[by].unique()))
    for ax, theme in zip(axes.flat, THEMES, strict=False):
        here = data[data["theme_id"] == theme].set_index(by)
        raw, mended = ax.lines
        assert (raw.get_markerfacecolor(), raw.get_xdata().tolist()) == ("white", [0.2] * len(here))
        assert np.array_equal(mended.get_xdata(), here["corrected"], equal_nan=True)
        assert (mended.get_ydata() > raw.get_ydata()).all(), "rows run downwards"
        assert ax.collections[1].get_segments()[0][:, 0].tolist() == [0.15, 0.4]
    assert {"编码所得，未校正（95%区间）", "按手工编码校正（95%区间）"} <= texts(axes[0, 0].figure)


def test_without_hand_coding_shares_are_called_uncorrected():
    data = shares_by_group().assign(corrected=np.nan)
    axes = drawn("theme_shares_by_group", data, rows=40)
    assert len(axes[0, 0].lines) == 1 and "按手工编码校正（95%区间）" not in texts(axes[0, 0].figure)
    for chart in ("theme_heatmap", "theme_heatmap_of_reports"):
        assert any("未校正" in text for text in texts(drawn(chart, frequencies()).figure))
    for chart, by in (("theme_bars", "all"), ("theme_intervals", "year")):
        figure = first(drawn(chart, frequencies(by), "en", rows=36)).figure
        assert "Share of reports (uncorrected)" in texts(figure)


def test_groups_of_shares_are_years_levels_or_regions_and_at_most_eight():
    with pytest.raises(UnknownName, match="by 'all'"):
        drawn("theme_shares_by_group", shares_by_group(), by="all")
    many = pd.concat([shares_by_group().assign(year=year) for year in range(9)])
    with pytest.raises(FazhiError, match=r"9 groups.*at most 8"):
        drawn("theme_shares_by_group", many)
