"""Header and footer forms of reports, real places with invented text, are read right; what is no report is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from headers import BODY, read
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import errors

FIELDS = ["region_code", "region", "level", "issuer", "issuer_type", "document_number", "signed", "published"]


def forms() -> list[dict]:
    with (Path(__file__).parent / "metadata_forms.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lines(form: dict) -> list[str]:
    body = [] if form["error"] == "NotAReport" else BODY
    return [*form["head"].split("¶"), *body, *(form["tail"].split("¶") if form["tail"] else [])]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form["key"])
def test_forms(form):
    if form["error"]:
        with pytest.raises(getattr(errors, form["error"])):
            read(lines(form))
        return
    found = read(lines(form))
    assert {key: str(found[key]) for key in [*FIELDS, "year"]} == {key: form[key] for key in [*FIELDS, "year"]}


WIDE = str.maketrans(",:;()|", "，：；（）｜") | str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize("form", forms()[::4], ids=lambda form: form["key"])
def test_full_width_reads_the_same(form):
    wide = [line.translate(WIDE) for line in lines(form)]
    assert outcome(wide) == outcome(lines(form))


def outcome(text: list[str]):
    """What is read, without the title, which stays as printed; or the kind of error."""
    try:
        found = read(text)
    except errors.FazhiError as error:
        return type(error)
    return {key: value for key, value in found.items() if key not in ("title", "warnings", "evidence")}


def test_parents():
    head = "{0}2021年度法治政府建设情况报告", "2021年,{0}依法行政。"
    parents = {
        "杭州市西湖区": ("浙江省", "杭州市", "西湖区"),
        "重庆市渝北区": ("重庆市", "", "渝北区"),
        "仙桃市": ("湖北省", "", "仙桃市"),
        "东莞市": ("广东省", "东莞市", ""),
        "海南省": ("海南省", "", ""),
        "望榆区": ("澜岳省", "青屿市", "望榆区"),
        "望榆区云栈镇": ("澜岳省", "青屿市", "望榆区"),
        "珠海高新区": ("广东省", "珠海市", ""),
    }
    for name, expected in parents.items():
        found = read([line.format(name) for line in head])
        assert (found["province"], found["prefecture"], found["county"]) == expected


def test_sidecar_wins_and_disagreement_is_a_warning():
    text = ["清河县2021年度法治政府建设情况报告", "2021年,清河县依法行政。", *BODY, "清河县人民政府", "2022年2月1日"]
    assert read(text)["warnings"] == []
    agreed = read(text, region_code="130534", year="2021", issuer="清河县人民政府", url="", retrieved="")
    assert agreed == read(text)
    found = read(text, region_code="130533", year=2020, issuer="威县司法局")
    assert (found["region"], found["year"], found["issuer_type"]) == ("威县", 2020, "department")
    assert [warning.split(":")[0] for warning in found["warnings"]] == ["year", "region", "issuer"]


def test_sidecar_resolves_what_the_text_leaves_open():
    text = ["鼓楼区2021年度法治政府建设情况报告", "2021年,鼓楼区依法行政。", *BODY]
    with pytest.raises(errors.Unresolved) as caught:
        read(text)
    assert [candidate.split(", ")[-1] for candidate in caught.value.candidates] == [
        "320106)",
        "320302)",
        "350102)",
        "410204)",
    ]
    assert read(text, region_code="410204")["prefecture"] == "开封市"
    with pytest.raises(errors.Unresolved, match=r"regions\.csv"):
        read(text, region_code="999999")


def test_doubtful_readings_are_warned_of():
    by_sisters = ["朝阳区2021年度法治政府建设情况报告", "2021年,朝阳区依法行政,与南关区、宽城区、绿园区协作。", *BODY]
    assert read(by_sisters)["region_code"] == "220104"
    assert "inferred from the places" in read(by_sisters)["warnings"][0]
    undated = ["清河县法治政府建设情况报告", "发布时间:2020-03-11", "清河县依法行政。", *BODY]
    assert "date of publication" in read(undated)["warnings"][0]
    traditional = [
        "清河县2021年度法治政府建设情况报告",
        "清河縣堅持依法行政,從實際出發,進一步規範執法,經濟發展與權責對應。",
    ]
    assert read(traditional)["warnings"] == ["the text is in traditional script"]


def test_a_year_below_the_title_belongs_to_it():
    found = read(["中共清河县委 清河县人民政府", "关于法治政府建设情况的报告", "(2023年度)", "市委、市政府:", *BODY])
    assert (found["year"], found["title"][-8:]) == (2023, "(2023年度)")


def test_the_year_of_a_plan_that_is_known_by_its_place_is_not_the_report_s():
    body = [
        "清河县法治政府建设情况报告",
        "一年来,清河县依法行政。现将有关情况报告如下:",
        "一、主要做法",
        "评查案卷61卷。",
    ]
    found = read([*body, "二、存在问题", "个别案卷不规范。", "三、2025年重点工作", "持续深化学习。"])
    assert found["year"] == 2024


def test_last_years_report_and_plans_are_not_the_year():
    opening = "审议《清河县2019年法治政府建设报告》,对照规划(2018—2025年)和2022年计划,2021年清河县依法行政。"
    text = ["清河县法治政府建设情况报告", opening, *BODY, "清河县人民政府", "2022年2月1日"]
    assert read(text)["year"] != 2019


PIECES = st.one_of(
    st.sampled_from([part for form in forms() for part in lines(form)]),
    st.text(
        alphabet="法治政府建设报告年度二〇2021月日市区县镇局人民委员会中共关于的,。:;()《》|>〔〕号 　%", max_size=40
    ),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        found = read(text)
    except errors.FazhiError:
        return
    assert len(found["region_code"]) == 6 and 1900 <= found["year"] <= 2099
    assert all(isinstance(found[key], str) for key in (*FIELDS, "title", "province", "prefecture", "county"))
    assert all(found[key] == "" or found[key][4] == "-" for key in ("signed", "published"))


def test_real_reports(shared):
    gold = pd.read_csv(shared / "gold" / "metadata.csv", dtype=str, keep_default_na=False)
    wrong = []
    for row in gold.to_dict("records"):
        found = read((shared / "reports" / row["seed"]).read_text(encoding="utf-8").split("\n"))
        wrong += [(row["key"], key) for key in row if key in found and str(found[key]) != row[key]]
    assert len(wrong) <= 1, wrong
