"""A journal and a width of its page → the size of a figure; add a journal here."""

from __future__ import annotations

from fazhi.errors import FazhiError, UnknownName

MM = 1 / 25.4
"""Inches in a millimetre."""
WIDTHS = {
    "chinese": {"single": 80, "onehalf": 120, "double": 160},
    "elsevier": {"single": 90, "onehalf": 140, "double": 190},
    "springer": {"single": 84, "onehalf": 129, "double": 174},
    "apsa": {"single": 85, "onehalf": 127, "double": 178},
    "a4": {"page": 210},
}
"""Widths of a figure in mm for each journal: one column, one and a half, full width; and a sheet of A4.

elsevier: Elsevier, *Artwork sizing* (90, 140, 190 mm; text 7 pt or larger). springer: Springer, *Artwork and
illustrations guidelines* ("for most journals" 39, 84, 129 or 174 mm; text 8 to 12 pt). Chinese social-science journals
and the American Political Science Review give no widths in their instructions: these fit two columns on pages of
210 × 285 mm and of 8¼ × 11 in.; a journal's own instructions take precedence.
"""
HEIGHTS = {"chinese": 285, "elsevier": 240, "springer": 234, "apsa": 279, "a4": 297}
"""Largest height in mm, from the same sources, or that of the page if they give none."""


def size(width: str, height: float, journal: str) -> tuple[float, float]:
    """Return the width and height in inches of a figure `height` mm high.

    Raises
    ------
    UnknownName
        For a journal that is not in `WIDTHS`, or a width that it does not have.
    FazhiError
        If `height` is not positive.
    """
    if journal not in WIDTHS:
        raise UnknownName("journal", journal, WIDTHS)
    if width not in WIDTHS[journal]:
        raise UnknownName("width", width, WIDTHS[journal])
    if not height > 0:
        raise FazhiError(f"height {height!r}: the height of a figure must be a positive number of mm")
    return WIDTHS[journal][width] * MM, height * MM
