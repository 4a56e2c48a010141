"""Kernels forked from a warm process: each in its folder and with its sockets, gone when its run is gone."""

import base64
import io
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from fazhi.reporting import kernels, notebooks

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are forked on Linux only")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
WAITS = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(300)"
SAVES = """
from fazhi.reporting import figures
import matplotlib.pyplot as plt
with figures.style(width="single", height=50):
    plt.plot([1, 2])
    figures.save(plt.gcf(), "line", folder=place)
"""
RUNNER = """
import sys
from pathlib import Path
from fazhi.reporting import notebooks
place = Path(sys.argv[1])
notebooks.execute([notebooks.Run("waits", place / "waits.ipynb", place / "out" / "waits.ipynb", {}, "")], 1)
"""


def _run(folder, name, *cells, **parameters):
    folder.mkdir(exist_ok=True)
    written = [new_code_cell("place: str = ''", metadata={"tags": ["parameters"]}), *map(new_code_cell, cells)]
    nbformat.write(new_notebook(cells=written, metadata=KERNEL), folder / f"{name}.ipynb")
    return notebooks.Run(name, folder / f"{name}.ipynb", folder / "out" / f"{name}.ipynb", parameters, "")


def test_kernels_share_nothing_and_a_dead_one_is_told(tmp_path):
    cell = "import sys, os, json; print(json.dumps([os.getcwd(), place, 'fazhi.reporting.charts' in sys.modules]))"
    runs = [_run(tmp_path / name, name, cell, place=f"青屿{name}") for name in "abc"]
    dying = _run(tmp_path / "d", "d", "import os; os._exit(3)")
    here = os.getcwd()
    *lived, died = notebooks.execute([*runs, dying], jobs=2)
    told = [nbformat.read(outcome.run.output, 4).cells[-1].outputs[0].text for outcome in lived]
    assert [json.loads(text) for text in told] == [[str(tmp_path / name), f"青屿{name}", True] for name in "abc"]
    assert "died" in died.error.lower() and "died" in died.traceback.read_text("utf-8").lower()
    assert os.getcwd() == here
    assert notebooks.kernels.manager() is kernels.ForkedKernelManager


def test_a_saved_figure_is_shown_once_as_it_is_printed(tmp_path):
    (outcome,) = notebooks.execute([_run(tmp_path, "saves", SAVES, place=str(tmp_path / "figures"))], jobs=1)
    (shown,) = nbformat.read(outcome.run.output, 4).cells[-1].outputs
    picture, printed = io.BytesIO(base64.b64decode(shown.data["image/png"])), tmp_path / "figures" / "line.png"
    with Image.open(picture) as small, Image.open(printed) as whole:
        assert small.width == pytest.approx(whole.width / 2, abs=1)  # 150 dots per inch, and 300


def test_a_kernel_does_not_report_the_interrupt_that_stops_it(tmp_path):
    cell = "print(get_ipython().kernel.parent.log_level)"
    (outcome,) = notebooks.execute([_run(tmp_path, "level", cell)], jobs=1)
    level = nbformat.read(outcome.run.output, 4).cells[-1].outputs[0].text
    assert int(level) == logging.CRITICAL


def test_a_cell_that_hangs_is_given_up_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "LONGEST_CELL", 1)
    hangs, runs = _run(tmp_path / "a", "a", "import time; time.sleep(300)"), _run(tmp_path / "b", "b", "print(1)")
    failed, done = notebooks.execute([hangs, runs], jobs=1)
    assert "timed out" in failed.error.lower() and not done.error


def _runner(folder, temporary):
    """Return how to start a run of one notebook in a process of its own."""
    return {"args": [sys.executable, "-c", RUNNER, str(folder)], "env": os.environ | {"TMPDIR": str(temporary)}}


def test_a_kernel_ends_with_a_run_that_is_killed_and_the_next_run_tidies_up(tmp_path):
    _run(tmp_path, "waits", WAITS)
    with tempfile.TemporaryDirectory() as temporary:  # whose path is short
        killed = subprocess.Popen(**_runner(tmp_path, temporary))
        kernel = int(_once_there(tmp_path / "pid"))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        _once(lambda: not os.path.exists(f"/proc/{kernel}"))
        assert os.listdir(temporary)
        _run(tmp_path, "waits", "'does not wait'")
        subprocess.run(**_runner(tmp_path, temporary), check=True)
        assert not os.listdir(temporary)


def test_the_path_of_temporary_files_may_be_long(tmp_path):
    _run(tmp_path, "waits", "print('ran')")
    temporary = tmp_path / ("long" * 30)
    temporary.mkdir()
    subprocess.run(**_runner(tmp_path, temporary), check=True)
    assert "ran" in (tmp_path / "out" / "waits.ipynb").read_text("utf-8")
    assert not os.listdir(temporary)


def _once_there(file):
    _once(lambda: file.exists() and file.read_text())
    return file.read_text()


def _once(true, patience=120):
    """Wait until something holds; how long it may take on a busy machine is no test."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
