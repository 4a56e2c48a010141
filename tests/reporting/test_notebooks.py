"""Runs are laid out with paths of their own, checked before a kernel starts, and go on past one that fails."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fazhi import paths
from fazhi.errors import UnknownName
from fazhi.reporting import notebooks


@pytest.fixture
def planned(sample, built, tmp_path):
    def plan(**more):
        return notebooks.plan(sample.reports, built, tmp_path / "notebooks", tmp_path / "figures", **more)

    return plan


def test_no_two_runs_share_a_path(planned):
    laid_out = planned()
    assert len({run.output for run in laid_out}) == len(laid_out) == 6 + 4
    assert len({run.parameters["figures"] for run in laid_out}) == len(laid_out)


def test_each_region_has_a_run_of_its_own(planned, sample):
    codes = [run.parameters["region"] for run in planned(only=["region"])]
    assert codes == sorted(set(sample.reports["region_code"]))
    assert [run.name for run in planned(only=["region"], regions=["980221"])] == ["region-980221"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"only": ["topic"]}, "topics"),
        ({"regions": ["970101"]}, "970100"),
        ({"years": [2020]}, "2022"),
        ({"parameters": {"indicator": []}}, "indicators"),
        ({"lang": "fr"}, "zh, en"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(planned, more, said):
    with pytest.raises(UnknownName, match=said):
        planned(**more)


def test_runs_are_done_after_those_that_they_wait_for(planned):
    done = [{run.entry for run in stage} for stage in notebooks.stages(planned())]
    assert done == [{"reuse"}, {"corpus", "indicators", "topics", "problems", "followthrough"}, {"region"}]
    assert [[run.entry for run in stage] for stage in notebooks.stages(planned(only=["topics"]))] == [["topics"]]


def test_a_parameter_goes_to_the_notebooks_that_have_it(planned):
    given = {
        run.name: run.parameters.get("indicators") for run in planned(parameters={"indicators": ["mediation.cases"]})
    }
    assert given["indicators"] == given["region-970100"] == ["mediation.cases"]
    assert given["corpus"] is None


def test_every_passage_of_a_notebook_stands_in_both_languages():
    for file in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        told = [cell for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "markdown"]
        tags = [cell.metadata.get("tags") for cell in told]
        assert tags == [["zh"], ["en"]] * (len(told) // 2), file.name
        for cell in told:
            chinese = len(re.findall(r"[\u3400-\u9fff]", cell.source)), len(re.findall(r"[A-Za-z]{3,}", cell.source))
            assert (chinese[0] > 0) if cell.metadata.tags == ["zh"] else (chinese[1] > chinese[0]), cell.source


PRINTS = "import sys, time; print('one'); sys.stdout.flush(); time.sleep(0.5); print('two')"


def test_an_executed_notebook_keeps_the_language_of_its_run_and_nothing_by_chance(tmp_path):
    cells = [new_markdown_cell(text, metadata={"tags": [text]}) for text in ("zh", "en")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells += [new_markdown_cell("both"), new_code_cell(PRINTS), new_code_cell("object()")]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "a.ipynb")
    run = notebooks.Run("a", tmp_path / "a.ipynb", tmp_path / "out" / "a.ipynb", {"lang": "en"}, "")
    notebooks.execute([run], jobs=1)
    # the first is papermill's, whose id is by chance
    _, *told, printed, shown = nbformat.read(run.output, as_version=4).cells
    assert [(cell.source, cell.id) for cell in told] == [("en", "cell-2"), ("both", "cell-3")]
    assert [output.text for output in printed.outputs] == ["one\ntwo\n"]  # however it arrived
    assert shown.outputs[0].data["text/plain"] == "<object>"  # without its address


def test_a_failing_run_is_named_and_the_others_go_on(tmp_path):
    def notebook(name, source):
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=kernel), tmp_path / name)
        return notebooks.Run(name, tmp_path / name, tmp_path / "out" / name, {}, "")

    outcomes = notebooks.execute([notebook("bad.ipynb", "1 / 0"), notebook("good.ipynb", "print(6 * 7)")], jobs=2)
    assert [bool(outcome.error) for outcome in outcomes] == [True, False]
    assert "ZeroDivisionError" in outcomes[0].error
    assert "ZeroDivisionError" in outcomes[0].traceback.read_text("utf-8")
    assert "42" in outcomes[1].run.output.read_text("utf-8")
