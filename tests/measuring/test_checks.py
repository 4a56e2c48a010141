"""Printed numbers that do and do not agree → checks."""

from __future__ import annotations

import pandas as pd
import pytest

from fazhi import catalog
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.checks import checks
from fazhi.measuring.indicators import matching, ratios
from fazhi.measuring.indicators import values as indicator_values
from fazhi.measuring.quantities.extraction import quantities, sentence
from fazhi.schema import typed

KNOWN = catalog.load()


def found(*texts: str) -> pd.DataFrame:
    """Check reports of one region and consecutive years, the last of them for 2024."""
    parts, reports = [], []
    for year, text in enumerate(texts, start=2025 - len(texts)):
        segments = sentence(text)
        numbers = attribute(quantities(segments, year), {"year": year})
        part = matching.match(numbers, segments, KNOWN.indicators).assign(report_id=f"r{year}")
        parts.append(part.assign(quantity_id=[f"r{year}/q{start}" for start in part["start"]]))
        reports.append({"report_id": f"r{year}", "region_code": "530102", "year": year})
    rows = pd.concat(parts, ignore_index=True)
    table = typed("quantities", rows)
    values = indicator_values.indicators(rows, pd.DataFrame(reports), KNOWN.indicators)
    return checks(rows, values, ratios.ratios(values, table, KNOWN.ratios), KNOWN)


@pytest.mark.parametrize(
    ("text", "kind", "stated", "computed"),
    [
        ("公布不予处罚事项120项、从轻处罚事项30项、减轻处罚事项25项，共计170项。", "sum", 170, 175),
        ("调解矛盾纠纷400件，调解成功390件，调解成功率99.2%。", "ratio", 99.2, 97.5),
        ("收到行政复议申请80件，受理86件。", "order", 86, 80),
        ("12348法律服务热线接听来电2.3余人次。", "magnitude", 2.3, 23000),
        ("办理公证3126件。办理司法鉴定3126件。", "repeat", 3126, 3126),
        ("办理法律援助案件526件。全年共办理法律援助案件562件。", "conflict", 526, 562),
    ],
)
def test_a_disagreement_is_found(text: str, kind: str, stated: float, computed: float) -> None:
    row = found(text)
    assert row["kind"].tolist() == [kind]
    assert row["stated"].iloc[0] == pytest.approx(stated)
    assert row["computed"].iloc[0] == pytest.approx(computed)
    assert all(row["quantity_ids"].str.len() > 0)
    assert all(row["message"].str.len() > 0)


@pytest.mark.parametrize(
    "text",
    [
        "公布不予处罚事项120项、从轻处罚事项30项、减轻处罚事项25项，共计175项。",
        "公布不予处罚事项120余项、从轻处罚事项30项、减轻处罚事项25项，共计170项。",
        "调解矛盾纠纷400件，调解成功390件，调解成功率97.5%。",
        "调解矛盾纠纷400件，调解成功391件，调解成功率97.7%。",
        "收到行政复议申请80件，受理76件，审结79件。",
        "应出庭案件1126件，负责人实际出庭1126件。",
        "发放救灾资金2.3万元，审批时限平均压缩至2.5个工作日。",
        "办理公证3000件。办理司法鉴定3000件。",
        "办理法律援助案件526件。全年共办理法律援助案件526件。",
        "上半年办理法律援助案件226件。全年共办理法律援助案件526件。",
        "办理法律援助案件526件。其中办理农民工法律援助案件126件。",
        "办理法律援助案件526件，较上年的480件增长9.6%。",
        "受理信访事项200件，化解信访积案300余件。",
    ],
)
def test_agreeing_numbers_are_left_alone(text: str) -> None:
    assert found(text).empty


def test_a_change_is_compared_with_last_years_report() -> None:
    before = "受理行政复议申请80件。"
    assert found(before, "受理行政复议申请100件，较上年增加20件。").empty
    assert found(before, "受理行政复议申请100件，较上年增长25%。").empty
    wrong = found(before, "受理行政复议申请100件，较上年增加30件。")
    assert wrong["kind"].tolist() == ["change"]
    assert wrong[["stated", "computed"]].to_numpy().tolist() == [[30, 20]]


def test_without_last_years_report_a_change_is_left_alone() -> None:
    assert found("受理行政复议申请100件，较上年增加30件。").empty


@pytest.mark.parametrize(
    ("text", "stated", "others"),
    [
        ("县委理论学习中心组学法8次。各党组理论学习中心组学法500余次。", 8, "500"),
        ("制定政府规章2件、修改3件。历次会议审议政府规章9件。", 5, "9"),  # a sum, and what stands beside it
    ],
)
def test_figures_that_could_each_be_the_value_are_listed(text: str, stated: float, others: str) -> None:
    rows = found(text).query("kind == 'candidates'")
    assert rows["stated"].tolist() == [stated]
    assert others in rows["message"].iloc[0].split(" is used; ")[1]


def test_the_parts_of_a_sum_are_no_candidates() -> None:
    assert found("制定政府规章2件、修改3件。").empty
