"""benchmarks/patterns.py: alternatives are cut where they stand side by side, and hits are counted."""

import importlib.util
import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from fazhi import paths

SPEC = importlib.util.spec_from_file_location("patterns", paths.ROOT / "benchmarks" / "patterns.py")
patterns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(patterns)


@given(st.lists(st.sampled_from(["甲", "甲(?:乙|丙)", "[|)(]", r"\|", "丁{0,2}"]), min_size=1))
def test_alternatives_are_what_they_were_joined_from(parts):
    assert patterns.alternatives("|".join(parts)) == parts


def test_the_catalogue_cut_in_alternatives_is_valid():
    table = patterns.patterns(patterns.catalog.load())
    assert all(re.compile(pattern) for pattern in table["pattern"])
    assert set(table["file"]) == {"theme_patterns.csv", "indicators.csv"}


def test_hits_are_counted_by_sentence_report_and_region():
    rows = pd.DataFrame(
        [("theme_patterns.csv", "t", "about", pattern, "") for pattern in ("普法", "普法形式", "复议")],
        columns=["file", "id", "part", "pattern", "note"],
    )
    texts = {
        "theme_patterns.csv": pd.DataFrame(
            [("a", "1", "普法形式单一"), ("a", "1", "普法不够"), ("b", "1", "普法滞后")],
            columns=["report_id", "region_code", "text"],
        )
    }
    found = patterns.hits(rows, texts).set_index("pattern")
    counts = found[["sentences", "reports", "regions", "alone"]]
    assert counts.loc["普法"].tolist() == [3, 2, 1, 2]
    assert counts.loc["普法形式"].tolist() == [1, 1, 1, 0]
    assert counts.loc["复议"].tolist() == [0, 0, 0, 0]
