"""benchmarks/patterns.py: alternatives are cut where they stand side by side, hits are counted, needless ones found."""

import importlib.util
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi import catalog, lexicon, paths

SPEC = importlib.util.spec_from_file_location("patterns", paths.ROOT / "benchmarks" / "patterns.py")
patterns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(patterns)
ALL = patterns.patterns()


@given(st.lists(st.sampled_from(["甲", "甲(?:乙|丙)", "[|)(]", r"\|", "丁{0,2}"]), min_size=1))
def test_alternatives_are_what_they_were_joined_from(parts):
    assert patterns.alternatives("|".join(parts)) == parts


def test_the_catalogue_cut_in_alternatives_is_valid():
    assert all(re.compile(lexicon.filled(pattern, lexicon.load())) for pattern in ALL["pattern"])
    cut = ALL[(ALL["id"] == "litigation.lost") & (ALL["part"] == "subject")]["pattern"]
    cells = catalog.load().indicators.set_index("id")["subject"]
    assert lexicon.filled("|".join(cut), lexicon.load()) == cells["litigation.lost"]
    assert set(ALL["file"]) == {"theme_patterns.csv", "indicators.csv", "lexicon.csv"}


def rows(*told, file="theme_patterns.csv", part="about"):
    return pd.DataFrame([(file, "t", part, one) for one in told], columns=["file", "id", "part", "pattern"])


def test_hits_are_counted_by_sentence_report_and_region():
    texts = {
        "theme_patterns.csv": pd.DataFrame(
            [("a", "1", "普法形式单一"), ("a", "1", "普法不够"), ("b", "1", "普法滞后")],
            columns=["report_id", "region_code", "text"],
        )
    }
    found = patterns.hits(rows("普法", "普法形式", "复议"), texts).set_index("pattern")
    counts = found[["sentences", "reports", "regions", "alone"]]
    assert counts.loc["普法"].tolist() == [3, 2, 1, 2]
    assert counts.loc["普法形式"].tolist() == [1, 1, 1, 0]
    assert counts.loc["复议"].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("general", "special", "is_so"),
    [
        ("处罚", "行政处罚", True),
        ("处罚", "行政(?:处罚|强制)", False),
        ("处罚|强制", "行政(?:处罚|强制)", True),
        ("(?<!行政)处罚", "行政处罚", False),
        ("处罚$", "行政处罚", False),
        ("处罚", "罚", False),
        ("处罚", "[处刑]罚?", False),
    ],
)
def test_a_pattern_that_matches_wherever_another_does_contains_it(general, special, is_so):
    assert patterns.contains(general, special) == is_so


def test_where_the_longest_match_wins_only_what_comes_first_makes_another_needless():
    assert list(patterns.containing(rows("复议", "行政复议"))) == ["", "复议"]
    assert list(patterns.containing(rows("复议", "行政复议", "复议案", part="verb"))) == ["", "", "复议"]


def test_no_pattern_of_the_catalogue_is_needless():
    needless = ALL.assign(by=patterns.containing(ALL)).query("by != ''")
    assert needless[["id", "part", "pattern", "by"]].to_dict("records") == []


def test_each_long_pattern_of_one_text_says_what_it_stands_for(built):
    long = ALL[patterns.is_long(ALL)]
    told = patterns.counted(long, [patterns.sentences(built), patterns.own_sentences()])
    narrow = told[told["narrow"]]
    assert narrow.loc[narrow["stands_for"] == "", ["id", "part", "pattern"]].to_dict("records") == []
    there = set(long[["id", "part", "pattern"]].itertuples(index=False, name=None))
    assert set(patterns.stated().index) - there == set(), "in narrow_patterns.csv, but not in the catalogue"
