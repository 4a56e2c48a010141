"""The pages name every command, option, parameter, table and column."""

import re

import click
import matplotlib.pyplot as plt
import nbformat
import pytest
import reference

from fazhi import paths
from fazhi.cli import main
from fazhi.columns import ADDED, SHEETS, TABLES
from fazhi.reporting import figures
from fazhi.schema import COLUMNS

README = (paths.ROOT / "README.md").read_text("utf-8")
CODEBOOK = (paths.ROOT / "data" / "README.md").read_text("utf-8")
NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))


def _cells(notebook, kind):
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == kind]


def test_the_reference_is_that_of_the_commands_and_notebooks():
    assert reference.REFERENCE.read_text("utf-8") == reference.reference(), "out of date: make reference"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_reference_tells_every_command_and_option(name):
    section = reference.reference().partition(f"### `fazhi {name} ")[2].partition("\n### ")[0]
    for parameter in main.commands[name].params:
        told = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.name.upper()
        assert told in section or isinstance(parameter.type, click.Choice)


def test_the_readme_is_short_and_names_every_command():
    assert len(README.splitlines()) < 120
    for name in main.commands:
        assert re.search(rf"\b{name}\b", README), f"README.md does not name the command {name}"


def test_the_readme_s_example_runs(built):
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    found: dict = {}
    with figures.style(height=80):
        exec(example.replace('"build"', repr(str(built))), found)
    assert {"青屿市", "望榆区"} <= set(found["values"]["region"])
    assert len(found["corpus"].sentences(found["values"]["quantity_ids"]))
    plt.close("all")


def test_the_codebook_is_the_library_s():
    assert reference.CODEBOOK.read_text("utf-8") == reference.codebook(CODEBOOK), "out of date: make reference"
    assert all(f"## {name}: " in CODEBOOK for name in COLUMNS)


@pytest.mark.parametrize("table", [*TABLES.values(), ADDED, *SHEETS.values()], ids=lambda table: table.holds)
def test_every_column_has_a_meaning(table):
    assert all(told.meaning.strip() for told in table.columns.values())


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_parameter_has_a_meaning(notebook):
    (cell,) = [cell for cell in _cells(notebook, "code") if "parameters" in cell.metadata.get("tags", [])]
    told = reference.parameters_of(notebook)
    assert [name for name, _, _ in told] == [line.partition(":")[0] for line in cell.source.splitlines() if line]
    assert all(said for _, _, said in told)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_and_does_not_program(notebook):
    assert _cells(notebook, "markdown")[0].source.splitlines()[0].rstrip().endswith(("?", "？"))
    for cell in _cells(notebook, "code"):
        assert not cell.outputs and cell.execution_count is None
        literals = "parameters" in cell.metadata.get("tags", [])
        assert literals or len(cell.source.splitlines()) <= 10
        assert not re.search(r"^\s*(def|for|while|class) |os\.path|\bPath\(", cell.source, re.MULTILINE)
