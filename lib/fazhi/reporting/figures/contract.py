"""A drawn figure and its PDF → an error if a journal would return them: text, size, greys, fonts."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

import numpy as np
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure, FigureBase
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text

from fazhi.errors import FazhiError

WIDTH_TOLERANCE = 0.1
"""Largest difference, in mm, between the width of a figure and a journal's."""

LINE = 1.2
"""Height of a line of text, relative to the type size."""

SMALLEST = 7.0
"""Smallest type size in points: Elsevier's guide asks for 7 pt in print."""

GREYS = 0.1
"""Smallest difference in lightness (0–1) between neighbours in a legend that differ in colour only."""

SLACK = 1.0
"""Tolerance in pixels for overlaps and the edge of the canvas, because glyphs are rounded to pixels."""


def check(fig: Figure, name: str, *, widths: Sequence[float], tallest: float = float("inf")) -> None:
    """Refuse a figure that cannot be printed as it is.

    Parameters
    ----------
    fig : Figure
        The figure; it is laid out for this.
    name : str
        The figure's name in messages.
    widths : sequence of float
        Allowed widths in mm.
    tallest : float
        Largest allowed height in mm.

    Raises
    ------
    FazhiError
        Naming the figure, the text, and what to do.
    """
    _check_width(fig, name, widths)
    height = fig.get_figheight() * 25.4
    if height > tallest + WIDTH_TOLERANCE:
        raise FazhiError(f"figure {name!r} is {height:.1f} mm high, but the journal's page holds {tallest:g} mm; plot "
                         "fewer rows, or one page at a time with the parameter page")  # fmt: skip
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of missing glyphs, which is an error below
        fig.draw_without_rendering()
    texts = list(texts_of(fig))
    _check_glyphs(texts, name)
    _check_sizes(texts, name)
    _check_canvas(fig, texts, name)
    for axes in fig.axes:
        for axis in _axes_drawn(axes):
            _check_ticks(tick_labels(axis), name)
    _check_overlaps(fig, name)
    for legend in _legends(fig):
        _check_greys(legend, name)


def check_pdf(document: bytes, texts: Iterable[Text], name: str) -> None:
    """Refuse a PDF whose fonts are not embedded, or in which a search does not find a text of the figure.

    Parameters
    ----------
    document : bytes
        The PDF.
    texts : iterable of Text
        The texts to find, each in one piece with its lines in order.
    name : str
        The figure's name in messages.

    Raises
    ------
    FazhiError
        Naming the figure and the font or text.
    """
    import pypdfium2
    from pypdfium2 import raw

    page = pypdfium2.PdfDocument(document)[0]
    for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        if not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(part)):
            raise FazhiError(f"figure {name!r}: a font is not embedded in the PDF; draw inside figures.style")
    found = _without_blanks(page.get_textpage().get_text_range())
    for text in texts:
        if _without_blanks(text.get_text()) not in found:
            raise FazhiError(f"figure {name!r}: the text {text.get_text()!r} cannot be found in the PDF; "
                             "draw inside figures.style")  # fmt: skip


def texts_of(fig: Figure) -> Iterator[Text]:
    """Yield every text that is drawn and not blank, except tick labels outside the view."""
    texts = _around(fig)
    for axes in fig.axes:
        texts += axes.texts if axes.get_visible() else []
    yield from filter(_is_drawn, texts)


def tick_labels(axis: Axis) -> list[Text]:
    """Return the tick labels of an axis that are in view and not blank, in order."""
    low, high = sorted(axis.get_view_interval())
    slack = (high - low) * 1e-9
    ticks = [tick for tick in axis.get_major_ticks() if low - slack <= tick.get_loc() <= high + slack]
    labels = [label for tick in sorted(ticks, key=lambda t: t.get_loc()) for label in (tick.label1, tick.label2)]
    return [label for label in labels if label.get_visible() and label.get_text().strip()]


def _around(fig: Figure) -> list[Text]:
    """Return the texts around the data: titles, labels, legends."""
    texts = [text for figure in _figures(fig) for text in figure.texts]
    for legend in _legends(fig):
        texts += [*legend.get_texts(), legend.get_title()]
    for axes in filter(Axes.get_visible, fig.axes):
        texts += [axes.title, axes._left_title, axes._right_title]
        for axis in _axes_drawn(axes):
            texts += [axis.label, axis.get_offset_text(), *tick_labels(axis)]
    return list(dict.fromkeys(texts))


def _legends(fig: Figure) -> list[Legend]:
    of_axes = filter(None, (axes.get_legend() for axes in fig.axes if axes.get_visible()))
    return [*(legend for figure in _figures(fig) for legend in figure.legends), *of_axes]


def _figures(fig: FigureBase) -> list[FigureBase]:
    """Return a figure and the figures inside it."""
    return [fig, *(inner for part in fig.subfigs for inner in _figures(part))]


def _is_drawn(text: Text) -> bool:
    return bool(text.get_visible() and text.get_text().strip())


def _without_blanks(text: str) -> str:
    """Return the text without blanks; pdfium reads a hyphen at the end of a line as U+FFFE."""
    return "".join(text.split()).replace("\ufffe", "-")


def _axes_drawn(axes: Axes) -> list[Axis]:
    shown = axes.get_visible() and axes.axison
    return [axis for axis in (axes.xaxis, axes.yaxis) if shown and axis.get_visible()]


