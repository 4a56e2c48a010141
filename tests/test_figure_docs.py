"""The pages on figures for a paper: their code runs, and what they name exists."""

import re
import shlex

import matplotlib.pyplot as plt
import pytest
import yaml

import fazhi
from fazhi import paths
from fazhi.cli import main
from fazhi.reporting import charts, figures, journals, notebooks
from fazhi.reporting.figures import formats

PAGES = {"en": "figures_for_a_paper.md", "zh": "论文图表.md"}


@pytest.fixture(params=PAGES)
def page(request):
    return (paths.ROOT / "docs" / PAGES[request.param]).read_text("utf-8")


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_the_code_draws_and_saves_a_figure(page, built, tmp_path, monkeypatch):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "tables").symlink_to(built)
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(page, "python")
    exec(code, {})
    plt.close("all")
    assert {file.name for file in (tmp_path / "paper").iterdir()} == {
        f"litigation.{suffix}" for suffix in ("pdf", "svg", "tif", "csv", "txt", "json")
    }


def test_the_command_is_one_that_plans(page, built, tmp_path):
    (command,) = blocks(page, "sh")
    program, name, *arguments = shlex.split(command)
    assert program == "fazhi"
    context = main.commands[name].make_context(name, arguments)
    given = context.params
    for key, value in given["parameters"]:
        assert key in ("journal", "formats")
        assert value.strip("[]").split(", ")[0] in [*figures.WIDTHS, *formats.SUFFIXES]
    chosen = {key: given[key] for key in ("only", "regions", "years", "lang")}
    tables = fazhi.open(built).reports
    parameters = {key: yaml.safe_load(value) for key, value in given["parameters"]}
    assert notebooks.plan(tables, built, tmp_path, tmp_path, parameters=parameters, **chosen)


def test_the_widths_are_those_of_the_library(page):
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*\|.*\|.*)\|.*\|$", page, re.MULTILINE))
    assert set(rows) >= set(figures.WIDTHS)
    for journal, widths in figures.WIDTHS.items():
        assert [int(number) for number in re.findall(r"(\d+) mm", rows[journal])][: len(widths)] == list(
            widths.values()
        )
    for journal, height in journals.HEIGHTS.items():
        assert re.search(rf"`{journal}`.*\b{height} mm", page)


def test_every_format_and_function_named_exists(page):
    for form, suffix in formats.SUFFIXES.items():
        assert f"| `{form}` | `.{suffix}` |" in page
    for module, name in re.findall(r"\b(charts|figures)\.(\w+)\(", page):
        assert hasattr({"charts": charts, "figures": figures}[module], name)


def test_each_chart_takes_the_tables_that_the_page_says(page, sample):
    """A row names a table and the charts that take it, or several tables and their charts in the same order."""
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `corpus.")]
    assert len(rows) == 8
    corpus = sample.shown(regions="970102")
    known = {"corpus": corpus}
    for made, drawn in rows:
        tables = [
            code if code.startswith("corpus.") else f"corpus.theme_frequencies{code}"
            for code in re.findall("`(.*?)`", made)
        ]
        names = [code if code[0] != "(" else f"theme_intervals{code}" for code in re.findall("`(.*?)`", drawn)]
        tables = tables if len(tables) == len(names) else tables[:1] * len(names)
        for table, name in zip(tables, names, strict=True):
            data = eval(table.replace("[...]", '["litigation.cases"]'), known)
            options = dict(re.findall(r'(\w+)="(\w+)"', name))
            with figures.style(height=120):
                getattr(charts, name.partition("(")[0])(data, **options)
            plt.close("all")
