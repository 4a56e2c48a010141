"""A CSV file → rows of strings, or an error that names file, row, column, what was found and what is allowed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from fazhi.errors import CatalogError, UnknownName, shortened


def read_table(file: Path, required: list[str]) -> pd.DataFrame:
    """Read a CSV of strings whose first required column is a unique, non-empty key.

    Raises
    ------
    CatalogError
        If the rows cannot be read (`read_rows`), or a key is empty or used twice.
    """
    table, key = read_rows(file, required), required[0]
    refuse(file, table[key], table[key].str.strip() == "", "an empty id; give the row a unique one")
    refuse(file, table[key], table[key].duplicated(), "an id that occurs twice; ids must be unique")
    return table


def read_rows(file: Path, required: list[str]) -> pd.DataFrame:
    """Read a CSV of strings.

    Raises
    ------
    CatalogError
        If the file does not exist, is empty or not in UTF-8, lacks a column or has one twice, has a cell of more than
        131,072 characters (because of an unclosed quote), or a row with more or fewer cells than columns.
    """
    header, *rows = [row for row in _rows(file) if row] or [[]]
    if not header:
        raise CatalogError(f"{file.name} is empty; its first row names the columns: {', '.join(required)}")
    for column in required:
        if column not in header:
            raise CatalogError(f"{file.name}: no column {column!r}; it has {', '.join(header)}")
    for column in header:
        if header.count(column) > 1:
            raise CatalogError(f"{file.name}, row 1: the column {column!r} occurs twice; keep one of them")
    return pd.DataFrame(rows, columns=header, dtype="str")


def read_text(file: Path) -> str:
    """Read a text file of the catalogue or next to the reports.

    Raises
    ------
    CatalogError
        If the file does not exist, or is not in UTF-8.
    """
    if not file.exists():
        raise CatalogError(f"{file} does not exist; it is part of the catalogue: restore it")
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{file.name} is not in UTF-8 (byte {error.start}); save it as UTF-8") from error


def _rows(file: Path) -> list[list[str]]:
    """Return the cells of each row; refuse rows with more or fewer cells than the header."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(StringIO(read_text(file), newline=""), strict=True))
    except csv.Error as error:
        raise CatalogError(
            f"{file.name}: a cell after row {len(rows)} cannot be read ({error}); is a double quote never closed?"
        ) from error
    for number, row in enumerate(rows, start=1):
        if row and len(row) != len(rows[0]):
            raise CatalogError(
                f"{file.name}, row {number} ({row[0]}): {len(row)} cells, the header has {len(rows[0])}; a cell that "
                "holds a comma, such as a pattern with {0,4}, must be in double quotes"
            )
    return rows


def check_cells(file: Path, cells: pd.Series, allowed: Iterable[str], separator: str | None = None) -> None:
    """Refuse cells with a name that is not allowed.

    Parameters
    ----------
    file : Path
        The file named in the message.
    cells : Series of str
        A column with its name; its index counts the table's rows from 0.
    allowed : iterable of str
        The valid names.
    separator : str, optional
        The separator between several names in one cell.

    Raises
    ------
    CatalogError
        Naming file, row (the header is row 1), column, what was found, and the nearest valid names.
    """
    known = set(allowed)
    for row, cell in cells.items():
        for name in [part.strip() for part in cell.split(separator)] if separator else [cell]:
            if name not in known:
                refuse(file, cells, cells.index == row, str(UnknownName(cells.name, name, sorted(known))))


def refuse(file: Path, cells: pd.Series, wrong: pd.Series | np.ndarray, reason: str) -> None:
    """Raise a CatalogError that names file, row, column and content of the first wrong cell, if any, and the reason."""
    if wrong.any():
        row = int(np.argmax(wrong))
        place = f"{file.name}, row {cells.index[row] + 2}, column {cells.name!r}"
        raise CatalogError(f"{place}: {shortened(cells.iloc[row])!r}: {reason}")
