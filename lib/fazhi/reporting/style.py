"""A journal and a language → the style of its figures: fonts, colours, type sizes; and how high a chart should be."""

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

from fazhi.errors import UnknownName
from fazhi.reporting import fonts
from fazhi.reporting.fonts import FAMILIES
from fazhi.reporting.journals import HEIGHTS, size

BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE = (
    "#0072B2", "#E69F00", "#D55E00", "#56B4E9", "#009E73", "#222222", "#CC79A7"
)  # fmt: skip
COLORS = [BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE]
"""Okabe and Ito's colours, ordered so that neighbours also differ in greyscale."""
OUTPUT = {
    "pdf.fonttype": 42, "ps.fonttype": 42,  # by the second, matplotlib's PDF counts what one embedded font may hold
    "svg.fonttype": "none", "svg.hashsalt": "fazhi", "axes.unicode_minus": True,
    "savefig.bbox": None, "savefig.facecolor": "white", "savefig.transparent": False, "text.parse_math": False,
}  # fmt: skip
"""Settings for writing a figure, under which the same figure gives the same bytes."""

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
"""English labels are longer than Chinese ones, and Latin letters are legible at a slightly smaller size."""
KEPT_OPEN = 16
MOST_ACROSS = 12
"""Largest number of groups in a heat map that are columns; more groups are rows."""


_ours: deque[Figure] = deque()


@contextmanager
def style(*, lang: str = "zh", width: str = "double", height: float = 70, journal: str = "chinese") -> Iterator[None]:
    """Draw figures as journals ask for them; the user's own settings are restored afterwards.

    Entering it makes a new current figure, so that a chart never draws into an older one. The last sixteen figures made
    like this stay open.

    Parameters
    ----------
    lang : {"zh", "en"}
        Language of the labels, which decides the type size.
    width : {"single", "onehalf", "double"}
        Columns of the journal's page that the figure fills; ``"page"`` for the journal ``"a4"``.
    height : float
        Height in mm.
    journal : {"chinese", "elsevier", "springer", "apsa", "a4"}
        The journal; see `journals.WIDTHS`. ``"chinese"`` stands for Chinese social-science journals.

    Raises
    ------
    UnknownName
        For an unknown language, width or journal.
    FazhiError
        If `height` is not positive, or the Chinese font is not installed.
    """
    settings = LOOK | OUTPUT | _text_sizes(lang) | {"figure.figsize": size(width, height, journal)}
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
    """Return the height in mm of a chart with one line for each row; `label` is the height in mm of column labels."""
    return min(16 + label + 5 * max(n_rows, 2), *HEIGHTS.values())


def height_of_heat_map(n_groups: int, n_themes: int) -> float:
    """Return the height in mm of a heat map: themes are rows if there are few groups, otherwise groups are."""
    return height_for(n_themes, label=14) if n_groups <= MOST_ACROSS else height_for(n_groups, label=36)


def columns_of_panels(n_panels: int) -> int:
    """Return the number of panels side by side."""
    return min(n_panels, 3) if n_panels <= 9 else 4 if n_panels <= 16 else 5


def height_of_panels(n_panels: int) -> float:
    """Return the height in mm of small multiples with a legend above, in `columns_of_panels` columns."""
    rows = math.ceil(max(n_panels, 1) / columns_of_panels(max(n_panels, 1)))
    return 14 + rows * (46 if rows <= 4 else 40)


@cache
def _load_backend() -> None:
    """Make pyplot load its backend now: if it loaded inside `style`, leaving it would end JupyterLab's inline mode."""
    plt.close(plt.figure())


def _text_sizes(lang: str) -> dict[str, float]:
    if lang not in TEXT_POINTS:
        raise UnknownName("language", lang, TEXT_POINTS)
    sizes = ["font.size", "axes.titlesize", "axes.labelsize", "figure.titlesize"]
    small = ["xtick.labelsize", "ytick.labelsize", "legend.fontsize", "legend.title_fontsize"]
    points = TEXT_POINTS[lang]
    return dict.fromkeys(sizes, points) | dict.fromkeys(small, max(points - 0.5, 7))


def _begin() -> Figure:
    """Open a figure and close the oldest of ours, so that they do not pile up in a long session."""
    figure = plt.figure()
    _ours.append(figure)
    if len(_ours) > KEPT_OPEN:
        plt.close(_ours.popleft())
    return figure
