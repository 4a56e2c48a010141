"""The rows of a sheet → csv and workbook; the file filled in by hand → its rows, checked against the tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from fazhi import csv_rows
from fazhi.errors import FazhiError, UnreadableFile
from fazhi.reading.metadata.sidecars import read_cells
from fazhi.reporting.cells import as_written
from fazhi.reporting.exports import workbook
from fazhi.reporting.exports.codebook import codebook
from fazhi.reporting.exports.export import write_csv


def write(sheets: dict[str, pd.DataFrame], out: Path) -> list[Path]:
    """Write the first sheet as csv and all sheets as a workbook of the same name.

    Raises
    ------
    FazhiError
        If one of the files exists: somebody may have filled it in.
    """
    files = [out.with_name(f"{_stem(out)}.{ending}") for ending in ("csv", "xlsx")]
    for file in files:
        if file.exists():
            raise FazhiError(f"{file} exists and may have been filled in; give another name with --out")
    return [write_csv(files[0], next(iter(sheets.values()))), workbook.write(files[1], sheets)]


def read(file: Path) -> pd.DataFrame:
    """Read the cells of a csv file, or of the first sheet of a workbook, as text; rows are numbered from 0.

    Raises
    ------
    UnreadableFile
        If there is no such file, or it is neither csv nor xlsx.
    """
    if not file.is_file():
        raise UnreadableFile(f"{file} does not exist; give a sheet drawn by `fazhi sample` and filled in")
    table = _of_workbook(file) if file.suffix.lower() == ".xlsx" else as_written(read_cells(file))
    if table.empty and len(table.columns):
        raise UnreadableFile(f"{file.name} has no rows below its header; give the sheet that was filled in")
    return table


def _of_workbook(file: Path) -> pd.DataFrame:
    try:
        table = pd.read_excel(file, dtype=str, keep_default_na=False).fillna("")
    except Exception as error:  # whatever the parser meets in a broken workbook
        raise UnreadableFile(f"{file.name} cannot be read as a workbook ({error}); save it again as xlsx") from error
    return table[(table != "").any(axis=1)]


def checked(file: Path, sheet: pd.DataFrame, table: pd.DataFrame, key: str, words: str) -> pd.DataFrame:
    """Add the report_id of each row and turn its weight into a number; refuse rows that contradict the tables."""
    csv_rows.check_cells(file, sheet[key], table[key])
    csv_rows.refuse(file, sheet[key], sheet[key].duplicated(), "an id that occurs twice; keep one of the rows")
    own = table.set_index(key)
    if words in sheet:
        changed = sheet[words].str.split().str.join("") != sheet[key].map(own[words]).str.split().str.join("")
        csv_rows.refuse(file, sheet[words], changed, "a text that has changed in the tables since; draw a new sheet")
    weight = pd.to_numeric(sheet["weight"], errors="coerce") if "weight" in sheet else pd.Series(1.0, sheet.index)
    if "weight" in sheet:
        csv_rows.refuse(
            file,
            sheet["weight"],
            ~((weight > 0) & np.isfinite(weight)),
            "not a weight above 0; leave this column as it was drawn",
        )
    return sheet.assign(report_id=sheet[key].map(own["report_id"]), weight=weight)


def columns(name: str, sheet: pd.DataFrame) -> pd.DataFrame:
    """Return [column, meaning], a row for each column of a sheet."""
    return codebook({f"sheet_{name}": sheet})[["column", "meaning"]]


def _stem(out: Path) -> str:
    return out.stem if out.suffix in (".csv", ".xlsx") else out.name
