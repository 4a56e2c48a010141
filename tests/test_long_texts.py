"""However long a text is, it is read in bounded stretches, and every number still leads to its exact place."""

import sys
from itertools import count

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi import batches, build, long_texts
from fazhi.measuring.quantities import extraction
from fazhi.reading.structure import outline


@given(st.text("依法。，12；、 ", max_size=200), st.integers(1, 40))
def test_stretches_are_the_text_and_none_is_longer_than_the_bound(text, most):
    spans = list(long_texts.stretches(text, most))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= most for start, end in spans)


def test_a_stretch_ends_behind_a_sentence_where_there_is_one():
    assert list(long_texts.stretches("甲乙。丙丁，戊己", 6)) == [(0, 3), (3, 8)]


@pytest.mark.parametrize("piece", ["9", "一", "万", "十"])
def test_digits_without_end_are_no_number(piece):
    assert extraction.quantities(extraction.sentence(f"受理{piece * 5000}件，办结12件。"), 2023)["raw"].tolist() == [
        "12件"
    ]


@pytest.mark.parametrize("piece", ["12件、", "受理案件15件，", "全年开展执法检查30次。"])
def test_numbers_of_a_long_line_lead_to_their_place(piece):
    line = piece * 1000
    found = outline.outline(["一、主要做法", line])
    assert (found["raw"].str.len() <= long_texts.MAX_SEGMENT).all()
    numbers = extraction.quantities(found, 2023)
    assert len(numbers) == 1000
    assert all(line[row.start : row.end] == row.raw for row in numbers.itertuples())


def test_no_more_numbers_are_read_than_the_bound():
    found = outline.outline(["一、主要做法", *["受理12件、13件、14件、15件。"] * 1000])
    assert len(extraction.quantities(found, 2023)) == long_texts.MAX_NUMBERS


@pytest.mark.parametrize("piece", ["9", "一", "万", "12件、", "受理案件15件，", "前5", "一、", "a", "(一)", "海盐县"])
def test_work_grows_no_faster_than_the_text(piece):
    def calls(size):
        segments = outline.outline([(piece * size)[:size]]).assign(role="achievement")
        made = count()
        sys.setprofile(lambda *call: next(made))
        try:
            extraction.quantities(segments, 2023)
        finally:
            sys.setprofile(None)
        return next(made)

    assert calls(20_000) <= 4 * calls(5000)  # seconds would depend on what else the machine does


def test_a_paragraph_read_in_stretches_and_numbers_left_are_warned_of(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    head = "海盐县2023年度法治政府建设情况报告\n2023年，海盐县依法行政。现将情况报告如下：\n一、主要做法\n"
    text = head + "受理12件、13件、14件、15件。" * 80
    monkeypatch.setattr(batches, "MAX_NUMBERS", 300)
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    build.build(tmp_path / "in", tmp_path / "out")
    said = pd.read_parquet(tmp_path / "out" / "reports.parquet")["warnings"].item()
    assert said.startswith("more than 1,000 characters in one paragraph, which was read in parts: line 4; ")
    assert said.endswith("more than 3,000 numbers, of which the rest were not read")
