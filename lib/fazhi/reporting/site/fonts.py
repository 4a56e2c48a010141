"""The characters on the pages → a font file with just these, so that pages are legible without a Chinese font."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fazhi.reporting.fonts import cut


def write_subset(letters: Iterable[str], file: Path) -> None:
    """Write a font with the given characters; for those missing from Noto Sans SC the browser uses another font."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(cut(letters, flavor="woff", layout_features=["*"]))
