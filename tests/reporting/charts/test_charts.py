import inspect
import warnings
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from fazhi import catalog, paths
from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import charts, figures
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.figures import contract

NAMES = catalog.load()
NEEDED = ["area", "value", "admitted", "n", "statements", "stated", "share", "rank", "low"]
NEEDED_FIRST = {"topic_quality": "exclusivity", "topic_network": "correlation",
                "theme_bars": "reports", "theme_heatmap_of_reports": "reports", "theme_intervals": "of_reports",
                "theme_courses": "course", "with_and_without": "without", "theme_shares": "corrected",
                "plan_outcomes": "outcome",
                "repeated_problems": "repeat", "report_origins": "own", "reuse_flows": "direction"}  # fmt: skip
PLACES = [("970100", "甲屿市"), ("970102", "乙坪区"), ("980200", "丙川回族自治县")]
YEARS = [2022, 2023, 2024]
RATIOS = ["mediation.success_ratio", "litigation.attendance_ratio"]
THEMES = list(NAMES.themes["id"])
WIDTHS = figures.WIDTHS["chinese"].values()


def table(columns, rows):
    return pd.DataFrame(list(rows), columns=columns.split())


def coverage():
    issuers = {("乙坪区", 2022): "department", ("丙川回族自治县", 2024): "party_and_government", ("甲屿市", 2023): ""}
    rows = (
        (code, region, year, issuers.get((region, year), "government")) for code, region in PLACES for year in YEARS
    )
    columns = "region_code region year n issuer_type"
    return table(columns, ((code, region, year, 1 if issuer else 0, issuer) for code, region, year, issuer in rows))


def anatomy():
    shares = {"title": 0.01, "opening": 0.04, "achievement": 0.6, "problem": 0.15, "plan": 0.18, "signature": 0.02}
    rows = ((f"{c}-{y}", c, r, y, role, share) for c, r in PLACES for y in YEARS for role, share in shares.items())
    return table("report_id region_code region year role share", rows)


def disclosure():
    areas = sorted(set(NAMES.indicators["area"]))
    rows = ((c, r, y, area, n % 5 + y - 2022, 8, (n % 5 + y - 2022) / 8)
            for c, r in PLACES for y in YEARS for n, area in enumerate(areas))  # fmt: skip
    return table("region_code region year area reported total share", rows)


def panel(*indicators):
    rows = []
    for indicator in indicators or ("litigation.cases",):
        for n, (code, region) in enumerate(PLACES):
            rows += [
                (code, region, 2021, indicator, "reported", 120.0 * (n + 1), "exact", "件", ""),
                (code, region, 2022, indicator, "reported", 130.0 * (n + 1), "more_than", "件", ""),
                (code, region, 2023, indicator, "not reported", np.nan, "", "", ""),
                (code, region, 2024, indicator, "reported", 90.0 * (n + 1), "about", "件", ""),
                (code, region, 2024, indicator, "reported", 40.0 * (n + 1), "exact", "件", "本级"),
            ]
    return table("region_code region year indicator_id status value bound unit qualifier", rows)


def rates():
    rows = [(c, r, y, ratio, 96.5, *((97.2, 97.2, 97.2) if y < 2024 else (np.nan, 91.0, 94.0)))
            for ratio in RATIOS for c, r in PLACES for y in YEARS]  # fmt: skip
    rows.append(("970100", "甲屿市", 2024, "enforcement.penalty_mean", np.nan, 5300.0, 5300.0, 5300.0))
    return table("region_code region year ratio_id stated computed computed_low computed_high", rows)


def frequencies(by="region"):
    groups = {"region": [region for _, region in PLACES], "year": YEARS, "level": ["county"], "all": [""]}[by]
    columns = f"{by} theme_id statements of_statements share_of_statements reports of_reports share_of_reports"
    rows = ((group, theme, n % 4, 12, (n % 4) / 12, n % 3, 3, (n % 3) / 3, max(0, n % 3 / 3 - 0.2),
             min(1, n % 3 / 3 + 0.3)) for group in groups for n, theme in enumerate(THEMES))  # fmt: skip
    return table(f"{columns} reports_low reports_high", rows)


