"""Anchors: a pattern that matches a text is never told to be impossible; and most others are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import catalog
from fazhi.measuring.anchors import Anchors, anchors

KNOWN = catalog.load()
PATTERNS = [
    pattern
    for table, parts in ((KNOWN.indicators, catalog.INDICATOR_PATTERNS), (KNOWN.themes, catalog.THEME_PARTS))
    for part in parts
    for pattern in table[part]
]
COMPILED = [re.compile(pattern) for pattern in PATTERNS]  # more than re keeps itself
ALL = Anchors(PATTERNS)
SENTENCES = [*KNOWN.theme_patterns["example"], *KNOWN.labels["name_zh"], *KNOWN.terms["term"]]


def is_possible(pattern: str, text: str) -> bool:
    return bool(Anchors([pattern]).possible(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map("，".join))
def test_no_pattern_of_the_catalogue_that_matches_is_left_out(text):
    possible = ALL.possible(text)
    assert all(possible >> n & 1 for n, pattern in enumerate(COMPILED) if pattern.search(text))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_a_pattern_matches_holds_one_of_its_anchors(data):
    pieces = st.sampled_from(["甲", "乙丙", "[丁戊]", ".", r"\d", "(?:己|庚辛)", "(?=甲)", "(?!乙)", "^", "(?:丁|)"])
    repeated = st.builds("(?:{}){}".format, pieces, st.sampled_from(["", "?", "*", "+", "{2}", "{0,3}?"]))
    sequences = st.lists(repeated, min_size=1, max_size=4).map("".join)
    pattern = data.draw(st.lists(sequences, min_size=1, max_size=3).map("|".join))
    text = data.draw(st.text("甲乙丙丁戊己庚辛1", max_size=12))
    assert is_possible(pattern, text) or not re.search(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:受理|收到)[^,]*件", {"受理", "收到"}),
        ("(?:受理|收到)?件", {"件", "受理件", "收到件"}),
        ("[省市]委.{0,3}会议", {"会议"}),
        ("复议(?!前置)", {"复议"}),
        (r"[省市]委|\d+", set()),
        ("(?i)ab", set()),
        ("", set()),
    ],
)
def test_anchors_are_literals_of_which_every_match_holds_one(pattern, expected):
    assert anchors(pattern) == expected


def test_most_patterns_of_the_catalogue_are_possible_in_few_texts():
    spared = [1 - ALL.possible(text).bit_count() / len(PATTERNS) for text in KNOWN.theme_patterns["example"]]
    without = sum(not pattern for pattern in PATTERNS) / len(PATTERNS)
    assert min(spared) > (1 - without) / 2
