"""Tables → an Excel workbook with a sheet for each, byte for byte the same for the same tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from fazhi import own_files
from fazhi.errors import FazhiError

MAX_ROWS, MAX_TEXT = 1_048_576, 32_767  # what Excel can hold in a sheet and in a cell
CUT = "…"
WIDE = 60
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write(file: Path, sheets: dict[str, pd.DataFrame]) -> Path:
    """Write tables as the sheets of a workbook, with a frozen header row and filters.

    Parameters
    ----------
    file : Path
        The workbook to write.
    sheets : dict of str to DataFrame
        The sheets by name (at most 31 characters), in order. Missing values become empty cells, text is never taken for
        a formula, and text longer than 32,767 characters is cut and ends in "…".

    Raises
    ------
    FazhiError
        If a table has more rows than a sheet can hold; or the file exists and fazhi did not write it, or it was changed
        since.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, table in sheets.items():
        if len(table) >= MAX_ROWS:
            raise FazhiError(f"table {name!r} has {len(table):,} rows, more than an Excel sheet holds; export to csv")
        _fill(book.create_sheet(name), table)
    content = io.BytesIO()
    book.save(content)
    with own_files.replaced(file) as aside:
        aside.write_bytes(_undated(content))
    return file


def _fill(sheet, table: pd.DataFrame) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, table.shape[1]))}{len(table) + 1}"
    sheet.append([_cell(sheet, column, font=Font(bold=True)) for column in table])
    for row in table.astype(object).where(table.notna(), None).itertuples(index=False):
        sheet.append([_cell(sheet, value) if isinstance(value, str) else value for value in row])


def _widths(table: pd.DataFrame) -> Iterator[float]:
    """Yield column widths in characters, Chinese ones counting twice, from the header and the first 50 rows."""
    for column in table:
        texts = [column, *map(str, table[column].head(50))]
        yield 2 + min(WIDE, max(sum(1 + (character > "\u2e7f") for character in text) for text in texts))


def _cell(sheet, text: str, font=None):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell = WriteOnlyCell(sheet, text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + CUT)
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _undated(content: io.BytesIO) -> bytes:
    """Return the workbook's bytes without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