def together(size=None):
    size = size or len(THEMES)
    counts = np.fromfunction(lambda row, column: (row + column) % 3, (size, size))
    return pd.DataFrame(counts, index=THEMES[:size], columns=THEMES[:size])


def recurrence():
    rows = (("970100", "甲屿市", theme, year, (n + year) % 3 > 0) for n, theme in enumerate(THEMES) for year in YEARS)
    return table("region_code region theme_id year admitted", rows)


def courses():
    kinds = ["every year", "recurs", "new", "vanished"]
    rows = ((c, r, theme, kinds[(n + k) % 4]) for k, (c, r) in enumerate(PLACES) for n, theme in enumerate(THEMES))
    return table("region_code region theme_id course", rows)


def candour():
    told = {2022: ("admitted", 4, 0.12), 2023: ("no section found", 0, 0.0), 2024: ("none admitted", 0, 0.05)}
    rows = ((c, r, y, *told[y]) for c, r in PLACES for y in YEARS)
    return table("region_code region year status statements share", rows)


def origins():
    rows = (
        (c, r, y, 0.2, np.nan if y == 2022 else 0.3, 0.1, 0.7 if y == 2022 else 0.4) for c, r in PLACES for y in YEARS
    )
    return table("region_code region year boilerplate last_year elsewhere own", rows)


def problems_again():
    kinds = ["word for word", "edited", "new", "no report of the year before"]
    rows = ((c, r, y, kinds[3] if y == 2022 else kinds[n % 3]) for c, r in PLACES for y in YEARS for n in range(5))
    return table("region_code region year repeat", rows)


def flows():
    (one, first), (two, second), (three, third) = PLACES
    rows = [(one, first, two, second, "source earlier", 9), (two, second, three, third, "shared", 3)]
    return table("source_code source region_code region direction sentences", rows)


def compared():
    whole = frequencies("all")
    return whole.assign(without=whole["share_of_reports"] / 2, changed=False)


def shares_of_statements():
    rows = ((t, 0.2, 0.1, 0.3, 0.25 if n % 3 else np.nan, 0.15, 0.4) for n, t in enumerate(THEMES))
    return table(
        " ".join(["theme_id", *(f"{un}corrected{end}" for un in ("un", "") for end in ("", "_low", "_high"))]), rows
    )


def outcomes(by="region"):
    kinds = ["reported with a number", "reported", "repeated as plan", "not mentioned", "no next report"]
    groups = {"region": [r for _, r in PLACES], "type": ["rule", "number target"], "theme_id": THEMES}[by]
    rows = ((group, kind, n + 1, 10) for group in groups for n, kind in enumerate(kinds))
    return table(f"{by} outcome commitments of_commitments", rows)


def topic_shares():
    topics = {"t01": "行政复议、应诉、败诉率", "t02": "普法、宣传、法治文化", "t03": "营商环境、许可、审批"}
    rows = ((c, r, y, t, label, 0.3, 0.2, 0.45) for c, r in PLACES for y in YEARS for t, label in topics.items())
    return table("region_code region year topic_id label share low high", rows)


def topic_words():
    words = "行政复议 应诉 败诉率 出庭 受理 审结 纠错 答辩 调解 和解".split()
    rows = ((f"t{n:02d}", "复议、应诉", word, 1 / rank, rank) for n in range(5) for rank, word in enumerate(words, 1))
    return table("topic_id label word weight rank", rows)


def topic_quality():
    rows = ((f"t{n:02d}", "复议、应诉", n != 2, n / 10, n / 10 - 0.05, n / 10 + 0.05, 0.9, 0.8, 0.95) for n in range(5))
    bounds = [f"{name}{end}" for name in ("coherence", "exclusivity") for end in ("", "_low", "_high")]
    return table(f"topic_id label stable {' '.join(bounds)}", rows)


