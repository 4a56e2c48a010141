"""The Chinese font → a small file with the common characters, which figures use first, and the whole font for the rest.

In a PDF, matplotlib embeds only the characters drawn. Cutting them out of a font of 31,000 takes as long as the rest of
the figure; out of the 8,000 common ones, a third of that.
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
"""Font names in files that keep text as text: first the common characters, then all."""
FEATURES = ["kern"]
"""Font features in use: kerning, but no ligatures, which matplotlib would embed as a second font."""
_ROWS, _CELLS = range(0xB0, 0xF8), range(0xA1, 0xFF)  # of GB 2312's Chinese characters in its encoding EUC-CN
_NO_HAN = [*range(0x20, 0x3400), *range(0xFF00, 0xFFF0)]  # letters, digits, punctuation, signs, units


def font_file() -> Path:
    """Return the Chinese font, a TrueType file in the package zhplot, which is located but not imported.

    Raises
    ------
    FazhiError
        If the package is not installed.
    """
    package = importlib.util.find_spec("zhplot")
    if package is None:
        raise FazhiError("the package zhplot, which contains the Chinese font, is not installed; run: make setup")
    return Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def common_file() -> Path:
    """Return a font file, kept in matplotlib's cache, with only the Chinese of GB 2312, letters, digits and signs."""
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
    """Register the Chinese font with matplotlib, before any other font of that name on the machine."""
    fonts = font_manager.fontManager
    for family, file in zip(reversed(FAMILIES), (font_file(), common_file()), strict=True):
        fonts.addfont(file)
        fonts.ttflist.insert(0, replace(fonts.ttflist.pop(), name=family))


def cut(letters: Iterable[str], **options) -> bytes:
    """Return the font with only the given characters, as far as it has them; options are those of fontTools."""
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
