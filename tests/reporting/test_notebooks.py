"""Runs are laid out with paths of their own, checked before a kernel starts, and go on past one that fails."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from fazhi.errors import UnknownName
from fazhi.reporting import notebooks


@pytest.fixture
def planned(sample, built, tmp_path):
    def plan(**more):
        return notebooks.plan(sample.reports, built, tmp_path / "notebooks", tmp_path / "figures", **more)

    return plan


def test_no_two_runs_share_a_path(planned):
    laid_out = planned()
    assert len({run.output for run in laid_out}) == len(laid_out) == 4 + 4
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


def test_a_parameter_goes_to_the_notebooks_that_have_it(planned):
    given = {
        run.name: run.parameters.get("indicators") for run in planned(parameters={"indicators": ["mediation.cases"]})
    }
    assert given["indicators"] == given["region-970100"] == ["mediation.cases"]
    assert given["corpus"] is None


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
