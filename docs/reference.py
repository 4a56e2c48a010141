"""The library → the pages that are made from it: the tables of data/README.md, and docs/reference.md.

Run ``make reference`` after changing a column, a command or a notebook's parameter; a test compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from fazhi import paths
from fazhi.cli import main
from fazhi.columns import ADDED, SHEETS, TABLES, Table

CODEBOOK = paths.ROOT / "data" / "README.md"
REFERENCE = paths.ROOT / "docs" / "reference.md"
HEAD = """# Reference: commands and parameters

Made by `make reference` from the commands and the notebooks; change those, not this page. Tables and their columns are
described in [data/README.md](../data/README.md).

## Commands

`fazhi COMMAND --help` says the same. After `make setup` without an activated environment: `.venv/bin/fazhi`; without
the script: `python -m fazhi`. Exit codes: 0 done (duplicates and non-reports are listed in the ledger), 1 a file could
not be read or a notebook failed (the rest was done), 2 nothing usable or a wrong call.
"""
PARAMETERS = """## Parameters of the notebooks

Each notebook runs as it is from JupyterLab. `fazhi run -p NAME VALUE` sets a parameter in every notebook that has it,
and VALUE is read as YAML: `-p years '[2022, 2023]'`, `-p k 12`. A list of one needs no brackets: `-p years 2023`.

`leave_out` runs an analysis without the sentences that reports share (notebook 6), e.g.
`-p leave_out '[boilerplate, year on year]'`. Also when it is empty, notebooks 1 (keywords), 2 (topics), 3 (medians of
indicators), 4 (themes), 5 (a region's themes) and 7 (commitments reported) say how many findings change without
boilerplate and what is repeated from last year. A shared sentence may have a report's own number: of indicators, only a
number that the source's sentence has, too, is left out. It makes no difference to coverage, ledger, rates and checks,
which do not depend on what others write.
"""


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


def reference() -> str:
    """Return the page of commands and parameters."""
    commands = [_command(name, main.commands[name]) for name in sorted(main.commands)]
    rows = [(f"`{name}`", notebooks, f"`{default}`", said) for name, notebooks, default, said in _parameters()]
    table = _table(["Parameter", "Notebooks", "Default", "Meaning"], rows)
    return "\n".join([HEAD, *commands, PARAMETERS, table, ""])


def _command(name: str, command: click.Command) -> str:
    """Describe a command: how it is called, what it does, its options."""
    context = click.Context(command, info_name=f"fazhi {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    options = [option for option in command.params if isinstance(option, click.Option)]
    rows = [told for option in options if (told := option.get_help_record(context))]
    table = [_table(["Option", "Meaning"], [(f"`{form}`", _as_shown(said)) for form, said in rows])] if rows else []
    return "\n\n".join([f"### `fazhi {name} {usage}`", " ".join((command.help or "").split()), *table, ""])


def _as_shown(said: str) -> str:
    """Return the help of an option; how many cores this machine has is nobody's default."""
    return " ".join(said.split()).replace("x>=1", "1 or more")


def _parameters() -> Iterator[tuple[str, str, str, str]]:
    """Yield each parameter that notebooks have: its name, their numbers, its default, its meaning."""
    told: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for notebook in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        for name, default, said in parameters_of(notebook):
            told.setdefault((name, said), []).append((notebook.stem.partition("_")[0], default))
    for (name, said), places in told.items():
        defaults = {default for _, default in places}
        yield name, ", ".join(number for number, _ in places), defaults.pop() if len(defaults) == 1 else "its own", said


def parameters_of(notebook: Path) -> list[tuple[str, str, str]]:
    """Return the names, defaults and meanings in a notebook's cell of parameters."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    lines = [line for cell in cells if "parameters" in cell["metadata"].get("tags", []) for line in cell["source"]]
    parts = [re.match(r"(\w+): \w+ = (.*?)(?:  # (.*))?$", line.rstrip("\n")) for line in lines if line.strip()]
    return [(part[1], part[2] if len(part[2]) < 60 else part[2][:40] + " …", part[3] or "") for part in parts if part]


if __name__ == "__main__":
    CODEBOOK.write_text(codebook(CODEBOOK.read_text("utf-8")), "utf-8")
    REFERENCE.write_text(reference(), "utf-8")
