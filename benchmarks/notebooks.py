"""The notebook of a region, once for each of several regions: our kernels beside plain papermill.

    python benchmarks/notebooks.py [NUMBER OF RUNS]

Default 4, of the sample's regions. Three ways, each in a process of its own: as ``fazhi run`` does it, with kernels
forked from a warm process; papermill called in a loop, with ordinary kernels; papermill's command line. Seconds are of
CPU time of the process and everything that it started, imports and the warm process included. Writes notebooks.csv
beside this file.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import pandas as pd

from fazhi import paths

HERE = Path(__file__).parent
NOTEBOOK = paths.NOTEBOOKS / "5_region.ipynb"
WAYS = {"ours": "forked kernels", "loop": "papermill in a loop", "command": "papermill's command"}
_SUBREAPER = 36  # of prctl: whoever loses its parent becomes a child of this process, and its time is counted


def main(runs: int) -> None:
    """Measure each way, and write and print the table."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        _command(sys.executable, "-m", "fazhi", "run", paths.SAMPLE, "--out", out / "build", "--only", "topics")
        _wait_for_all()  # the process that its kernels were forked from ends after it, and is not to be counted below
        rows = [{"way": told} | _measured(way, out, runs) for way, told in WAYS.items()]
    table = pd.DataFrame(rows)
    table["CPU s a notebook"] = table["CPU s"] / runs
    table["times as many a minute"] = table["CPU s"].iloc[1] / table["CPU s"]
    table.round(2).to_csv(HERE / "notebooks.csv", index=False)
    print(table.round(2).to_string(index=False))


def _measured(way: str, out: Path, runs: int) -> dict[str, float]:
    """Return what it takes to run the notebook so often, one after the other."""
    before, clock = _cpu(), time.perf_counter()
    _command(sys.executable, __file__, way, out, runs)
    seconds = time.perf_counter() - clock
    _wait_for_all()
    return {"CPU s": _cpu() - before, "clock s": seconds}


def _wait_for_all() -> None:
    """Wait for what a command has left behind, as the process that kernels are forked from, until it has ended."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _command(*words: object) -> None:
    subprocess.run([*map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(way: str, out: Path, runs: int) -> None:
    """Run the notebook so often in one of the ways."""
    import fazhi

    regions = sorted(set(fazhi.open(out / "build").reports["region_code"]))
    given = [
        {"tables": str(out / "build" / "tables"), "figures": str(out / way / str(n)), "region": region}
        for n, region in enumerate(islice(cycle(regions), runs))
    ]
    (out / way).mkdir()
    {"ours": _ours, "loop": _loop, "command": _by_command}[way](given, out / way)


def _ours(given: list[dict], out: Path) -> None:
    from fazhi.reporting import notebooks

    runs = [notebooks.Run(str(n), NOTEBOOK, out / f"{n}.ipynb", one, after="") for n, one in enumerate(given)]
    if failed := [outcome.error for outcome in notebooks.execute(runs, jobs=1) if outcome.error]:
        sys.exit("; ".join(failed))


def _loop(given: list[dict], out: Path) -> None:
    import papermill

    for n, one in enumerate(given):
        papermill.execute_notebook(NOTEBOOK, out / f"{n}.ipynb", one, cwd=NOTEBOOK.parent, progress_bar=False)


def _by_command(given: list[dict], out: Path) -> None:
    for n, one in enumerate(given):
        parameters = [word for name, value in one.items() for word in ("-r", name, value)]
        places = [NOTEBOOK, out / f"{n}.ipynb", "--cwd", NOTEBOOK.parent]
        _command(sys.executable, "-m", "papermill", *places, *parameters)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WAYS:
        run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int((sys.argv[1:] or ["4"])[0]))
