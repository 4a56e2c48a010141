"""data/README.md → what each column of a table means: the page that people read is the only place where it is said."""

from __future__ import annotations

import re

import pandas as pd

from fazhi import paths

ADDED = "added"
_ROW = re.compile(r"^\| (?P<columns>[a-z0-9_, ]+) \| (?P<meaning>.+) \|$", re.MULTILINE)


def codebook(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    r"""Look up the meaning of every column of some tables.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Tables by name; only their columns are used.

    Returns
    -------
    DataFrame [table, column, meaning]
        In the tables' order. A column that its table's section does not name is one that exports add.

    Raises
    ------
    KeyError
        For a column that the codebook does not explain.
    """
    meanings = _meanings()
    rows = [
        (name, column, meanings.get((name, column)) or meanings[ADDED, column])
        for name, table in tables.items()
        for column in table
    ]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"])


def _meanings() -> dict[tuple[str, str], str]:
    """Read (table, column) → meaning; a section's title names its tables, a row one or more columns."""
    found = {}
    for section in re.split(r"^## ", paths.CODEBOOK.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        for row in _ROW.finditer(section):
            for table in section.partition(":")[0].split(", "):
                for column in row["columns"].split(", "):
                    found[table, column] = row["meaning"].replace(r"\|", "|")
    return found