def topic_network():
    rows = [("t01", "复议、应诉", "t02", "调解、仲裁", 0.6, 0.2, 0.8),
            ("t01", "复议、应诉", "t03", "普法", 0.3, -0.1, 0.6),
            ("t02", "调解、仲裁", "t03", "普法", -0.5, -0.8, -0.1)]  # fmt: skip
    return table("topic_id label other_id other correlation low high", rows)


def k_curves():
    rows = ((k, metric, 0.3, 0.25, 0.36, k == 10) for metric in ("coherence", "stability") for k in (5, 10, 20, 40))
    return table("k metric value low high chosen", rows)


def keyness(words=6):
    rows = ((year, f"词语{n}", 3.0 - n / 4, 1.0, 4.0, 12.0) for year in YEARS for n in range(words - (year == 2024)))
    return table("group word log_ratio low high g2", rows)


def tiles():
    return table("province_code value", [("530000", 12.0), ("110000", 3.0), ("650000", np.nan)])


CHARTS = {
    "anatomy": (anatomy, 12),
    "candour": (candour, 9),
    "coverage": (coverage, 3),
    "disclosure": (disclosure, 7),
    "indicator_dots": (lambda: panel("litigation.cases", "mediation.cases"), 8),
    "indicator_lines": (panel, 8),
    "indicator_multiples": (lambda: panel("litigation.cases", "mediation.cases", "openness.published"), 8),
    "k_curves": (k_curves, 8),
    "topic_network": (topic_network, 8),
    "topic_quality": (topic_quality, 8),
    "keyness_bars": (keyness, 10),
    "plan_outcomes": (outcomes, 8),
    "province_tiles": (tiles, 24),
    "recurrence": (recurrence, len(THEMES)),
    "repeated_problems": (problems_again, 9),
    "report_origins": (origins, 9),
    "reuse_flows": (flows, 14),
    "stated_computed": (rates, 18),
    "theme_bars": (lambda: frequencies("all"), len(THEMES)),
    "theme_cooccurrence": (together, 24),
    "theme_courses": (courses, len(THEMES)),
    "theme_heatmap": (frequencies, 24),
    "theme_heatmap_of_reports": (frequencies, 24),
    "theme_intervals": (lambda: frequencies("year"), 36),
    "theme_shares": (shares_of_statements, 2 * len(THEMES)),
    "topic_shares": (topic_shares, 9),
    "topic_trends": (topic_shares, 8),
    "topic_words": (topic_words, 14),
    "with_and_without": (compared, len(THEMES)),
}


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def drawn(chart, data, lang="zh", rows=10, **options):
    """Draw a chart in the figures' style and return what it returns."""
    with figures.style(lang=lang, height=figures.height_for(rows)):
        return getattr(charts, chart)(data, lang=lang, **options)


def texts(figure) -> set[str]:
    return {text.get_text().replace("\n", "") for text in contract.texts_of(figure)}


def hollow(ax) -> int:
    """Count the hollow marks of values."""
    marks = [line for line in ax.lines if line.get_marker() in tuple("os^")]
    return sum(len(line.get_xdata()) for line in marks if line.get_markerfacecolor() == "white")


def first(axes) -> Axes:
    return axes.flat[0] if isinstance(axes, np.ndarray) else axes


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


def test_unknown_language():
    with pytest.raises(UnknownName, match="language 'fr'"), figures.style():
        charts.candour(candour(), lang="fr")


def test_regions_of_one_name_stay_apart():
    data = coverage().assign(region="鼓楼区")
    labelled = [label.get_text() for label in drawn("coverage", data).get_yticklabels()]
    assert labelled == ["鼓楼区 970100", "鼓楼区 970102", "鼓楼区 980200"]


PANELLED = [name for name in CHARTS if "figure" in inspect.signature(getattr(charts, name)).parameters]


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


def test_heat_map_leaves_missing_cells_empty():
    data = frequencies().query("not (region == '甲屿市' and theme_id == 'leader_duty')")
    ax = drawn("theme_heatmap", data)
    assert np.ma.count_masked(ax.collections[0].get_array()) == 1
    assert ax.patch.get_hatch()