def _check_width(fig: Figure, name: str, widths: Sequence[float]) -> None:
    width = fig.get_figwidth() * 25.4
    if min(abs(width - allowed) for allowed in widths) > WIDTH_TOLERANCE:
        allowed = ", ".join(f"{w:g}" for w in sorted(set(widths)))
        raise FazhiError(f"figure {name!r} is {width:.1f} mm wide, a width that no journal uses ({allowed} mm); draw "
                         "it inside figures.style(width=...) and do not resize it")  # fmt: skip


def _check_glyphs(texts: Sequence[Text], name: str) -> None:
    for text in texts:
        known = [_characters(file) for file in _font_files(text)]
        missing = {char for char in text.get_text() if char != "\n" and not any(ord(char) in font for font in known)}
        if missing:
            chars = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in sorted(missing))
            raise FazhiError(f"figure {name!r}: the font has no glyph for {chars} in the text {text.get_text()!r}; "
                             "use another character, or draw inside figures.style")  # fmt: skip


def _font_files(text: Text) -> Iterator[str]:
    """Yield the files of a text's fonts; each is used for the characters that the ones before lack."""
    for family in text.get_fontfamily():
        alone = text.get_fontproperties().copy()
        alone.set_family(family)
        yield font_manager.findfont(alone)


@cache
def _characters(file: str) -> frozenset[int]:
    return frozenset(font_manager.get_font(file).get_charmap())


def _check_sizes(texts: Sequence[Text], name: str) -> None:
    for text in texts:
        if text.get_fontsize() < SMALLEST - 1e-6:
            raise FazhiError(f"figure {name!r}: the text {text.get_text()!r} has {text.get_fontsize():g} pt, less than "
                             f"the {SMALLEST:g} pt that are legible in print")  # fmt: skip


def _check_canvas(fig: Figure, texts: Sequence[Text], name: str) -> None:
    canvas = fig.bbox.padded(SLACK)
    for text in texts:
        box = text.get_window_extent()
        if not (canvas.contains(*box.min) and canvas.contains(*box.max)):
            raise FazhiError(f"figure {name!r}: the text {text.get_text()!r} runs outside the canvas; make the figure "
                             "taller or wider, or plot fewer rows")  # fmt: skip


def _check_ticks(labels: Sequence[Text], name: str) -> None:
    for one, other in pairwise(labels):
        if _overlap(one, other):
            raise FazhiError(f"figure {name!r}: the tick labels {one.get_text()!r} and {other.get_text()!r} overlap; "
                             "make the figure taller or wider, or plot fewer rows")  # fmt: skip


def _check_overlaps(fig: Figure, name: str) -> None:
    """Refuse titles, labels and legends that overlap; slanted labels are left to the check of ticks."""
    upright = [text for text in _around(fig) if _is_drawn(text) and text.get_rotation() % 90 == 0]
    boxes = [text.get_window_extent().padded(-SLACK) for text in upright]
    for one, other in combinations(range(len(boxes)), 2):
        if boxes[one].overlaps(boxes[other]):
            raise FazhiError(f"figure {name!r}: the texts {upright[one].get_text()!r} and "
                             f"{upright[other].get_text()!r} overlap; make the figure taller or wider")  # fmt: skip


def _check_greys(legend: Legend, name: str) -> None:
    """Refuse neighbours in a legend that differ only in colours that are indistinguishable in greyscale."""
    texts = [text.get_text() for text in legend.get_texts()]
    for (label, one), (other_label, other) in pairwise(zip(texts, map(_looks, legend.legend_handles), strict=True)):
        if one[1:] == other[1:] and abs(one[0] - other[0]) < GREYS:
            raise FazhiError(f"figure {name!r}: {label!r} and {other_label!r} are indistinguishable in greyscale; "
                             "give them a marker, a hatch, or colours that differ in lightness")  # fmt: skip


def _looks(handle: Artist) -> tuple[float, object]:
    """Return a handle's lightness (0–1), and its kind with its marker, line or hatch."""
    if isinstance(handle, Line2D):
        form = (repr(handle.get_marker()), handle.get_linestyle(), handle.get_markerfacecolor() == "white")
        return _grey(handle.get_color()), ("line", form)
    color = handle.get_facecolor()
    color = color[0] if np.ndim(color) > 1 else color
    return _grey(color), (type(handle).__name__, handle.get_hatch())


def _grey(color: object) -> float:
    """Return the lightness of a colour on white paper, 0 = black, 1 = white."""
    red, green, blue, alpha = to_rgba(color)
    return 1 - alpha + alpha * (0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _overlap(one: Text, other: Text) -> bool:
    """Whether two labels overlap; slanted ones are parallel, so what counts is the distance across them."""
    angle = one.get_rotation()
    if angle % 90 == 0:
        a, b = one.get_window_extent().padded(-SLACK / 2), other.get_window_extent().padded(-SLACK / 2)
        return a.width > 0 and b.width > 0 and a.overlaps(b)
    anchors = [text.get_transform().transform(text.get_position()) for text in (one, other)]
    across = np.array([-np.sin(np.radians(angle)), np.cos(np.radians(angle))])
    lines = max(len(text.get_text().split("\n")) for text in (one, other))
    height = one.get_fontsize() * LINE * lines * one.get_figure(root=True).dpi / 72
    return abs((anchors[1] - anchors[0]) @ across) < height
