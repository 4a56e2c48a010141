"""fazhi (法治): annual rule-of-law reports of Chinese local governments → tables, findings, figures."""

from __future__ import annotations

from pathlib import Path

__version__ = "0.1.0"


def open(folder: Path | str):
    """Open the tables that ``fazhi build`` wrote; see `fazhi.dataset.Tables`."""
    from fazhi.dataset import Tables

    return Tables(folder)