def test_what_is_not_reported_is_never_zero():
    ax = drawn("indicator_lines", panel())
    stated = [line for line in ax.lines if len(line.get_ydata()) > 1 and line.get_transform() == ax.transData]
    values = np.concatenate([np.asarray(line.get_ydata(), float) for line in stated])
    assert len(values) and 0 not in values and np.isnan(values).any()
    foot = [line for line in ax.lines if line.get_marker() == "x"]
    assert len(foot) == 3
    assert {float(line.get_xdata()[0]) for line in foot} == {2023}
    places = sorted(line.get_transform().transform(line.get_xydata()).tolist() for line in foot)
    assert all(y < ax.transData.transform((2023, 0))[1] for [(_, y)] in places)
    assert places[1][0][0] == pytest.approx(ax.transData.transform((2023, 0))[0])


def test_lines_break_where_a_year_is_missing():
    line = next(line for line in drawn("indicator_lines", panel()).lines if len(line.get_ydata()) == 4)
    assert np.isnan(line.get_ydata()[2])
    assert list(line.get_ydata())[:2] == [120, 130]


def test_bounds_and_qualifiers_are_drawn_and_explained():
    ax = drawn("indicator_lines", panel())
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None) and not text.get_text()]
    assert len(arrows) == 3
    assert all(arrow.xy[1] > arrow.xyann[1] for arrow in arrows)
    assert {"“以上”：实际更多", "约数", "另有限定的口径", "未报告"} <= texts(ax.figure)


def test_regions_are_named_at_their_lines():
    ax = drawn("indicator_lines", panel())
    named = {text.get_text() for text in ax.texts}
    assert {region for _, region in PLACES} <= named


def test_one_indicator_at_a_time():
    with pytest.raises(FazhiError, match=r"2 indicators.*indicator_multiples"):
        drawn("indicator_lines", panel("litigation.cases", "mediation.cases"))


def test_multiples_have_a_scale_of_their_own():
    data = panel("litigation.cases", "mediation.cases", "openness.published", "lawservice.aid_cases")
    data.loc[data["indicator_id"] == "mediation.cases", "value"] *= 1000
    axes = drawn("indicator_multiples", data)
    assert axes.shape == (2, 3)
    assert axes[0, 1].get_ylim()[1] == pytest.approx(1000 * axes[0, 0].get_ylim()[1])
    assert all(0 in ax.get_yticks() for ax in axes.flat[:4])
    assert [ax.axison for ax in axes.flat] == [True] * 4 + [False] * 2
    assert "行政应诉案件数 (件)" in texts(axes[0, 0].figure)


def test_rates_are_drawn_apart_and_means_left_out():
    ax = drawn("stated_computed", rates(), rows=18)
    assert len(ax.get_yticks()) == 18
    drawn_values = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 18]
    assert np.nanmax(np.concatenate([np.asarray(values, float) for values in drawn_values])) == 97.2
    assert {"报告值", "计算值"} <= texts(ax.figure)


def test_a_rate_of_counts_that_are_not_exact_is_a_bar() -> None:
    data = rates()
    ax = drawn("stated_computed", data, rows=18)
    bars = [tuple(segment[:, 0]) for lines in ax.collections for segment in lines.get_segments()]
    assert bars.count((91.0, 94.0)) == sum(data["computed"].isna())


def test_tiles_refuse_what_is_no_province():
    with pytest.raises(UnknownName, match="970000"):
        drawn("province_tiles", table("province_code value", [("970000", 1.0)]))


def test_tiles_lie_apart_and_cover_every_province():
    layout = pd.read_csv(paths.CATALOG / "province_tiles.csv", dtype=str)
    assert len(layout) == 34
    assert not layout.duplicated(["row", "column"]).any()
    assert not layout.duplicated("code").any()


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


def test_topic_words_come_by_weight_on_one_axis():
    axes = drawn("topic_words", topic_words().iloc[::-1], rows=16)
    assert [label.get_text() for label in axes[0, 0].get_yticklabels()][:3] == ["行政复议", "应诉", "败诉率"]
    assert len({ax.get_xlim() for ax in axes.flat if ax.axison}) == 1
    assert axes[0, 0].get_xticklabels()


