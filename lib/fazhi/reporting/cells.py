"""A table with text from reports → the same without cells that a spreadsheet takes for formulas; and back."""

from __future__ import annotations

import re

import pandas as pd

# Text that Excel, LibreOffice and WPS take for a formula; a plain number (-5, +3.2%) is harmless.
_FORMULA = r"^(?='*[=+\-@\t\r])(?!'*[+\-]?\d+(?:\.\d+)?[%‰]?$)"


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before every text that a spreadsheet would take for a formula.

    Parameters
    ----------
    table : DataFrame
        Any table; numbers, and texts that are numbers, stay as they are.

    References
    ----------
    OWASP, CSV injection: a cell that begins with =, +, -, @, a tab or a carriage return may run when a file is opened.
    """
    return _replaced(table, _FORMULA, "'")


def as_written(table: pd.DataFrame) -> pd.DataFrame:
    """Remove the apostrophes that `without_formulas` added."""
    return _replaced(table, rf"^'{_FORMULA.removeprefix('^')}", "")


def _replaced(table: pd.DataFrame, pattern: str, by: str) -> pd.DataFrame:
    found = re.compile(pattern)
    texts = [column for column in table if pd.api.types.is_string_dtype(table[column].dtype)]
    rewritten = {
        column: [found.sub(by, cell) if isinstance(cell, str) else cell for cell in table[column]] for column in texts
    }
    return table.assign(**rewritten)
