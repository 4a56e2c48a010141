"""The lab: the start notebook goes from a folder to a figure, a region can be looked at, widgets write their code."""

import json

import matplotlib.pyplot as plt
import pytest

from fazhi import paths
from fazhi.reporting import charts, figures, lab


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def code_of(notebook):
    cells = json.loads((paths.NOTEBOOKS / notebook).read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_the_start_notebook_is_five_steps_to_a_figure(built, monkeypatch):
    monkeypatch.chdir(paths.NOTEBOOKS)
    parameters, _, *steps = code_of("0_start.ipynb")
    assert len(steps) == 3
    found: dict = {}
    exec(parameters, found)
    exec(f"import fazhi\nout = {str(built)!r}", found)  # as the cell that builds leaves it
    for step in steps:
        exec(step, found)
    accepted = found["panel"].query("region == '青屿市' and year == 2024")["value"]
    assert list(accepted) == [968]
    assert found["ax"].lines


def test_a_region_is_shown_with_values_problems_and_checks(sample):
    view = sample.region("青屿市")
    assert view.values.loc["受理行政复议案件数", 2024] == 968
    assert set(view.problems["year"]) == {2022, 2023, 2024}
    assert len(view.checks) == 1
    assert view._repr_html_().startswith("<h3>青屿市</h3>")


def test_the_code_that_the_widgets_write_draws_what_they_show(sample):
    found: dict = {}
    exec(lab.snippet(str(sample.folder), ["970100"], "litigation.cases", "log", "en"), found)
    assert found["ax"].get_yscale() == "symlog"
    assert found["ax"].get_gid() == "indicator_lines"
    assert charts.indicator_lines and figures.style


def test_the_widgets_offer_what_the_reports_state(sample):
    box, shown = lab.explorer(sample.shown(), "en"), sample.shown()
    chooser, _, code = box.children
    assert {identifier for _, identifier in chooser.children[0].options} == set(shown.indicators["indicator_id"])
    chooser.children[2].value = "log"
    assert "scale='log'" in code.value
