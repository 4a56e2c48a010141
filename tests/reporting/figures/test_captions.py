import numpy as np
import pandas as pd
import pytest

from fazhi import catalog
from fazhi.reporting import charts
from fazhi.reporting.figures import captions

PANEL = pd.DataFrame(
    [
        ("970100", "甲屿市", 2022, "litigation.cases", 318.0, "件"),
        ("970100", "甲屿市", 2024, "litigation.cases", 251.0, "件"),
        ("970102", "乙坪区", 2022, "litigation.cases", np.nan, ""),
        ("970102", "乙坪区", 2024, "litigation.cases", 41.5, "件"),
    ],
    columns=["region_code", "region", "year", "indicator_id", "value", "unit"],
)


def told(chart, data, **options):
    return captions.draft([chart], data, **options)


@pytest.mark.parametrize("chart", [*charts.__all__, "profile"])
@pytest.mark.parametrize("lang", catalog.LANGUAGES)
def test_every_chart_has_a_wording(chart, lang):
    word = captions.wording(chart, lang)
    assert word.kind and word.shows and word.note


def test_a_caption_tells_what_of_how_many_and_what_to_know():
    drafted = told("indicator_lines", PANEL, version="0.1.0")["caption"]
    assert drafted["zh"].startswith(
        "行政应诉案件数：一项指标的历年数值，每个地区一条线。4份报告，2个地区，2022—2024年。灰带"
    )
    assert ": One indicator over time, one line per region. 4 reports, 2 regions, 2022–2024." in drafted["en"]
    assert drafted["zh"].endswith("资料来源：据报告文本以fazhi 0.1.0计算。")


def test_alt_text_names_the_largest_the_smallest_and_the_missing():
    drafted = told("indicator_lines", PANEL)["alt"]
    assert "行政应诉案件数 (件)：最大318（甲屿市 2022），最小41.5（乙坪区 2024）" in drafted["zh"]
    assert "(cases): largest 318 (Jiayu 2022), smallest 41.5 (Yiping District 2024)" in drafted["en"]
    assert "没有数值（不等于零）的有1项" in drafted["zh"]
    assert "Without a value (not zero): 1." in drafted["en"]


def test_invented_data_are_said_to_be_so():
    drafted = told("indicator_lines", PANEL, sample=True)
    for part in ("caption", "alt"):
        assert "虚构样本数据" in drafted[part]["zh"]
        assert "Invented sample data" in drafted[part]["en"]


def test_one_region_is_named_and_one_year_is_no_span():
    assert captions.extent(PANEL.iloc[:1], "zh") == "1份报告，甲屿市，2022年"
    assert captions.extent(PANEL.iloc[:1], "en") == "1 report, Jiayu, 2022"


@pytest.mark.parametrize("data", [None, pd.DataFrame(), pd.DataFrame({"other": [1]})])
@pytest.mark.parametrize("chart", charts.__all__)
def test_without_its_table_a_caption_still_says_what_is_shown(chart, data):
    drafted = told(chart, data)
    assert drafted["caption"]["en"].startswith(captions.wording(chart, "en").shows[:20])


def test_a_chart_of_the_users_own_has_only_what_its_table_tells():
    assert told("my_chart", PANEL)["caption"]["en"] == (
        "4 reports, 2 regions, 2022–2024. "
        "Only 4 reports (fewer than 30): this illustrates the method; draw no conclusions."
    )


def test_gaps_are_counted():
    grid = pd.DataFrame(
        [("1", "甲县", 2023, 1, "government"), ("1", "甲县", 2024, 0, ""), ("2", "乙县", 2023, 1, "department")],
        columns=["region_code", "region", "year", "n", "issuer_type"],
    )
    assert "2份报告" in told("coverage", grid)["caption"]["zh"]
    assert "政府 1，部门 1，没有报告 1" in told("coverage", grid)["alt"]["zh"]


def test_pairs_leave_the_diagonal_out():
    themes = list(catalog.load().themes["id"][:2])
    together = pd.DataFrame([[9, 3], [3, 5]], index=themes, columns=themes).rename_axis("theme_id").reset_index()
    assert "（3条）" in told("theme_cooccurrence", together)["alt"]["zh"]


def test_the_text_file_holds_both_languages():
    drafted = told("indicator_lines", PANEL)
    text = captions.as_text(drafted)
    assert all(drafted[part][lang] in text for part in drafted for lang in ("zh", "en"))
    order = [text.index(head) for head in ("图题", "图注", "替代文本", "Title", "Caption", "Alt text")]
    assert order == sorted(order)


def test_warnings_of_the_page_stand_in_the_caption_once():
    few = {"zh": "只有4份报告（不足30份）：仅演示方法，不宜作为研究结论", "en": "x"}
    drafted = captions.draft(["my_chart"], PANEL, warnings=[few, {"zh": "区间偏窄", "en": "Intervals too narrow"}])
    assert drafted["caption"]["zh"].count("只有4份报告") == 1
    assert drafted["caption"]["en"].endswith("Intervals too narrow.")


def test_shares_without_an_interval_are_counted():
    shares = pd.DataFrame({"theme_id": ["digital"] * 40, "of_reports": 40, "share_of_reports": 0.5,
                           "reports_low": [float("nan")] * 3 + [0.3] * 37})  # fmt: skip
    assert "No interval is possible for 3 of 40 shares" in captions.draft(["x"], shares)["caption"]["en"]


def test_names_stand_beside_ids():
    named = captions.with_names(PANEL)
    assert list(named.columns)[list(named.columns).index("indicator_id") :][:3] == [
        "indicator_id", "indicator_zh", "indicator_en"
    ]  # fmt: skip
    assert named["indicator_zh"].notna().all()
    assert set(captions.with_names(pd.DataFrame({"theme_id": ["other", "new"]}))["theme_en"]) >= {"new"}


def test_of_one_indicator_its_name_is_told():
    drafted = told("indicator_lines", PANEL)
    name = catalog.load().name("litigation.cases", "en")
    assert all(drafted[part]["en"].startswith(f"{name}: ") for part in ("title", "caption"))
    several = pd.concat([PANEL, PANEL.assign(indicator_id="mediation.cases")])
    assert not told("indicator_multiples", several)["title"]["en"].startswith(name)
    without = PANEL.assign(indicator_id=float("nan"))  # as where the parts of a page are joined, none with an indicator
    assert told("anatomy", without)["title"]["en"]


def test_few_reports_are_said_also_of_a_table_that_does_not_tell_how_many():
    shares = pd.DataFrame({"theme_id": ["digital"], "uncorrected": [0.2]})
    said = captions.draft(["theme_shares"], shares, reports=12)["caption"]
    assert "12" in said["en"] and "12份" in said["zh"]
    assert captions.draft(["theme_shares"], shares, reports=300) == captions.draft(["theme_shares"], shares)
