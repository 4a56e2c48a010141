"""Folding keeps the way back to the text as read."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from fazhi import build, paths
from fazhi.normalization import fold, ideographs, plain, unfold

TEXTS = st.text(
    alphabet="行政复议，：；（）％１２３abc 　\u200b\ufeff。、《》“”\U00020bb7⽉⺠\uf98e\U0002f800", max_size=40
)


@given(TEXTS)
def test_every_character_leads_back_to_its_own_place(text):
    folded, at = fold(text)
    assert folded == plain(text)
    assert len(at) == len(folded) + 1 and at[-1] == len(text)
    assert all(plain(text[at[i]]) == folded[i] for i in range(len(folded)))
    assert at == sorted(at)


@given(TEXTS, st.data())
def test_a_span_leads_back_to_the_words_it_was_found_in(text, data):
    folded, at = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    first, last = unfold(at, start, end)
    assert plain(text[first:last]) == folded[start:end]


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert plain(plain(text)) == plain(text)


def test_width_and_invisible_characters_are_folded():
    assert plain("（一）１，２３４件：９８％\u200b；　ＡＢ") == "(一)1,234件:98%; AB"


def test_radicals_and_compatibility_forms_are_the_characters_they_stand_for():
    as_in_a_pdf = "2023\uf98e1⽉，⼈⺠⻓治⻛⻘⻔⻋\U0002f800"
    assert plain(as_in_a_pdf) == "2023年1月,人民长治风青门车丽"
    assert ideographs("⼈⺠，ＡＢ") == "人民，ＡＢ"
    assert ideographs("⻌⺮⻤⿰𠮷") == "⻌⺮鬼⿰𠮷"  # a part of a character stands for none


def test_a_report_in_radicals_reads_as_it_does_in_characters(tmp_path):
    written = str.maketrans("年月人民青一二三大行工面", "\uf98e⽉⼈⺠⻘⼀⼆三⼤⾏⼯⾯")
    text = "\n".join((paths.SAMPLE / "qingyu-2022.txt").read_text("utf-8").splitlines()[:30])
    found = []
    for name, content in (("characters", text), ("radicals", text.translate(written))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(content, "utf-8")
        (tmp_path / name / "regions.csv").write_bytes((paths.SAMPLE / "regions.csv").read_bytes())
        build.build(tmp_path / name, tmp_path / f"tables of {name}")
        found.append(tmp_path / f"tables of {name}")
    as_characters, as_radicals = ([pd.read_parquet(out / f"{table}.parquet") for table in READ] for out in found)
    assert all(map(len, as_characters))
    for one, other in zip(as_characters, as_radicals, strict=True):
        pd.testing.assert_frame_equal(_without_hash(one), _without_hash(other))


READ = ["reports", "words", "quantities", "indicators", "problem_themes"]


def _without_hash(table):
    """Return a table without what differs with the bytes of a file, its characters written as in daily use."""
    kept = table.drop(columns=["sha256"], errors="ignore").map(
        lambda cell: ideographs(cell) if isinstance(cell, str) else cell
    )
    return kept.replace(r"(\d{6}-\d{4})-[0-9a-f]+", r"\1", regex=True)
