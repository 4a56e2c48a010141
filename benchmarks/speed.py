"""Reports → tables: time, memory and slope by the number of reports, beside a bare jieba loop over the same text.

    python benchmarks/speed.py [NUMBER OF REPORTS ...]

Default 100 400 1000 (10000 takes an hour or so), of `made_reports.py`. Each measurement is a process of its own.
Seconds are of CPU time, so that they hold on a busy machine too; the ratio to jieba is of two processes one after the
other. Writes the table to speed.csv and the plot to speed.svg beside this file.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def cpu() -> float:
    """Return the seconds of CPU time of this process and those that it has waited for."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def jieba_loop(folder: Path) -> None:
    """Cut every text, the dictionary loaded before."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    texts = [file.read_text("utf-8") for file in sorted(folder.iterdir())]
    before = cpu()
    for text in texts:
        for _ in jieba.cut(text):
            pass
    _tell(cpu() - before)


def build(folder: Path, out: Path) -> None:
    """Run what the command does, from the imports on."""
    from fazhi import store
    from fazhi.build import build as built

    built(folder, out / "tables", kept=store.Store(out / "cache"))
    _tell(cpu())


def _tell(seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "MB": peak}))


def measured(step: str, *folders: Path) -> dict:
    """Run a step in a process of its own and return its seconds of CPU, peak memory in MB and seconds by the clock."""
    before = time.perf_counter()
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as anybody's
    command = [sys.executable, "-W", "ignore", __file__, step, *map(str, folders)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=compiled)
    told = json.loads(run.stdout.splitlines()[-1]) | {"clock": time.perf_counter() - before}
    print(step, *(f"{name} {value:.1f}" for name, value in told.items()), file=sys.stderr, flush=True)
    return told


def row(n: int) -> dict:
    """Measure the building of n reports: from nothing, one changed, nothing changed."""
    import made_reports

    with tempfile.TemporaryDirectory() as place:
        folder, out = made_reports.write(n, Path(place) / "in"), Path(place) / "out"
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        jieba = measured("jieba", folder)
        all_new = measured("build", folder, out)
        first = folder / "00000.txt"
        first.write_text(first.read_text("utf-8").replace("。", "！", 1), "utf-8")
        one_new = measured("build", folder, out)
        none_new = measured("build", folder, out)
    return {
        "reports": n,
        "MB of text": size,
        "jieba, s": jieba["seconds"],
        "from nothing, s": all_new["seconds"],
        "peak memory, MB": all_new["MB"],
        "one changed, s": one_new["seconds"],
        "nothing changed, s": none_new["seconds"],
    }


def with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Add what a further report costs beside the smaller corpus, and how that compares with jieba."""
    added = table[["reports", "from nothing, s", "jieba, s"]].diff()
    return table.assign(**{
        "ms a further report": 1000 * added["from nothing, s"] / added["reports"],
        "times jieba's, marginal": added["from nothing, s"] / added["jieba, s"],
    })  # fmt: skip


def plot(table: pd.DataFrame, file: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
    for column in ("from nothing, s", "jieba, s", "one changed, s", "nothing changed, s"):
        axes.loglog(table["reports"], table[column], marker="o", label=column)
    axes.set(xlabel="reports", ylabel="seconds of CPU, one core")
    axes.legend()
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    numbers = [int(given) for given in sys.argv[1:]] or [100, 400, 1000]
    table = with_ratios(pd.DataFrame([row(n) for n in numbers]))
    table.round(2).to_csv(HERE / "speed.csv", index=False)
    plot(table, HERE / "speed.svg")
    print(table.round(2).T.to_string(header=False))


if __name__ == "__main__":
    if sys.argv[1:2] == ["jieba"]:
        jieba_loop(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
