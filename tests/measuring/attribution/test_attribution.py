"""Sentences, invented → whose each number is, of which time, and which kind of figure."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from fazhi import catalog
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import matching
from fazhi.measuring.indicators import values as indicator_values
from fazhi.measuring.quantities.extraction import quantities, sentence
from fazhi.schema import KIND, WHEN, WHOSE

RULES = catalog.load().indicators
VALUES = pd.read_csv(Path(__file__).parent / "values.tsv", sep="\t", dtype=str)
CASES = pd.read_csv(Path(__file__).parent / "cases.tsv", sep="\t", dtype=str)
ABOVE = {"province": "江南省", "prefecture": "安居市"}


def attributed(text: str, region: str = "云溪县", level: str = "county", year: int = 2024) -> pd.DataFrame:
    county = {"county": region, "township": "云溪县"}.get(level, "")
    report = {**ABOVE, "region": region, "level": level, "year": year, "county": county}
    segments = sentence(text)
    return attribute(quantities(segments, year), report)


@pytest.mark.parametrize("case", list(CASES.itertuples()), ids=lambda case: f"{case.Index}-{case.raw}")
def test_invented_sentences(case) -> None:
    found = attributed(case.text, case.region, case.level, int(case.year)).set_index("raw").loc[case.raw]
    assert (found["whose"], found["when"], found["kind"]) == (case.whose, case.when, case.kind), found["evidence"]


def test_only_known_words_are_used() -> None:
    found = pd.concat([attributed(text) for text in CASES["text"].unique()])
    assert set(found["whose"]) <= set(WHOSE)
    assert set(found["when"]) <= set(WHEN)
    assert set(found["kind"]) <= set(KIND)


def test_the_words_that_told_are_kept() -> None:
    assert attributed("全省办理公证9万件。")["evidence"].tolist() == ["全省"]
    assert attributed("办理公证300件。")["evidence"].tolist() == [""]
    assert attributed("受理案件300件，其中农民工案件50件。")["evidence"].tolist() == ["", "其中"]
    assert attributed("受理案件300件（农民工案件50件）。")["evidence"].tolist() == ["", ""]


@pytest.mark.parametrize(
    "text", ["全年行政机关零败诉。", "全年没有收到司法建议。", "未发生行政诉讼败诉案件。", "无一败诉。"]
)
def test_zeros_in_words_are_read(text: str) -> None:
    assert attributed(text)["value"].tolist() == [0]


@pytest.mark.parametrize("text", ["部分部门未制定文件清单。", "未受理的申请予以退回。"])
def test_what_is_not_said_of_all_is_no_zero(text: str) -> None:
    assert attributed(text).empty


def plain_values(case: tuple) -> dict[str, float]:
    """Return the region's own values of the year that a text gives."""
    region, level, year, text = case
    found = matching.match(attributed(text, region, level, int(year)), sentence(text), RULES)
    numbers = found.assign(report_id="r", quantity_id=[f"q{start}" for start in found["start"]])
    reports = pd.DataFrame([{"report_id": "r", "region_code": "530102", "year": int(year)}])
    stated = indicator_values.indicators(numbers, reports, RULES)
    return stated[stated["qualifier"] == ""].set_index("indicator_id")["value"].to_dict()


@pytest.mark.parametrize(("case", "wanted"), list(VALUES.groupby(["region", "level", "year", "text"], sort=False)))
def test_the_regions_own_value_of_the_year(case: tuple, wanted: pd.DataFrame) -> None:
    """An empty value: none may be given. At first sight 41 of 44 were right, one wrong and two missing."""
    found = plain_values(case)
    for row in wanted.itertuples():
        assert found.get(row.indicator) == (float(row.value) if pd.notna(row.value) else None), row.indicator
