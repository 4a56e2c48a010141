"""The pages name every command, option, parameter, table and column."""

import re

import click
import nbformat
import pytest
import reference

from fazhi import paths
from fazhi.cli import main
from fazhi.columns import ADDED, SHEETS, TABLES
from fazhi.schema import COLUMNS

README = (paths.ROOT / "README.md").read_text("utf-8")
CODEBOOK = (paths.ROOT / "data" / "README.md").read_text("utf-8")
NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))


def _cells(notebook, kind):
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == kind]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_readme_names_every_command_and_option(name):
    assert re.search(rf"fazhi [a-z| ]*\b{name}\b", README)
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in README


def test_the_codebook_is_the_library_s():
    assert reference.CODEBOOK.read_text("utf-8") == reference.codebook(CODEBOOK), "out of date: make reference"
    assert all(f"## {name}: " in CODEBOOK for name in COLUMNS)


@pytest.mark.parametrize("table", [*TABLES.values(), ADDED, *SHEETS.values()], ids=lambda table: table.holds)
def test_every_column_has_a_meaning(table):
    assert all(told.meaning.strip() for told in table.columns.values())


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_readme_names_every_parameter(notebook):
    (cell,) = [cell for cell in _cells(notebook, "code") if "parameters" in cell.metadata.get("tags", [])]
    for line in filter(None, cell.source.splitlines()):
        name = line.partition(":")[0]
        assert f"`{name}`" in README, name
        assert "  # " in line, f"{name} has no comment"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_and_does_not_program(notebook):
    assert _cells(notebook, "markdown")[0].source.splitlines()[0].rstrip().endswith("?")
    for cell in _cells(notebook, "code"):
        assert not cell.outputs and cell.execution_count is None
        literals = "parameters" in cell.metadata.get("tags", [])
        assert literals or len(cell.source.splitlines()) <= 10
        assert not re.search(r"^\s*(def|for|while|class) |os\.path|Path\(", cell.source, re.MULTILINE)
