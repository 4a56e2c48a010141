"""A folder → the files to read in it, each with a unique, printable name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from fazhi import output_folder
from fazhi.errors import FazhiError
from fazhi.reading.metadata.sidecars import SIDECARS

_NO_REPORTS = {*SIDECARS, "reports.draft.csv"}


def list_files(folder: Path) -> list[str]:
    """Return the files to read, relative to the folder and sorted, without sidecars and our own output.

    Linked folders, which are not followed, and unreadable ones are listed too, so that the ledger mentions them.

    Raises
    ------
    FazhiError
        If the folder does not exist or is empty.
    """
    if not folder.is_dir():
        raise FazhiError(f"{folder} is not a folder; give the folder with the reports")
    found: list[Path] = []
    shut: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=shut.append):
        if output_folder.OWN in (*folders, *files):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if os.path.islink(os.path.join(place, name))]
        found += [Path(place, name) for name in (*files, *linked) if not name.startswith(".")]
    found += [Path(error.filename) for error in shut if error.filename]
    names = sorted(path.relative_to(folder).as_posix() for path in found)
    names = [name for name in names if name not in _NO_REPORTS and Path(name).name != "README.md"]
    if not names:
        raise FazhiError(f"{folder} has no files to read; put the reports there (txt, html, docx or pdf)")
    return names


def shown_names(names: Iterable[str]) -> dict[str, str]:
    """Map each file to its name in the tables: printable, with a count if two decode alike (a.txt [2])."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        told, n = legible(name), 2
        while told in taken:
            told, n = f"{legible(name)} [{n}]", n + 1
        taken.add(told)
        shown[name] = told
    return shown


def legible(name: str) -> str:
    """Return a file's name as text, even if an archive left its bytes in GBK."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
