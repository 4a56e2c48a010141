"""Two builds → which of their tables differ, and in how many rows; for changes that must not change a result.

    python benchmarks/same_tables.py BEFORE/tables AFTER/tables

Exits 1 when a table, a column or a row differs. The manifest, which names versions and hashes, is not compared.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd


def difference(before: Path, after: Path) -> str:
    """Say how one table differs, ``""`` when it is the same to the byte."""
    if not (before.exists() and after.exists()):
        return "there is only one of the two"
    if before.read_bytes() == after.read_bytes():
        return ""
    old, new = pd.read_parquet(before), pd.read_parquet(after)
    if list(old.columns) != list(new.columns):
        return f"other columns: {', '.join(sorted(set(old.columns) ^ set(new.columns)))}"
    rows = [set(table.astype(str).itertuples(index=False, name=None)) for table in (old, new)]
    return f"{len(rows[0] - rows[1])} rows only before, {len(rows[1] - rows[0])} only after"


def main(before: Path, after: Path) -> int:
    """Print a line for each table that differs."""
    names = sorted({file.name for folder in (before, after) for file in folder.glob("*.parquet")})
    found = {name: said for name in names if (said := difference(before / name, after / name))}
    for name, said in found.items():
        print(f"{name}: {said}")
    print(f"{len(names) - len(found)} of {len(names)} tables are the same to the byte")
    return int(bool(found) or not names)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