def test_k_curves_have_a_panel_a_measure_and_say_why():
    axes = drawn("k_curves", k_curves())
    assert [ax.get_title(loc="left") for ax in axes.flat if ax.axison] == ["一致性 (NPMI)", "稳定性"]
    assert any(text.startswith("主题个数 K取K = 10：先看留出似然") for text in texts(axes[0, 0].figure))
    assert not any("边上" in text for text in texts(axes[0, 0].figure))
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
    assert any("边上" in text for text in texts(drawn("k_curves", data)[0, 0].figure))


def test_regions_look_the_same_whichever_stand_beside_them():
    codes = [code for code, _ in PLACES]
    for region, own in [("丙川回族自治县", "980200"), ("乙坪区", "970102")]:
        alone = panel().query(f"region_code == '{own}'")
        looks = elements.looks_of_regions(alone, codes), elements.looks_of_regions(panel(), codes)
        assert looks[0][region] == looks[1][region]
    assert list(elements.looks_of_regions(panel().iloc[::-1], codes)) == [region for _, region in PLACES]
    with pytest.raises(UnknownName, match="970102"):
        elements.looks_of_regions(panel(), codes[:1])


def test_values_at_the_zero_line_are_printed():
    data = panel().query("year == 2021").assign(value=[14.0, 1362.0, 0.0])
    assert {"14", "0"} <= {text.get_text() for text in drawn("indicator_lines", data).texts}
    assert "1,362" not in {text.get_text() for text in drawn("indicator_lines", data).texts}


def test_a_log_axis_on_request():
    data = panel().query("year == 2021").assign(value=[14.0, 1362.0, 0.0])
    ax = drawn("indicator_lines", data, scale="log")
    assert ax.get_yscale() == "symlog"
    assert [tick for tick in ax.get_yticks()] == [0, 1, 10, 100, 1000]
    with pytest.raises(UnknownName, match="scale 'square'"):
        drawn("indicator_lines", data, scale="square")


def test_values_below_the_confidence_are_hollow():
    data = panel().assign(confidence=[0.5 if year == 2021 else 0.95 for year in panel()["year"]])
    assert hollow(drawn("indicator_lines", data, confidence=0.8)) - hollow(drawn("indicator_lines", data)) == 3
    assert "把握较低" in texts(drawn("indicator_lines", data, confidence=0.8).figure)


def test_another_measure_is_named():
    data = panel().assign(qualifier="cumulative", status="other measure", value=np.nan)
    assert "口径不同：多年累计" in texts(drawn("indicator_lines", data).figure)


def test_many_reports_without_a_value_are_counted():
    data = pd.concat([panel().query("year == 2023").iloc[[0]].assign(region=f"第{n}县", region_code=str(n))
                      for n in range(9)])  # fmt: skip
    ax = drawn("indicator_lines", data)
    assert "9" in {text.get_text().strip() for text in ax.texts}


def test_keyness_has_a_panel_for_each_group():
    axes = drawn("keyness_bars", keyness())
    assert [ax.get_title(loc="left") for ax in axes] == ["2022", "2023", "2024"]
    assert len({ax.get_ylim() for ax in axes}) == 1


@pytest.mark.parametrize(
    ("top", "lang", "text"),
    [
        (900, "zh", "900"),
        (99_000, "zh", "20,000"),
        (240_000, "zh", "2万"),
        (240_000, "en", "20k"),
        (3e6, "en", "0.02M"),
    ],
)
def test_counts_are_written_short(top, lang, text):
    assert elements.counts(top, lang)(900 if top == 900 else 20_000) == text


def test_labels_break_between_words():
    assert text_layout.wrapped("法治意识和法治思维不足", 7) == "法治意识\n和法治思维不足"
    assert text_layout.wrapped("统筹推进与压力传导不足", 7) == "统筹推进\n与压力传导不足"
    assert text_layout.wrapped("普法针对性实效性不足", 6) == "普法针对性\n实效性不足"
    assert text_layout.wrapped("Supervision and openness", 7) == "Supervision\nand openness"
    assert text_layout.wrapped("述法", 1) == "述法"
    assert text_layout.wrapped("", 1) == ""


