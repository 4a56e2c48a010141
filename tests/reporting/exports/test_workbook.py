"""A workbook holds the tables as they are, and the same ones give the same bytes."""

import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from fazhi.errors import FazhiError
from fazhi.reporting.exports import workbook


def cells(file, sheet):
    return [list(row) for row in openpyxl.load_workbook(file)[sheet].iter_rows(values_only=True)]


def test_numbers_texts_and_gaps_come_back(tmp_path):
    table = pd.DataFrame({"名称": ["调解", ""], "n": [3, 4], "value": [1.5, np.nan]})
    table["year"] = pd.array([2023, None], dtype="Int64")
    file = workbook.write(tmp_path / "deep" / "a.xlsx", {"one": table, "two": table.head(0)})
    assert cells(file, "one") == [["名称", "n", "value", "year"], ["调解", 3, 1.5, 2023], [None, 4, None, None]]
    assert cells(file, "two") == [["名称", "n", "value", "year"]]
    assert openpyxl.load_workbook(file)["one"].freeze_panes == "A2"


def test_text_is_neither_a_formula_nor_lost_in_silence(tmp_path):
    table = pd.DataFrame({"a": ["=1+1", "件\x0b数", "长" * 40_000]})
    file = workbook.write(tmp_path / "a.xlsx", {"one": table})
    (_, (formula,), (control,), (long,)) = cells(file, "one")
    assert (formula, control) == ("=1+1", "件数")
    assert openpyxl.load_workbook(file)["one"]["A2"].data_type == "s"
    assert len(long) == 32_767 and long.endswith("…")


def test_the_bytes_do_not_say_when_they_were_written(tmp_path):
    table = {"one": pd.DataFrame({"a": ["调解"], "b": [1.0]})}
    first, again = (workbook.write(tmp_path / name, table) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == again.read_bytes()
    properties = openpyxl.load_workbook(first).properties
    assert properties.created.year == properties.modified.year == 2000
    assert {part.date_time[0] for part in zipfile.ZipFile(first).infolist()} == {1980}


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    workbook.write(tmp_path / "a.xlsx", {"one": pd.DataFrame({"a": [1, 2]})})
    with pytest.raises(FazhiError, match=r"'one' has 3 rows.*csv"):
        workbook.write(tmp_path / "b.xlsx", {"one": pd.DataFrame({"a": [1, 2, 3]})})
    assert not (tmp_path / "b.xlsx").exists()
