"""The lexicon is valid, what is wrong in one is named by file, row and column, and patterns take the longest word."""

import re

import pandas as pd
import pytest

from fazhi import lexicon, normalization, paths
from fazhi.errors import CatalogError, UnknownName


def test_the_lexicon_is_valid():
    assert "主要领导" in lexicon.words("principal_heads")


def test_every_class_says_what_it_is_for_and_shows_a_word():
    rows = pd.read_csv(paths.CATALOG / "lexicon.csv", dtype=str, keep_default_na=False)
    first = rows.drop_duplicates("class")
    assert first.loc[(first["note"] == "") | (first["example"] == ""), "class"].tolist() == []


def test_words_stand_as_texts_are_folded():
    known = {word for words in lexicon.load().values() for word in words}
    assert {word for word in known if normalization.plain(word) != word} == set()


def test_a_pattern_names_its_classes_in_braces():
    known = {"bodies": ("法院", "法院院长"), "dots": ("a.b",)}
    assert lexicon.filled("{bodies}通报{0,2}", known) == "(?:法院院长|法院)通报{0,2}"
    assert re.fullmatch(lexicon.filled("{dots}|{bodies}", known), "axb") is None
    with pytest.raises(UnknownName, match="bodies"):
        lexicon.filled("{bodys}", known)


def test_an_unknown_class_names_the_nearest():
    with pytest.raises(UnknownName, match="principal_heads"):
        lexicon.words("principal_head")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Own,我州,,", "lower-case"),
        ("own,,,", "empty word"),
        ("own, 我州,,", "blanks"),
        ("own,我州,我省受理,", "does not hold"),
        ("own,我州,,\nown,我州,,", "already"),
        ("own,我州,", "cells"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, row, said):
    (tmp_path / "lexicon.csv").write_text(f"class,word,example,note\n{row}\n", "utf-8")
    with pytest.raises(CatalogError, match=rf"lexicon.csv, row [23].*{said}"):
        lexicon.load(tmp_path)


def test_the_longest_word_is_tried_first(tmp_path, monkeypatch):
    monkeypatch.setattr(lexicon, "load", lambda: {"bodies": ("法院", "法院院长"), "dots": ("a.b",)})
    assert re.match(lexicon.either("bodies"), "法院院长说")[0] == "法院院长"
    assert not re.fullmatch(lexicon.either("bodies", "dots"), "axb")
