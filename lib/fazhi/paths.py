"""Where things live: the catalogue, the sample and the user's reports, seen from the installed package."""

from __future__ import annotations

import os
from pathlib import Path

LIBRARY = Path(__file__).resolve().parent
_SHIPPED = LIBRARY / "shipped"  # what a wheel holds; in a working copy the same lies beside the library
ROOT = _SHIPPED if _SHIPPED.is_dir() else LIBRARY.parents[1]
CATALOG = Path(
    os.environ.get("FAZHI_CATALOG") or ROOT / "data" / "catalog"
).resolve()  # one of one's own, by its folder
SAMPLE = ROOT / "data" / "sample"
REPORTS = ROOT / "data" / "reports"
NOTEBOOKS = ROOT / "notebooks"


def default_reports() -> Path:
    """Return ``data/reports`` when it holds anything but its README, else ``data/sample``."""
    if REPORTS.is_dir() and any(item.name not in ("README.md", ".gitignore") for item in REPORTS.iterdir()):
        return REPORTS
    return SAMPLE


def is_sample(folder: Path) -> bool:
    """Tell whether a folder is the invented sample, which every page and figure must then say."""
    return folder.resolve() == SAMPLE
