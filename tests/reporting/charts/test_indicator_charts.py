"""Charts of indicators and rates."""

import numpy as np
import pandas as pd
import pytest
from chart_tables import PLACES, drawn, hollow, panel, rates, table, texts

from fazhi import paths
from fazhi.errors import FazhiError, UnknownName


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
    assert {"“以上”：实际更多", "约数", "口径另有限定", "未报告"} <= texts(ax.figure)


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
    assert "可信度较低" in texts(drawn("indicator_lines", data, confidence=0.8).figure)


def test_another_measure_is_named():
    data = panel().assign(qualifier="cumulative", status="other measure", value=np.nan)
    assert "口径不同：多年累计" in texts(drawn("indicator_lines", data).figure)


def test_many_reports_without_a_value_are_counted():
    data = pd.concat([panel().query("year == 2023").iloc[[0]].assign(region=f"第{n}县", region_code=str(n))
                      for n in range(9)])  # fmt: skip
    ax = drawn("indicator_lines", data)
    assert "9" in {text.get_text().strip() for text in ax.texts}


def test_dots_show_the_latest_report_in_the_tables_order():
    data = panel("litigation.cases", "mediation.cases")
    axes = drawn("indicator_dots", data)
    labels = [label.get_text().replace("\n", "") for label in axes[0, 0].get_yticklabels()]
    last = data.groupby("region", sort=False)["year"].max()
    assert labels == [f"{region} {year}" for region, year in last.items()]
    stated = data[(data["year"] == data["region"].map(last)) & (data["indicator_id"] == "litigation.cases")]
    shown = [value for line in axes[0, 0].lines[:2] for value in line.get_xdata()]
    assert sorted(value for value in shown if pd.notna(value)) == sorted(stated["value"].dropna())
