"""The Chinese font → what figures are drawn with: a small file of the common characters, the whole for the rarer ones.

To write a PDF, matplotlib cuts the font that is used down to the characters drawn. Of a font of 31,000 that takes as
long as all the rest of a figure; of the common 8,000 a third.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager

from fazhi import store
from fazhi.errors import FazhiError

FAMILY = "Noto Sans SC"
FAMILIES = [FAMILY, "Noto Sans CJK SC"]
"""The common characters, then all: as the fonts are called where a figure's text is kept as text."""
FEATURES = ["kern"]
"""What shaping may do: kern, but not join letters, whose joined forms matplotlib would embed as a second font."""
_ROWS, _CELLS = range(0xB0, 0xF8), range(0xA1, 0xFF)  # of GB 2312's Han in its usual encoding, EUC-CN
_NO_HAN = [*range(0x20, 0x3400), *range(0xFF00, 0xFFF0)]  # letters, digits, punctuation, signs, units


def font_file() -> Path:
    """Return the Chinese font: the TrueType file that the package zhplot carries (found, not imported).

    Raises
    ------
    FazhiError
        If the package is not installed.
    """
    package = importlib.util.find_spec("zhplot")
    if package is None:
        raise FazhiError("the package zhplot, which carries the Chinese font, is not installed; run: make setup")
    return Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def common_file() -> Path:
    """Return the same font with the Han of GB 2312 and what is no Han alone; it lies in matplotlib's cache."""
    from fontTools import version

    whole = font_file()
    file = (
        Path(mpl.get_cachedir())
        / f"fazhi-{store.key(whole.stat().st_size, version, FEATURES, _common())[:8]}-{whole.name}"
    )
    if not file.exists():
        store.replace(file, cut(_common(), layout_features=FEATURES, drop_tables=["vhea", "vmtx", "VORG"]))
    return file


@cache
def register() -> None:
    """Make the Chinese font known, before any other of that name that the machine may have."""
    fonts = font_manager.fontManager
    for family, file in zip(reversed(FAMILIES), (font_file(), common_file()), strict=True):
        fonts.addfont(file)
        fonts.ttflist.insert(0, replace(fonts.ttflist.pop(), name=family))


def cut(letters: Iterable[str], **options) -> bytes:
    """Return the font with the given characters alone, those that it lacks left out; options are fontTools' own."""
    from io import BytesIO

    from fontTools import subset

    chosen = subset.Options(notdef_outline=True, ignore_missing_unicodes=True, **options)
    font = subset.load_font(font_file(), chosen)
    subsetter = subset.Subsetter(chosen)
    subsetter.populate(text="".join(sorted(letters)))
    subsetter.subset(font)
    written = BytesIO()
    subset.save_font(font, written, chosen)
    return written.getvalue()


def _common() -> str:
    han = (bytes([row, cell]).decode("gb2312", "ignore") for row in _ROWS for cell in _CELLS)
    return "".join(han) + "".join(map(chr, _NO_HAN))
