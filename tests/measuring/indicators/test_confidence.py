"""Values and the numbers they rest on → how likely each value is right."""

from __future__ import annotations

import pandas as pd
import pytest

from fazhi import catalog
from fazhi.measuring.attribution.whose_and_when import attribute
from fazhi.measuring.indicators import matching, values
from fazhi.measuring.indicators.confidence import CONSTANT, SIGNS, signs, with_confidence
from fazhi.measuring.quantities.extraction import quantities, sentence

KNOWN = catalog.load()
REPORT = {"report_id": "r", "region_code": "530102", "year": 2024, "region": "云溪县", "level": "county"}


def tables(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    segments = sentence(text)
    numbers = quantities(segments, 2024).assign(report_id="r")
    numbers["quantity_id"] = [f"q{start}" for start in numbers["start"]]
    found = matching.match(attribute(numbers, REPORT), segments, KNOWN.indicators)
    return found, values.indicators(found, pd.DataFrame([REPORT]), KNOWN.indicators)


def shown(text: str) -> pd.DataFrame:
    found, stated = tables(text)
    told = signs(stated, found, KNOWN.indicators).assign(id=stated["indicator_id"], qualifier=stated["qualifier"])
    return told.set_index(["id", "qualifier"])


def confidence(text: str) -> pd.Series:
    found, stated = tables(text)
    told = with_confidence(stated, found, KNOWN.indicators, KNOWN.confidence)
    return told.set_index(["indicator_id", "qualifier"])["confidence"]


def test_the_catalogue_has_a_weight_for_every_sign() -> None:
    assert list(KNOWN.confidence) == [CONSTANT, *SIGNS]


@pytest.mark.parametrize(
    ("text", "indicator_id", "qualifier", "sign"),
    [
        ("受理行政复议案件61件，审结55件。", "reconsideration.concluded", "", "subject in the clause before"),
        ("制定政府规章2件、修改3件。", "rules.gov_rules", "", "sum of parts"),
        ("去年办理公证90件，今年办理公证120件。", "lawservice.notarizations", "prior year", "set apart"),
        ("接听12348热线来电350起。", "lawservice.hotline_calls", "", "another unit"),
    ],
)
def test_signs(text: str, indicator_id: str, qualifier: str, sign: str) -> None:
    assert shown(text).loc[(indicator_id, qualifier), sign] == 1


def test_a_plain_statement_has_no_sign_and_the_highest_confidence() -> None:
    plain = "全县受理行政复议案件61件。"
    assert not shown(plain).any(axis=None)
    assert confidence(plain).iloc[0] >= confidence("受理行政复议案件61件，审结55件。").max() - 0.01
    assert confidence(plain).iloc[0] > confidence("制定政府规章2件、修改3件。").iloc[0]


def test_what_a_person_has_confirmed_is_sure() -> None:
    found, stated = tables("制定政府规章2件、修改3件。")
    for seen in (found.assign(confirmed=True), found.assign(rule="corrections.csv")):
        assert with_confidence(stated, seen, KNOWN.indicators, KNOWN.confidence)["confidence"].tolist() == [1]


def test_no_values_give_an_empty_table() -> None:
    found, stated = tables("全县上下共同努力。")
    assert with_confidence(stated, found, KNOWN.indicators, KNOWN.confidence).empty
