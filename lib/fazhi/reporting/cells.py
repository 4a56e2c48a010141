"""Cells of text from reports → cells that a spreadsheet does not take for formulas, and the way back."""

from __future__ import annotations

import re

import pandas as pd

# What Excel, LibreOffice and WPS begin to compute; a plain number (-5, +3.2%) may stay as it is.
_FORMULA = r"^(?='*[=+\-@\t\r])(?!'*[+\-]?\d+(?:\.\d+)?[%‰]?$)"


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before every text that a spreadsheet would compute.

    Parameters
    ----------
    table : DataFrame
        Any table; columns of numbers stay as they are, and so do texts that are a number.

    References
    ----------
    OWASP, CSV injection: a cell that begins with =, +, -, @, a tab or a carriage return is run when the file is opened.
    """
    return _replaced(table, _FORMULA, "'")


def as_written(table: pd.DataFrame) -> pd.DataFrame:
    """Take the apostrophes of `without_formulas` away again."""
    return _replaced(table, rf"^'{_FORMULA.removeprefix('^')}", "")


def _replaced(table: pd.DataFrame, pattern: str, by: str) -> pd.DataFrame:
    found = re.compile(pattern)
    texts = [column for column in table if pd.api.types.is_string_dtype(table[column].dtype)]
    rewritten = {
        column: [found.sub(by, cell) if isinstance(cell, str) else cell for cell in table[column]] for column in texts
    }
    return table.assign(**rewritten)
