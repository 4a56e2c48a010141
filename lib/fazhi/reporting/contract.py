"""A drawn figure → an error where a journal would send it back: glyphs, canvas, tick labels, width."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from fazhi.errors import FazhiError

WIDTH_TOLERANCE = 0.1
"""How far, in mm, a figure may be from a journal's width."""

LINE = 1.2
"""Height of a line of text, in units of its size."""

SLACK = 1.0
"""How many pixels of the screen a text may stand over: the rounding of glyphs to pixels."""


def check(fig: Figure, name: str, *, widths: Sequence[float]) -> None:
    """Refuse a figure that could not be printed as it is.

    Parameters
    ----------
    fig : Figure
        The figure; its layout is carried out.
    name : str
        What the message calls it.
    widths : sequence of float
        The widths in mm that are allowed.

    Raises
    ------
    FazhiError
        Naming the figure, the text and what to do.
    """
    _check_width(fig, name, widths)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of missing glyphs, which is an error below
        fig.draw_without_rendering()
    texts = list(texts_of(fig))
    _check_glyphs(texts, name)
    _check_canvas(fig, texts, name)
    for axes in fig.axes:
        for axis in _axes_drawn(axes):
            _check_ticks(tick_labels(axis), name)


def texts_of(fig: Figure) -> Iterator[Text]:
    """Yield every text that is drawn and not blank, tick labels outside the view left out."""
    legends = [*fig.legends, *(axes.get_legend() for axes in fig.axes if axes.get_visible())]
    texts = list(fig.texts)
    for legend in filter(None, legends):
        texts += [*legend.get_texts(), legend.get_title()]
    for axes in fig.axes:
        texts += _texts_of_axes(axes)
    yield from (text for text in texts if text.get_visible() and text.get_text().strip())


def tick_labels(axis: Axis) -> list[Text]:
    """Return the labels of an axis' ticks that lie in view and are not blank, along the axis."""
    low, high = sorted(axis.get_view_interval())
    slack = (high - low) * 1e-9
    ticks = [tick for tick in axis.get_major_ticks() if low - slack <= tick.get_loc() <= high + slack]
    labels = [label for tick in sorted(ticks, key=lambda t: t.get_loc()) for label in (tick.label1, tick.label2)]
    return [label for label in labels if label.get_visible() and label.get_text().strip()]


def _texts_of_axes(axes: Axes) -> list[Text]:
    if not axes.get_visible():
        return []
    texts = [*axes.texts, axes.title, axes._left_title, axes._right_title]
    for axis in _axes_drawn(axes):
        texts += [axis.label, axis.get_offset_text(), *tick_labels(axis)]
    return texts


def _axes_drawn(axes: Axes) -> list[Axis]:
    shown = axes.get_visible() and axes.axison
    return [axis for axis in (axes.xaxis, axes.yaxis) if shown and axis.get_visible()]


def _check_width(fig: Figure, name: str, widths: Sequence[float]) -> None:
    width = fig.get_figwidth() * 25.4
    if min(abs(width - allowed) for allowed in widths) > WIDTH_TOLERANCE:
        allowed = ", ".join(f"{w:g}" for w in sorted(set(widths)))
        raise FazhiError(f"figure {name!r} is {width:.1f} mm wide, no journal's width ({allowed} mm); draw it inside "
                         "figures.style(width=...) and leave its size alone")  # fmt: skip


def _check_glyphs(texts: Sequence[Text], name: str) -> None:
    for text in texts:
        file = font_manager.findfont(text.get_fontproperties())
        missing = {char for char in text.get_text() if char != "\n" and ord(char) not in _characters(file)}
        if missing:
            chars = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in sorted(missing))
            raise FazhiError(f"figure {name!r}: the font has no glyph for {chars} in the text {text.get_text()!r}; "
                             "use another character, or draw inside figures.style")  # fmt: skip


@cache
def _characters(file: str) -> frozenset[int]:
    return frozenset(font_manager.get_font(file).get_charmap())


def _check_canvas(fig: Figure, texts: Sequence[Text], name: str) -> None:
    canvas = fig.bbox.padded(SLACK)
    for text in texts:
        box = text.get_window_extent()
        if not (canvas.contains(*box.min) and canvas.contains(*box.max)):
            raise FazhiError(f"figure {name!r}: the text {text.get_text()!r} runs outside the canvas; make the figure "
                             "higher or wider, or plot fewer rows")  # fmt: skip


def _check_ticks(labels: Sequence[Text], name: str) -> None:
    for one, other in pairwise(labels):
        if _overlap(one, other):
            raise FazhiError(f"figure {name!r}: the tick labels {one.get_text()!r} and {other.get_text()!r} overlap; "
                             "make the figure higher or wider, or plot fewer rows")  # fmt: skip


def _overlap(one: Text, other: Text) -> bool:
    """Tell whether two labels overlap; slanted ones run side by side, so their distance across counts."""
    angle = one.get_rotation()
    if angle % 90 == 0:
        a, b = one.get_window_extent().padded(-SLACK / 2), other.get_window_extent().padded(-SLACK / 2)
        return a.width > 0 and b.width > 0 and a.overlaps(b)
    anchors = [text.get_transform().transform(text.get_position()) for text in (one, other)]
    across = np.array([-np.sin(np.radians(angle)), np.cos(np.radians(angle))])
    lines = max(len(text.get_text().split("\n")) for text in (one, other))
    height = one.get_fontsize() * LINE * lines * one.get_figure(root=True).dpi / 72
    return abs((anchors[1] - anchors[0]) @ across) < height
