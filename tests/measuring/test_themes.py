"""The codebook's patterns against invented sentences and statements, and what holds for any text."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import catalog, normalization, paths
from fazhi.measuring import themes

HERE = Path(__file__).parent
CODEBOOK, PATTERNS = catalog.load().themes, catalog.load().theme_patterns
SENTENCES = pd.read_csv(paths.CATALOG / "theme_sentences.csv", dtype=str, keep_default_na=False)
STATEMENTS = pd.read_csv(HERE / "theme_statements.csv", dtype=str, keep_default_na=False)
WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "%": "％", "+": "＋"})


def coded(texts) -> pd.DataFrame:
    """Code texts, their positions as ids."""
    return themes.code(pd.DataFrame({"problem_id": [str(i) for i in range(len(texts))], "text": list(texts)}), CODEBOOK)


def labels(text: str) -> set[str]:
    return set(coded([text])["theme_id"])


def test_every_sentence_of_the_codebook_is_coded_as_it_says():
    found = coded(SENTENCES["sentence"])
    pairs = set(zip(found["problem_id"], found["theme_id"], strict=True))
    rows = SENTENCES.reset_index().itertuples()
    wrong = [row.sentence for row in rows if ((str(row.index), row.theme_id) in pairs) != (row.matches == "yes")]
    assert not wrong


def test_every_theme_has_sentences_that_match_and_near_misses():
    counts = SENTENCES.groupby(["theme_id", "matches"]).size().unstack()
    assert set(counts.index) == set(CODEBOOK["id"])
    assert (counts["yes"] >= 5).all() and (counts["no"] >= 3).all()
    assert not SENTENCES.duplicated(["theme_id", "sentence"]).any()


def test_statements_agree_with_their_labels():
    found = coded(STATEMENTS["statement"]).groupby("problem_id")["theme_id"].agg(set)
    counts: dict[str, Counter] = {name: Counter() for name in ("both", "wanted", "given")}
    for i, cell in enumerate(STATEMENTS["themes"]):
        wanted, given = set(cell.split("|")), found[str(i)]
        counts["both"].update(wanted & given)
        counts["wanted"].update(wanted)
        counts["given"].update(given)
    f1 = {t: 2 * counts["both"][t] / (counts["wanted"][t] + counts["given"][t]) for t in CODEBOOK["id"]}
    assert min(f1.values()) >= 0.75, min(f1, key=f1.get)
    assert 2 * counts["both"].total() / (counts["wanted"].total() + counts["given"].total()) >= 0.95


@pytest.mark.parametrize("text", STATEMENTS["statement"].sample(25, random_state=1))
def test_width_of_punctuation_and_blanks_do_not_matter(text):
    wide = text.translate(WIDE)
    spaced = "　".join(text)
    assert labels(wide) == labels(text) == labels(spaced)


def test_what_is_only_evidence_is_not_coded():
    assert labels("从复议和败诉案件看,执法文书不规范的占比较高。") == {"enforcement_procedure"}
    assert labels("执法证据收集不充分,导致行政诉讼败诉。") == {"enforcement_procedure"}
    assert labels("败诉率偏高。") == {"reconsideration_litigation"}


def test_a_gap_is_not_about_its_yardstick():
    assert labels("普法方式与建设法治化营商环境的要求还有差距。") == {"publicity"}
    assert labels("执法人员业务能力难以满足应急管理工作需要。") == {"enforcement_staff"}


def test_a_failing_without_a_matter_is_read_with_what_was_named_before():
    found = coded(["重大行政决策的听证、专家论证等程序,执行得还不够到位。"])
    assert list(found["theme_id"]) == ["decision"]
    assert found["evidence"][0] == "重大行政决策的听证、专家论证等程序,执行得还不够到位"


def test_a_success_that_is_conceded_is_not_read():
    assert labels("行政复议工作取得一定成效,普法形式仍然单一。") == {"publicity"}
    assert labels("普法宣传工作取得明显成效,但创新不够。") == {"other"}


def test_what_is_conceded_before_a_but_is_not_read():
    assert labels("普法资料印了不少,但执法队员自己遇到新案子便无从下手。") == {"enforcement_staff"}
    assert labels("普法资料印了不少,群众看不懂。") == {"publicity"}


def test_a_problem_told_by_what_happened_is_coded_by_its_matter_alone():
    assert not themes.FAILING.search("审查意见由建设单位起草,风险评估报告在项目开工后送来")
    assert labels("审查意见由建设单位起草,风险评估报告在项目开工后送来。") == {"decision"}
    assert labels("风险评估报告在项目开工后送来,执法案卷不规范。") == {"enforcement_procedure"}
    assert labels("加强对风险评估报告的管理。") == {"other"}


def test_general_terms_are_read_only_where_nothing_is_more_exact():
    assert labels("行政执法水平有待提升。") == {"enforcement_procedure"}
    assert labels("行政执法水平有待提升,执法装备短缺。") == {"resources"}


def test_no_failing_no_theme():
    assert labels("全年开展普法宣传活动120场次,受众3万余人次。") == {"other"}
    assert labels("") == {"other"}


def test_a_theme_added_to_the_codebook_is_coded():
    added = {**dict.fromkeys(CODEBOOK.columns, ""), "id": "archives", "about": "档案|存档"}
    codebook = pd.concat([CODEBOOK, pd.DataFrame([added])])
    found = themes.code(pd.DataFrame({"problem_id": ["a"], "text": ["行政档案存放分散。"]}), codebook)
    assert "archives" in set(found["theme_id"])


def test_an_empty_table_gives_an_empty_table():
    found = themes.code(pd.DataFrame({"problem_id": [], "text": []}), CODEBOOK)
    assert list(found.columns) == themes.COLUMNS and found.empty


PIECES = st.sampled_from(
    ["行政执法", "规范性文件", "不够", "有待", "，", ",", "。", "；", "\n", " ", "　", "\u200b", "调解", "（一）", "😀"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=14).map("".join), min_size=1, max_size=4))
def test_evidence_is_what_stands_there_and_no_statement_is_lost(texts):
    found = coded(texts)
    assert set(found["problem_id"]) == {str(i) for i in range(len(texts))}
    assert not found.duplicated(["problem_id", "theme_id"]).any()
    for row in found.itertuples():
        text = texts[int(row.problem_id)]
        assert 0 <= row.start <= row.end <= len(text)
        assert text[row.start : row.end] == row.evidence
    others = found[found["theme_id"] == themes.OTHER]["problem_id"]
    assert (found[found["problem_id"].isin(others)].groupby("problem_id").size() == 1).all()


def test_patterns_are_in_the_form_that_texts_are_folded_to():
    written = PATTERNS["pattern"]
    assert [pattern for pattern in written if normalization.plain(pattern) != pattern or " " in pattern] == []
    assert [pattern for pattern in written if re.search(pattern, "") and not pattern.startswith("^(?!")] == []


def test_every_example_admits_its_theme():
    shown = PATTERNS[PATTERNS["example"] != ""]
    found = coded(shown["example"])
    pairs = set(zip(found["problem_id"], found["theme_id"], strict=True))
    assert [row.example for i, row in enumerate(shown.itertuples()) if (str(i), row.theme_id) not in pairs] == []


def test_a_theme_is_said_or_named():
    assert set(PATTERNS.loc[PATTERNS["part"].isin(["says", "about"]), "theme_id"]) == set(CODEBOOK["id"])
