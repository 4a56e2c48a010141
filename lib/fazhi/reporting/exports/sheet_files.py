"""The rows of a sheet → its csv and workbook; a file that a person has filled → its rows, checked by the tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fazhi import csv_rows
from fazhi.errors import FazhiError, UnreadableFile
from fazhi.reading.metadata.sidecars import read_cells
from fazhi.reporting.cells import as_written
from fazhi.reporting.exports import workbook
from fazhi.reporting.exports.codebook import codebook
from fazhi.reporting.exports.export import write_csv


def write(sheets: dict[str, pd.DataFrame], out: Path) -> list[Path]:
    """Write the first sheet as csv, and all of them as a workbook, under one name.

    Raises
    ------
    FazhiError
        If there is such a file: somebody may have filled it.
    """
    files = [out.with_name(f"{_stem(out)}.{ending}") for ending in ("csv", "xlsx")]
    for file in files:
        if file.exists():
            raise FazhiError(f"{file} is there and may have been filled; give another name with --out")
    return [write_csv(files[0], next(iter(sheets.values()))), workbook.write(files[1], sheets)]


def read(file: Path) -> pd.DataFrame:
    """Read the cells of a csv, or of the first sheet of a workbook, as text; the index counts the rows from 0.

    Raises
    ------
    UnreadableFile
        If there is no such file, or it is neither.
    """
    if not file.is_file():
        raise UnreadableFile(f"{file} is no file; give a sheet that fazhi sample made and you filled")
    if file.suffix.lower() != ".xlsx":
        return as_written(read_cells(file))
    try:
        table = pd.read_excel(file, dtype=str, keep_default_na=False).fillna("")
    except Exception as error:  # whatever the parser meets in a broken workbook
        raise UnreadableFile(f"{file.name} is no workbook that can be read ({error}); save it anew as xlsx") from error
    return table[(table != "").any(axis=1)]


def checked(file: Path, sheet: pd.DataFrame, table: pd.DataFrame, key: str, words: str) -> pd.DataFrame:
    """Return the sheet with the tables' report_id and its weights as numbers; refuse what does not fit the tables."""
    csv_rows.check_cells(file, sheet[key], table[key])
    csv_rows.refuse(file, sheet[key], sheet[key].duplicated(), "an id that is listed twice; keep one of the rows")
    own = table.set_index(key)
    if words in sheet:
        changed = sheet[words].str.split().str.join("") != sheet[key].map(own[words]).str.split().str.join("")
        csv_rows.refuse(file, sheet[words], changed, "the tables have other words there now; draw a new sheet")
    weight = pd.to_numeric(sheet["weight"], errors="coerce") if "weight" in sheet else pd.Series(1.0, sheet.index)
    if "weight" in sheet:
        csv_rows.refuse(file, sheet["weight"], ~(weight > 0), "no weight; leave this column as it was drawn")
    return sheet.assign(report_id=sheet[key].map(own["report_id"]), weight=weight)


def columns(name: str, sheet: pd.DataFrame) -> pd.DataFrame:
    """Say what each column of a sheet means."""
    return codebook({f"sheet_{name}": sheet})[["column", "meaning"]]


def _stem(out: Path) -> str:
    return out.stem if out.suffix in (".csv", ".xlsx") else out.name
