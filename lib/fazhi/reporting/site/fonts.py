"""The characters that pages show → one font file with just these, so that they read where no Chinese font is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fazhi.reporting.style import font_file


def write_subset(letters: Iterable[str], file: Path) -> None:
    """Write a font with the given characters; those that Noto Sans SC lacks are left to the reader's fonts."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["*"], notdef_outline=True, ignore_missing_unicodes=True)
    font = subset.load_font(font_file(), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(letters)))
    subsetter.subset(font)
    file.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, file, options)
