"""A journal and a language → the form of its figures: widths, heights, fonts, colours, sizes of text."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.figure import Figure

from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import fonts
from fazhi.reporting.fonts import FAMILIES

MM = 1 / 25.4
"""Inches in a millimetre."""
WIDTHS = {
    "chinese": {"single": 80, "onehalf": 120, "double": 160},
    "elsevier": {"single": 90, "onehalf": 140, "double": 190},
    "springer": {"single": 84, "onehalf": 129, "double": 174},
    "apsa": {"single": 85, "onehalf": 127, "double": 178},
    "a4": {"page": 210},
}
"""Widths of a figure in mm, by kind of journal: one column, one and a half, the whole width; and a sheet of A4.

elsevier: Elsevier, *Artwork sizing* (90, 140, 190 mm; text 7 pt or larger). springer: Springer, *Artwork and
illustrations guidelines* ("for most journals" 39, 84, 129 or 174 mm; text 8 to 12 pt). Chinese social-science journals
and the American Political Science Review print no widths in their instructions: these fit the two columns and the type
area of pages of 210 × 285 mm and of 8¼ × 11 in., and a journal's own instructions go before.
"""


HEIGHTS = {"chinese": 285, "elsevier": 240, "springer": 234, "apsa": 279, "a4": 297}
"""The largest height in mm, from the same sources; where they print none, that of the page."""
BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE = (
    "#0072B2", "#E69F00", "#D55E00", "#56B4E9", "#009E73", "#222222", "#CC79A7"
)  # fmt: skip
COLORS = [BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE]
"""Okabe and Ito's colours, ordered so that neighbours differ in grey as well."""
OUTPUT = {
    "pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "fazhi", "axes.unicode_minus": True,
    "savefig.bbox": None, "savefig.facecolor": "white", "savefig.transparent": False, "text.parse_math": False,
}  # fmt: skip
"""Settings under which a figure is written; the same figure gives the same bytes."""

LOOK = {
    "font.family": FAMILIES, "figure.dpi": 150, "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.025, "figure.constrained_layout.hspace": 0.05,
    "figure.constrained_layout.w_pad": 0.02,
    "axes.prop_cycle": cycler(color=COLORS), "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.6, "axes.axisbelow": True, "axes.titlelocation": "left", "axes.titlepad": 4,
    "grid.color": "0.88", "grid.linewidth": 0.5, "hatch.linewidth": 0.5, "image.cmap": "Blues",
    "legend.frameon": False, "legend.handlelength": 1.4, "legend.columnspacing": 1.2, "legend.borderaxespad": 0.2,
    "lines.linewidth": 1.0, "lines.markersize": 4, "patch.linewidth": 0.5,
    "xtick.major.size": 2.5, "ytick.major.size": 2.5, "xtick.major.width": 0.6, "ytick.major.width": 0.6,
}  # fmt: skip
TEXT_POINTS = {"zh": 8, "en": 7.5}
"""English labels run longer than Chinese ones, and Latin letters are legible a little smaller."""
KEPT_OPEN = 16
MOST_ACROSS = 12
"""As many groups of a heat map stand side by side, above the themes; more are its rows."""


_ours: deque[Figure] = deque()


@contextmanager
def style(*, lang: str = "zh", width: str = "double", height: float = 70, journal: str = "chinese") -> Iterator[None]:
    """Draw in the form that journals ask for, and leave the user's own settings untouched.

    Entering it starts a new current figure, so that a chart never draws into an older one. Of the figures begun so,
    the last sixteen stay open.

    Parameters
    ----------
    lang : {"zh", "en"}
        Language of the labels; it sets the size of the text.
    width : {"single", "onehalf", "double"}
        Columns of the journal's page that the figure fills; ``"page"`` with the journal ``"a4"``.
    height : float
        Height in mm.
    journal : {"chinese", "elsevier", "springer", "apsa", "a4"}
        Whose columns; see `WIDTHS`. ``"chinese"``: Chinese social-science journals.

    Raises
    ------
    UnknownName
        For a language, width or journal that does not exist.
    FazhiError
        If `height` is not positive or the Chinese font is not installed.
    """
    settings = LOOK | OUTPUT | _text_sizes(lang) | {"figure.figsize": _size(width, height, journal)}
    fonts.register()
    _load_backend()
    with mpl.style.context(["default", settings]):
        figure = _begin()
        try:
            yield
        finally:
            if not figure.axes:
                plt.close(figure)


def height_for(n_rows: int, *, label: float = 8) -> float:
    """Return the height in mm of a chart with one line for each row; `label` is the room in mm for column labels."""
    return min(16 + label + 5 * max(n_rows, 2), *HEIGHTS.values())


def height_of_heat_map(n_groups: int, n_themes: int) -> float:
    """Return the height in mm of a heat map of groups and themes, laid out as there are many groups or few."""
    return height_for(n_themes, label=14) if n_groups <= MOST_ACROSS else height_for(n_groups, label=36)


def columns_of_panels(n_panels: int) -> int:
    """Return how many panels stand side by side."""
    return min(n_panels, 3) if n_panels <= 9 else 4 if n_panels <= 16 else 5


def height_of_panels(n_panels: int) -> float:
    """Return the height in mm of small multiples, laid out as `columns_of_panels` has it, with a legend above."""
    rows = math.ceil(max(n_panels, 1) / columns_of_panels(max(n_panels, 1)))
    return 14 + rows * (46 if rows <= 4 else 40)


@cache
def _load_backend() -> None:
    """Let pyplot load its backend now: if it did so inside `style`, JupyterLab's interactive mode would end with it."""
    plt.close(plt.figure())


def _size(width: str, height: float, journal: str) -> tuple[float, float]:
    if journal not in WIDTHS:
        raise UnknownName("journal", journal, WIDTHS)
    if width not in WIDTHS[journal]:
        raise UnknownName("width", width, WIDTHS[journal])
    if not height > 0:
        raise FazhiError(f"height {height!r}: the height of a figure is a positive number of mm")
    return WIDTHS[journal][width] * MM, height * MM


def _text_sizes(lang: str) -> dict[str, float]:
    if lang not in TEXT_POINTS:
        raise UnknownName("language", lang, TEXT_POINTS)
    sizes = ["font.size", "axes.titlesize", "axes.labelsize", "figure.titlesize"]
    small = ["xtick.labelsize", "ytick.labelsize", "legend.fontsize", "legend.title_fontsize"]
    points = TEXT_POINTS[lang]
    return dict.fromkeys(sizes, points) | dict.fromkeys(small, max(points - 0.5, 7))


def _begin() -> Figure:
    """Open a figure and close the oldest of ours, lest a long session pile them up."""
    figure = plt.figure()
    _ours.append(figure)
    if len(_ours) > KEPT_OPEN:
        plt.close(_ours.popleft())
    return figure
