"""Tables → the meaning of each of their columns, from `fazhi.columns`."""

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
        One row for each column, in the tables' order, including the columns that exports add.

    Raises
    ------
    KeyError
        For a column that is described neither for its table nor among those that exports add.
    """
    known = TABLES | SHEETS
    rows = [(name, column, _meaning(known[name].columns, column)) for name, table in tables.items() for column in table]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"])


def _meaning(columns: dict, column: str) -> str:
    return (columns.get(column) or ADDED.columns[column]).meaning