@given(
    st.text("法治政府建设 与和、（）abc-12", min_size=1, max_size=30).filter(str.strip),
    st.floats(1, 20),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_wrapping_keeps_the_text(label, width, most):
    lines = text_layout.wrapped(label, width, most).split("\n")
    assert len(lines) <= most
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")
    assert not any(line[0] in "、）" for line in lines[1:])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.floats(0.01, 0.1))
def test_line_ends_are_moved_apart(places, gap):
    moved = text_layout._apart(sorted(places), gap)
    assert all(other - one >= gap * 0.999 for one, other in pairwise(moved))
    assert moved[-1] <= 1 + 1e-9


@given(st.dictionaries(st.integers(2000, 2030), st.floats(0, 9), min_size=1))
def test_gaps_are_laid_out(values):
    years, laid = elements.with_gaps(list(values), list(values.values()))
    assert years == list(range(min(values), max(values) + 1))
    assert {year: value for year, value in zip(years, laid, strict=True) if value == value} == values


def test_dots_show_the_latest_report_in_the_tables_order():
    data = panel("litigation.cases", "mediation.cases")
    axes = drawn("indicator_dots", data)
    labels = [label.get_text().replace("\n", "") for label in axes[0, 0].get_yticklabels()]
    last = data.groupby("region", sort=False)["year"].max()
    assert labels == [f"{region} {year}" for region, year in last.items()]
    stated = data[(data["year"] == data["region"].map(last)) & (data["indicator_id"] == "litigation.cases")]
    shown = [value for line in axes[0, 0].lines[:2] for value in line.get_xdata()]
    assert sorted(value for value in shown if pd.notna(value)) == sorted(stated["value"].dropna())


def luminance(color) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgba(color)[:3]]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def test_text_can_be_read_on_every_cell_of_a_heat_map():
    """WCAG 2.1 asks for 4.5 in small text; between the middle blues and either ink 4 is what can be had."""
    for share in np.linspace(0, 1, 200):
        cell = plt.colormaps["Blues"](share / 1.15)
        light, dark = sorted([luminance(cell), luminance(elements.ink_on(cell))], reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 4


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("by", "rows"), [("type", 6), ("theme_id", len(THEMES) + 4)])
def test_outcomes_of_types_and_themes_pass_the_contract(by, rows, lang):
    contract.check(drawn("plan_outcomes", outcomes(by), lang, rows, by=by).figure, by, widths=WIDTHS)


def test_bars_of_origins_are_as_long_as_the_shares_and_unknown_is_a_dash():
    ax = drawn("report_origins", origins())
    ends = sorted({round(patch.get_x() + patch.get_width(), 6) for patch in ax.patches})
    assert ends[-1] == 1.0
    assert [text.get_text() for text in ax.texts] == ["–", "", ""] * 3


def test_an_arrow_has_a_head_only_where_the_source_is_earlier():
    heads = [type(patch.get_arrowstyle()).__name__ for patch in drawn("reuse_flows", flows(), rows=14).patches]
    assert heads == ["CurveFilledB", "Curve"]


@pytest.mark.parametrize("chart", CHARTS)
def test_an_unknown_language_is_refused(chart):
    with pytest.raises(UnknownName, match="no language 'fr'; there are: zh, en"):
        drawn(chart, CHARTS[chart][0](), "fr")


def test_zero_is_the_lightest_whatever_the_user_s_colours():
    with mpl.rc_context({"image.cmap": "viridis"}):
        ax = drawn("theme_heatmap", CHARTS["theme_heatmap"][0](), "zh")
    assert ax.collections[0].get_cmap().name == "Blues"


def test_charts_side_by_side_keep_their_legends_apart():
    figure, axes = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    for ax, chart in zip(axes, ("coverage", "anatomy"), strict=True):
        getattr(charts, chart)(CHARTS[chart][0](), ax=ax)
    figure.draw_without_rendering()
    first, second = (ax.get_legend().get_window_extent() for ax in axes)
    assert not figure.legends
    assert not first.overlaps(second)
