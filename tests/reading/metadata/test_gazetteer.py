"""Names, full, customary and short, lead to regions as of a year; ambiguity stays ambiguity."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.errors import CatalogError, Unresolved
from fazhi.reading.metadata.gazetteer import Gazetteer, certain, likeliest

COLUMNS = ["code", "name", "parent"]
GAZETTEER = Gazetteer(
    pd.DataFrame(
        [
            ("970102", "望榆区", "970100"),
            ("970100", "青屿市", "970000"),
            ("970000", "澜岳省", ""),
            ("970102001", "云栈镇", "970102"),
            ("110199", "松隐区", "110000"),
        ],
        columns=COLUMNS,
    )
)


def codes(name: str, year: int = 2023) -> list[str]:
    return [region.code for region in GAZETTEER.named(name, year)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("红河州", ["532500"]),
        ("红河哈尼族彝族自治州", ["532500"]),
        ("五华区", ["530102"]),
        ("五华", ["441424", "530102"]),
        ("昆明五华", ["530102"]),
        ("云南省昆明市五华区", ["530102"]),
        ("内蒙古", ["150000"]),
        ("宁夏", ["640000"]),
        ("黑龙江", ["230000"]),
        ("延边州", ["222400"]),
        ("彭水县", ["500243"]),
        ("浦东新区", ["310115"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("徐州市鼓楼区", ["320302"]),
        ("吉林省吉林市", ["220200"]),
        ("吉林市", ["220200"]),
        ("海南州", ["632500"]),
        ("新疆石河子市", ["659001"]),
        ("望榆区", ["970102"]),
        ("望榆", ["970102"]),
        ("青屿市望榆区云栈镇", ["970102001"]),
        ("朝阳市望榆区", []),
        ("不存在县", []),
        ("", []),
    ],
)
def test_named(name, expected):
    assert codes(name) == expected


def test_regions_as_of_a_year():
    assert codes("静海县", 2014) == ["120223"] and codes("静海区", 2018) == ["120118"]
    assert codes("静海县", 2018) == ["120223"]
    assert GAZETTEER.by_code("120223", 2020).name == "静海县"
    assert GAZETTEER.named("五华区", 2031) == GAZETTEER.named("五华区", 2024)


def test_parents_and_levels():
    regions = [
        GAZETTEER.by_code(code, 2023) for code in ("500112", "429004", "441900", "970102", "970102001", "110199")
    ]
    assert [(region.level, region.province, region.prefecture, region.county) for region in regions] == [
        ("county", "重庆市", "", "渝北区"),
        ("county", "湖北省", "", "仙桃市"),
        ("prefecture", "广东省", "东莞市", ""),
        ("county", "澜岳省", "青屿市", "望榆区"),
        ("township", "澜岳省", "青屿市", "望榆区"),
        ("county", "北京市", "", "松隐区"),
    ]
    assert str(regions[0]) == "渝北区 (重庆市, 500112)"


def test_unknown_code():
    with pytest.raises(Unresolved, match=r"regions\.csv"):
        GAZETTEER.by_code("999999", 2023)


@pytest.mark.parametrize("rows", [[("970102", "望榆区", "970100")], [("1", "甲", "2"), ("2", "乙", "1")]])
def test_a_sidecar_without_its_parents_is_refused(rows):
    with pytest.raises(CatalogError, match="parent"):
        Gazetteer(pd.DataFrame(rows, columns=COLUMNS)).named(rows[0][1], 2023)


def test_mentions():
    text = "省、市和县级以及昆明市五华区、西山区,法治安居与南京鼓楼区;主城区和云南昆明"
    assert [mention.name for mention in GAZETTEER.mentions(text, 2023)] == [
        "昆明市五华区",
        "西山区",
        "南京鼓楼区",
        "云南昆明",
    ]
    assert all(text[mention.start : mention.end] == mention.name for mention in GAZETTEER.mentions(text, 2023))


def test_likeliest():
    candidates = GAZETTEER.named("鼓楼区", 2023)
    for clue, code in {"福州市": "350102", "睢宁县": "320302", "玄武区": "320106"}.items():
        named = certain(GAZETTEER.mentions(clue, 2023))
        assert [region.code for region in likeliest(candidates, named)] == [code]
    assert likeliest(candidates, {}) == candidates
    assert len(likeliest(candidates, certain(GAZETTEER.mentions("江苏省", 2023)))) == 2


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="昆明市五华区云南省红河州鼓楼朝阳内蒙古自治城关镇,。", max_size=40))
def test_mentions_stand_in_the_text(text):
    mentions = GAZETTEER.mentions(text, 2023)
    assert all(text[mention.start : mention.end] == mention.name and mention.regions for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))
