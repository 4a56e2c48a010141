"""Readings of a folder → a draft of reports.csv: doubtful rows first, with candidates and the reason as comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fazhi import own_files
from fazhi.reading.folder import Reading

# Columns from `read_*` on are comments, ignored when the sidecar is read.
COLUMNS = ["file", "region_code", "year", "issuer", "read_region", "read_issuer_type", "candidates", "doubt"]
_ANCESTRY = ["province", "prefecture", "county", "region"]
_CANDIDATE = re.compile(r"[^;:]+\([^()]*\d{6}\)")


def draft(readings: Sequence[Reading]) -> pd.DataFrame:
    """Draft the sidecar reports.csv.

    Parameters
    ----------
    readings : sequence of Reading
        The readings returned by `fazhi.reading.folder.survey`.

    Returns
    -------
    DataFrame [file, region_code, year, issuer, read_region, read_issuer_type, candidates, doubt]
        One row for each file that is or may be a report, doubtful ones first, then by name. `region_code`, `year` and
        `issuer` hold the values read for doubtful reports ("" if not found) and are empty for the others, because an
        empty cell states nothing; the remaining columns are comments.
    """
    rows = [_row(reading) for reading in readings if reading.report or reading.unresolved]
    table = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return table.sort_values(["doubt", "file"], key=lambda cells: cells if cells.name == "file" else cells == "",
                             kind="stable", ignore_index=True)  # fmt: skip


def write(readings: Sequence[Reading], folder: Path) -> Path:
    """Write the draft next to the reports; an existing reports.csv is kept and the draft becomes reports.draft.csv.

    Raises
    ------
    FazhiError
        If reports.draft.csv also exists and was not written by fazhi, or has been edited since.
    """
    file = folder / ("reports.draft.csv" if (folder / "reports.csv").exists() else "reports.csv")
    with own_files.replaced(file) as aside:
        draft(readings).to_csv(aside, index=False, encoding="utf-8-sig")
    return file


def _row(reading: Reading) -> dict:
    report, reason = reading.report, reading.ledger["reason"]
    doubt = report.get("warnings", "") or ("" if report else reason)
    stated = report if doubt else {}
    return {
        "file": reading.ledger["file"],
        "region_code": stated.get("region_code", ""),
        "year": str(stated.get("year", "")),
        "issuer": stated.get("issuer", ""),
        "read_region": "".join(dict.fromkeys(report.get(key, "") for key in _ANCESTRY)),
        "read_issuer_type": report.get("issuer_type", ""),
        "candidates": "; ".join(found.strip() for found in _CANDIDATE.findall("" if report else reason)),
        "doubt": doubt,
    }
