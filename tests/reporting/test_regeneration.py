"""A run shows nothing of the one before as its own: regions that are gone, figures not drawn, failed notebooks."""

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

import fazhi
from fazhi import output_folder, paths
from fazhi.cli import main
from fazhi.errors import FazhiError
from fazhi.reporting import freshness, notebooks

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
PARAMETERS = "tables = ''\nfigures = ''\nregions = []\nyears = []\nlang = 'zh'\nregion = ''\npopulation = ''"
DRAWS = """
import pathlib, shutil
for name in ['profile'] + ['heads'] * bool(population):
    pathlib.Path(figures).mkdir(parents=True, exist_ok=True)
    shutil.copy('picture.png', f'{figures}/{name}.png')
"""
REPORT = (
    "{place}2023年度法治政府建设情况报告\n2023年，我市推进依法行政。\n一、主要工作\n"
    "全年受理行政复议案件{n}件。\n二、存在的问题\n基层执法力量薄弱。\n三、下一步工作\n加强培训。\n"
    "{place}人民政府\n2024年1月20日\n"
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Two reports of two regions, and two notebooks that draw a picture, or two where there is a population.

    Runs are started in this folder and told of relative paths, as people do.
    """
    monkeypatch.chdir(tmp_path)
    laid_down = tmp_path / "notebooks"
    laid_down.mkdir()
    Image.new("RGB", (40, 30), "white").save(laid_down / "picture.png")
    runs = {"values": {"notebook": "a.ipynb"}, "region": {"notebook": "b.ipynb", "for_each": "region"}}
    (laid_down / "runs.yml").write_text(json.dumps(runs))
    for name in ("a", "b"):
        _write(laid_down / f"{name}.ipynb", DRAWS)
    monkeypatch.setitem(notebooks.plan.__kwdefaults__, "notebooks", laid_down)
    monkeypatch.setattr(notebooks.check, "__defaults__", (laid_down,))
    monkeypatch.setattr(notebooks.entries, "__defaults__", (laid_down,))
    (tmp_path / "in").mkdir()
    shutil.copy(paths.SAMPLE / "regions.csv", tmp_path / "in")
    for name, region in (("a", "青屿市"), ("b", "砚川市")):
        (tmp_path / "in" / f"{name}.txt").write_text(REPORT.format(place=region, n=31), "utf-8")
    return tmp_path


def test_nothing_of_an_earlier_run_is_shown_as_of_this_one(place):
    population = ["-p", "population", str(paths.SAMPLE / "population.csv")]
    assert _run(place, *population).exit_code == 0
    gone, kept = sorted(fazhi.open(place / "out").reports["region_code"])[::-1]
    assert _shown(place / "out") == {
        "figures/values/profile.png", "figures/values/heads.png", "notebooks/values.ipynb",
        f"figures/region-{gone}/profile.png", f"figures/region-{gone}/heads.png", f"notebooks/region-{gone}.ipynb",
        f"figures/region-{kept}/profile.png", f"figures/region-{kept}/heads.png", f"notebooks/region-{kept}.ipynb",
        f"site/regions/{gone}.html", f"site/regions/{kept}.html", "site/notebooks/values.html",
    }  # fmt: skip

    reports = fazhi.open(place / "out").reports.set_index("region_code")
    (place / "in" / reports.loc[gone, "file"]).unlink()
    assert _run(place).exit_code == 0
    whole = {
        "figures/values/profile.png", "notebooks/values.ipynb", "site/notebooks/values.html",
        f"figures/region-{kept}/profile.png", f"notebooks/region-{kept}.ipynb", f"site/regions/{kept}.html",
    }  # fmt: skip
    assert _shown(place / "out") == whole
    for table in (place / "out" / "tables").glob("*.parquet"):
        assert gone not in pd.read_parquet(table).to_csv(), table.name
    assert not list((place / "out" / "site" / "reports").glob(f"{gone}*"))

    _write(place / "notebooks" / "a.ipynb", "import pathlib; pathlib.Path(figures).mkdir(parents=True)", "1 / 0")
    changed = REPORT.format(place=reports.loc[kept, "region"], n=44)
    (place / "in" / reports.loc[kept, "file"]).write_text(changed, "utf-8")
    done = _run(place, "--only", "values")
    assert done.exit_code == 1 and "values shows an earlier output: it failed when run again" in done.output
    assert _shown(place / "out") - {"notebooks/values.traceback.txt"} == whole
    page = (place / "out" / "site" / "notebooks" / "values.html").read_text("utf-8")
    assert "ZeroDivisionError" in page and "it failed when run again" in page
    page = (place / "out" / "site" / "regions" / f"{kept}.html").read_text("utf-8")
    assert "not run this time; changed: reports" in page and "ZeroDivisionError" not in page and ">44<" in page


WRITES = "import fazhi; corpus = fazhi.open(tables); corpus.write(topics=corpus.topics)"


def test_what_was_damaged_or_edited_by_hand_is_made_again(place):
    runs = json.loads((place / "notebooks" / "runs.yml").read_text())
    (place / "notebooks" / "runs.yml").write_text(json.dumps(runs | {"topics": {"notebook": "c.ipynb"}}))
    _write(place / "notebooks" / "c.ipynb", DRAWS, WRITES)
    out = place / "out"
    assert _run(place).exit_code == 0
    one, other = sorted(fazhi.open(out).region_codes)
    made = _made(out)
    damages = {
        f"figures/region-{one}/profile.png": b"",
        f"notebooks/region-{other}.ipynb": (out / f"notebooks/region-{other}.ipynb").read_bytes() + b"\n",
        "tables/topics.parquet": (out / "tables/topics.parquet").read_bytes()[:-9],
        "site/index.html": b"mine",
    }
    for name, content in damages.items():
        (out / name).write_bytes(content)
    (out / "figures/values/profile.png").unlink()
    with pytest.raises(FazhiError, match=r"topics\.parquet is damaged .* run again: fazhi run"):
        _ = fazhi.open(out).topics
    told = _run(place, "--dry-run").output
    assert "values: changed since it was written: figures/values/profile.png" in told
    assert f"region-{one}: changed since it was written: figures/region-{one}/profile.png" in told
    assert "topics: the tables that it writes do not exist" in told
    assert "4 notebooks ran, 0 were up to date" in _run(place).output
    assert _made(out) == made

    for record in ("tables/manifest.json", "notebooks/runs.json", "site/made_from.json"):
        told = json.loads((out / record).read_text("utf-8"))
        (out / record).write_text(json.dumps(told | {next(iter(told)): None}), "utf-8")
    with pytest.raises(
        FazhiError, match=r"manifest\.json is from another version of fazhi, or was changed; build again: fazhi build"
    ):
        fazhi.open(out)
    assert "4 notebooks ran, 0 were up to date" in _run(place).output
    assert _made(out) == made


IN_A_PROCESS = """
import sys
from pathlib import Path
from fazhi.cli import main
from fazhi.reporting import notebooks
place = Path(sys.argv[1])
notebooks.plan.__kwdefaults__["notebooks"] = place
notebooks.check.__defaults__ = notebooks.entries.__defaults__ = (place,)
main(sys.argv[2:])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_while_notebooks_run_the_last_edition_stands_and_no_process_is_left(place):
    assert _run(place).exit_code == 0
    before = _made(place / "out")
    (place / "in" / "a.txt").write_text(REPORT.format(place="青屿市", n=44), "utf-8")
    command = [sys.executable, "-c", IN_A_PROCESS, place / "notebooks", "run", place / "in", "--out", place / "out"]
    process = subprocess.Popen([*command, "--jobs", "2"], stderr=subprocess.PIPE, text=True)
    assert any("done: " in line for line in process.stderr)
    process.kill()
    process.communicate(timeout=120)  # returns when kernels and workers, which hold the pipe too, have ended
    assert _made(place / "out") == before
    assert _run(place).exit_code == 0
    assert 44 in list(fazhi.open(place / "out").quantities["value"])
    assert not (place / "out" / ".fazhi" / "next").exists()


def _made(out):
    """Return what a run made, of notebooks and pages the names: they tell times, and changes since the run before."""
    found = {part: freshness.hashes((out / part).resolve()) for part in output_folder.PARTS}
    return found | {part: set(found[part]) for part in ("notebooks", "site")}


def _run(place, *more):
    return CliRunner().invoke(main, ["run", "in", "--out", "out", "--jobs", "1", *more])


def _shown(out):
    """Return what a run made by name: executed notebooks, figures, and pages of regions and notebooks."""
    kinds = ["notebooks/*.*", "figures/*/*", "site/regions/*.html", "site/notebooks/*.html"]
    return {file.relative_to(out).as_posix() for kind in kinds for file in out.glob(kind)} - {"notebooks/runs.json"}


def _write(file, *cells):
    parameters = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[parameters, *map(new_code_cell, cells)], metadata=KERNEL), file)
