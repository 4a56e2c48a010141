"""The library → the pages that are made from it: the tables of data/README.md, and docs/reference.md.

Run ``make reference`` after changing a column, a command or a notebook's parameter; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from fazhi import paths
from fazhi.columns import ADDED, SHEETS, TABLES, Table

CODEBOOK = paths.ROOT / "data" / "README.md"


def codebook(page: str) -> str:
    """Return the codebook's page with the tables between its marks as the library has them now."""
    for mark, tables in (("tables", TABLES), ("added", {"added": ADDED}), ("sheets", SHEETS)):
        page = _between(page, mark, "\n\n".join(_section(name, table) for name, table in tables.items()))
    return page


def _between(page: str, mark: str, made: str) -> str:
    """Put text between the two marks of a page."""
    before, first, rest = page.partition(f"<!-- {mark}: made by `make reference` from lib/fazhi/columns.py -->")
    _, last, after = rest.partition(f"<!-- end of {mark} -->")
    return f"{before}{first}\n\n{made}\n\n{last}{after}"


def _section(name: str, table: Table) -> str:
    lines = [f"## {name}: {table.holds}", *filter(None, [table.note])]
    rows = [(column, told.meaning) for column, told in table.columns.items()]
    joined = [
        (", ".join(column for column, _ in same), meaning) for meaning, same in groupby(rows, key=lambda row: row[1])
    ]
    return "\n\n".join([*lines, _table(["Column", "Meaning"], joined)])


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ["---"] * len(list(heads)), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    CODEBOOK.write_text(codebook(CODEBOOK.read_text("utf-8")), "utf-8")
