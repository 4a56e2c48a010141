"""A department does not stand for its region: charts name it after both, and compare the same one over regions."""

import pandas as pd
import papermill
import pytest

import fazhi
from fazhi import build, paths
from fazhi.modelling import descriptives

REPORT = """{place}{issuer}2023年度法治政府建设情况报告
2023年，{place}{issuer}坚持依法履职。现将有关情况报告如下：
一、主要工作
（一）全年调解矛盾纠纷{n}件。
二、存在的问题
（一）普法实效不强。
三、下一步打算
（一）继续加强法治宣传。
{place}{issuer}
2024年1月9日
"""
ISSUERS = [
    ("赵县", "司法局", 310), ("南昌县", "司法局", 420), ("海盐县", "司法局", 530), ("海盐县", "人民政府", 640),
    ("南昌县", "水利局", 750),
]  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Three departments of justice, a water authority and a government."""
    folder = tmp_path_factory.mktemp("departments")
    (folder / "in").mkdir()
    for place, issuer, n in ISSUERS:
        file = folder / "in" / f"{place}{issuer}.txt"
        file.write_text(REPORT.format(place=place, issuer=issuer, n=n), "utf-8")
    build.build(folder / "in", folder / "tables")
    return folder / "tables"


def test_charts_name_a_department_beside_its_region(tables):
    shown = fazhi.open(tables).shown().reports
    assert sorted(shown["region"]) == ["南昌县司法局", "海盐县", "赵县司法局"]
    both = fazhi.open(tables).shown(departments=["司法局", "水利局"]).reports
    assert sorted(both["region"]) == ["南昌县司法局", "南昌县水利局", "海盐县司法局", "赵县司法局"]


def test_departments_of_several_regions_are_counted(tables):
    counted = descriptives.departments(fazhi.open(tables).reports)
    assert counted.values.tolist() == [["司法局", 3, 3], ["水利局", 1, 1]]


def test_each_charted_value_says_who_reports_it(tables):
    shown = fazhi.open(tables).shown()
    panel = descriptives.indicator_panel(shown.indicators, shown.disclosure, shown.reports)
    told = panel.query("indicator_id == 'mediation.cases'").set_index("region")
    assert dict(told["issuer_type"]) == {
        "海盐县": "government", "南昌县司法局": "department", "赵县司法局": "department",
    }  # fmt: skip
    assert told.loc["海盐县", "value"] == 640


def test_notebook_3_compares_one_department_over_regions(tables, tmp_path):
    papermill.execute_notebook(
        paths.NOTEBOOKS / "3_indicators.ipynb",
        tmp_path / "run.ipynb",
        parameters={
            "tables": str(tables), "figures": str(tmp_path), "departments": ["司法局"], "formats": ["svg"],
            "indicators": ["mediation.cases"],
        },
        cwd=paths.NOTEBOOKS,
        progress_bar=False,
    )  # fmt: skip
    drawn = pd.read_csv(tmp_path / "latest.csv", encoding="utf-8-sig").set_index("region")
    assert dict(drawn["value"]) == {"海盐县司法局": 530, "南昌县司法局": 420, "赵县司法局": 310}
    assert set(drawn["department"]) == {"司法局"}
