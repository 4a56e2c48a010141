"""Tables → what each of their columns means, as `fazhi.columns` tells it."""

from __future__ import annotations

import pandas as pd

from fazhi.columns import ADDED, SHEETS, TABLES


def codebook(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Look up the meaning of every column of some tables.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Tables by name; only their columns are used.

    Returns
    -------
    DataFrame [table, column, meaning]
        In the tables' order. A column that its table does not have is one that exports add.

    Raises
    ------
    KeyError
        For a column that neither the table nor the exports have.
    """
    known = TABLES | SHEETS
    rows = [(name, column, _meaning(known[name].columns, column)) for name, table in tables.items() for column in table]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"])


def _meaning(columns: dict, column: str) -> str:
    return (columns.get(column) or ADDED.columns[column]).meaning
