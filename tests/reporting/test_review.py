"""The review page holds the queue, and what it saves is a corrections.csv that a build takes."""

import json
import re

import openpyxl
import pandas as pd
import pytest

from fazhi import catalog
from fazhi.measuring import corrections
from fazhi.reporting import review


@pytest.fixture(scope="module")
def rows(sample):
    return review.queue(sample, "zh")


def test_every_row_leads_to_its_number(sample, rows):
    places = sample.quantities.merge(sample.reports[["report_id", "file"]], on="report_id")
    known = {(row.file, row.line, row.start): row.raw for row in places.itertuples()}
    assert [known[row.report, row.line, row.start] for row in rows.itertuples()] == list(rows["raw"])
    assert (rows["before"] + rows["raw"] + rows["after"]).str.len().min() > 5


def test_the_confirmed_number_of_the_sample_is_left_out(sample, rows):
    seen = sample.corrections.iloc[0]
    places = set(zip(rows["report"], rows["line"], rows["start"], strict=True))
    assert (seen["report"], seen["line"], seen["start"]) not in places
    assert len(rows) > 300


def test_a_filled_sheet_is_a_corrections_file(rows):
    sheet = review.sheet(rows)
    sheet.loc[0, ["field", "value"]] = ["confirmed", "yes"]
    sheet.loc[1, ["field", "value"]] = ["when", "cumulative"]
    known = catalog.load()
    taken = corrections.check(sheet.astype(str), known.indicators["id"], known.themes["id"])
    assert list(taken["field"]) == ["confirmed", "when"]


@pytest.mark.parametrize("lang", catalog.LANGUAGES)
def test_page_and_workbook(sample, rows, tmp_path, lang):
    page, book = review.write(sample, tmp_path / "review", lang)
    text = page.read_text("utf-8")
    held = json.loads(re.search(r"const ROWS = (\[.*?\]), RULES", text)[1])
    assert len(held) == len(rows)
    assert "<script src" not in text and "http" not in text
    sheet = openpyxl.load_workbook(book)["review"]
    assert [cell.value for cell in sheet[1]][:5] == review.CORRECTION
    assert sheet.max_row == len(rows) + 1


def test_text_of_reports_cannot_run(sample, tmp_path, monkeypatch):
    evil = "</script><script>alert(1)</script>"
    spoiled = review.queue(sample, "zh").head(1).assign(before=evil)
    monkeypatch.setattr(review, "queue", lambda tables, lang: spoiled)
    page, _ = review.write(sample, tmp_path / "review", "zh")
    assert evil not in page.read_text("utf-8")


def test_equal_numbers_of_a_sentence_are_told_apart():
    assert review._around("受理3件，审结3件", "3件", 1) == ("受理3件，审结", "")
    assert pd.Series(review._around("受理3件，审结3件", "3件", 0)).tolist() == ["受理", "，审结3件"]
