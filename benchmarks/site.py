"""The web report of many regions: its size and the time that it takes to write.

    python benchmarks/site.py [TABLES ...]

Folders of tables that `fazhi build` wrote; default: tables built here from 10 and from 25 regions of `made_reports.py`,
four reports each. Notebooks are not run, so that figures are not counted: what those of a region take, multiply. Each
site is written in a process of its own; seconds are of CPU time. Writes site.csv beside this file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def main(given: list[Path]) -> None:
    """Measure the site of each folder of tables, and write and print the table."""
    with tempfile.TemporaryDirectory() as place:
        tables = given or [_built(n, Path(place) / str(n)) for n in (10, 25)]
        rows = [_measured(one, Path(place) / f"site-{n}") for n, one in enumerate(tables)]
    table = pd.DataFrame(rows)
    table.round(2).to_csv(HERE / "site.csv", index=False)
    print(table.round(2).to_string(index=False))


def _built(regions: int, place: Path) -> Path:
    import made_reports

    from fazhi.build import build

    build(made_reports.write(4 * regions, place / "reports"), place / "tables", jobs=os.cpu_count() or 1)
    return place / "tables"


def _measured(tables: Path, site: Path) -> dict[str, float]:
    """Write a site in a process of its own; return what that process told."""
    command = [sys.executable, "-W", "ignore", __file__, "write", tables, site]
    return json.loads(subprocess.run([*map(str, command)], check=True, capture_output=True).stdout.splitlines()[-1])


def write(tables: Path, site: Path) -> None:
    """Write the site of some tables, and tell what it took."""
    from fazhi.corpus import Corpus
    from fazhi.reporting.site import report

    corpus = Corpus(tables)
    report.write(corpus, [], site.parent / "none", site, "zh")
    files = [file for file in site.rglob("*") if file.is_file()]
    told = {
        "regions": corpus.reports["region_code"].nunique(),
        "reports": len(corpus.reports),
        "CPU s": time.process_time(),
        "MB": sum(file.stat().st_size for file in files) / 1e6,
        "files": len(files),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([Path(one) for one in sys.argv[1:]])
