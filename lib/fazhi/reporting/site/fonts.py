"""The characters that pages show → one font file with just these, so that they read where no Chinese font is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fazhi.reporting.fonts import cut


def write_subset(letters: Iterable[str], file: Path) -> None:
    """Write a font with the given characters; those that Noto Sans SC lacks are left to the reader's fonts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(cut(letters, flavor="woff", layout_features=["*"]))
