"""fazhi (法治): annual rule-of-law reports of Chinese local governments → tables, findings, figures."""

from __future__ import annotations

from pathlib import Path

__version__ = "0.1.0"


def open(folder: Path | str):
    """Open the tables that ``fazhi build`` wrote; see `fazhi.corpus.Corpus`."""
    from fazhi.corpus import Corpus

    return Corpus(folder)
