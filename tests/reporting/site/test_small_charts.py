"""The chart of an indicator's page: which values it draws, in which rows."""

import re
from types import SimpleNamespace

import pytest

from fazhi.reporting.site import small_charts


def row(key, year, value, **told):
    given = {"region": f"第{key}县", "province": "澜岳省" if key < 50 else "沧宁省", "shown": f"{value:g}",
             "unit": "件", "qualifier": "", "sentence": "受理<8>件。", "place": f"{key}-{year}/q1.1"}  # fmt: skip
    return SimpleNamespace(key=key, year=year, value=value, **given | told)


def names(chart: str) -> list[str]:
    return re.findall(r'class="name"[^>]*>([^<]*)<', chart)


def test_a_row_for_each_region_and_a_dot_for_each_year():
    chart = small_charts.values_by_year([row(2, 2023, 8.0), row(1, 2024, 5.0), row(1, 2023, 4.0)], "zh")
    assert names(chart) == ["第1县", "第2县"]
    assert chart.count("<circle") == 3 and "受理&lt;8&gt;件。" in chart


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_regions_stand_by_province_with_their_latest_value(lang):
    rows = [
        row(key, year, float(key + year)) for key in range(10, 10 + small_charts.MOST_REGIONS + 1) for year in (1, 2)
    ]
    chart = small_charts.values_by_year(rows, lang)
    assert names(chart) == ["澜岳省", "沧宁省"]
    assert chart.count("<circle") == small_charts.MOST_REGIONS + 1 and " 1: " not in chart


def test_other_measures_units_and_missing_values_are_not_drawn():
    rows = [row(1, 2023, 4.0), row(2, 2023, 5.0), row(3, 2023, 6.0, unit="人"), row(4, 2023, 7.0, qualifier="subset"),
            row(5, 2023, float("nan"))]  # fmt: skip
    assert names(small_charts.values_by_year(rows, "zh")) == ["第1县", "第2县"]
    assert small_charts.values_by_year(rows[1:2] + rows[3:], "zh") == ""
