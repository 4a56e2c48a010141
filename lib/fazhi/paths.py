"""The installed package → the paths of the catalogue, the sample and the user's reports."""

from __future__ import annotations

import os
from pathlib import Path

LIBRARY = Path(__file__).resolve().parent
_SHIPPED = LIBRARY / "shipped"  # contents of a wheel; in a working copy they are next to the library
ROOT = _SHIPPED if _SHIPPED.is_dir() else LIBRARY.parents[1]
CATALOG = Path(
    os.environ.get("FAZHI_CATALOG") or ROOT / "data" / "catalog"
).resolve()  # a catalogue of one's own, by its folder
SAMPLE = ROOT / "data" / "sample"
REPORTS = ROOT / "data" / "reports"
NOTEBOOKS = ROOT / "notebooks"


def default_reports() -> Path:
    """Return ``data/reports`` if it contains anything but its README, else ``data/sample``."""
    if REPORTS.is_dir() and any(item.name not in ("README.md", ".gitignore") for item in REPORTS.iterdir()):
        return REPORTS
    return SAMPLE


def is_sample(folder: Path) -> bool:
    """Return whether a folder is the invented sample, which must be stated on every page and figure."""
    return folder.resolve() == SAMPLE
