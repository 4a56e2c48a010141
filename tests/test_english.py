"""Places in pinyin as they are officially spelled; words with their glosses; 件 by what is counted."""

import re

import pandas as pd
import pytest

from fazhi import catalog, csv_rows, english, paths
from fazhi.reporting.charts import elements


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("五华区", "Wuhua District"),
        ("蚌埠市", "Bengbu"),
        ("六安市", "Lu'an"),
        ("台州市", "Taizhou"),
        ("西安市", "Xi'an"),
        ("长治市", "Changzhi"),
        ("吕梁市", "Lüliang"),
        ("蔚县", "Yuxian County"),
        ("呼和浩特市", "Hohhot"),
        ("红河哈尼族彝族自治州", "Honghe Hani and Yi Autonomous Prefecture"),
        ("鼓楼区(南京市)", "Gulou District (Nanjing)"),
        ("望榆区司法局", "Wangyu District, justice bureau"),
        ("鼓楼区 320106", "Gulou District 320106"),
        ("Foo", "Foo"),
    ],
)
def test_places_are_spelled_as_on_maps(name, spelled):
    assert english.place(name) == spelled


def test_every_division_has_a_name_without_chinese(sample):
    names = {*sample.reports["region"], *sample.reports["province"], *sample.reports["prefecture"]} - {""}
    names |= set(csv_rows.read_table(paths.CATALOG / "province_tiles.csv", ["name_zh"])["name_zh"])
    assert not [name for name in names if re.search(r"[\u3400-\u9fff]", english.place(name))]


def test_words_have_glosses_and_unknown_ones_stay():
    assert english.word("执法、行政复议") == "enforcement, administrative reconsideration"
    assert english.word("无此词") == "无此词"


def test_a_table_in_english_keeps_its_ids():
    data = pd.DataFrame({"region_code": ["530102"], "region": ["五华区"], "word": ["普法"], "n": [1]})
    assert english.table(data).to_dict("records") == [
        {"region_code": "530102", "region": "Wuhua District", "word": "legal education", "n": 1}
    ]


@pytest.mark.parametrize(("indicator", "unit"), [("rules.docs_made", "documents"), ("litigation.cases", "cases")])
def test_jian_is_what_is_counted(indicator, unit):
    assert elements.unit("件", indicator, "en") == unit
    assert indicator in set(catalog.load().indicators["id"])
