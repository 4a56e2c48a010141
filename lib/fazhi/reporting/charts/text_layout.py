"""Labels and the room they have → text that fits: wrapped labels of rows, columns and line ends, years, legends."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import FigureBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path

from fazhi.reporting.fonts import font_file

CONNECTIVES = "与和及或并"
OPENING, CLOSING = "(（《“「[", " ,.;:%/·、，。；：！？）)》”」]"


@cache
def ems(text: str) -> float:
    """Return the width of a line in ems, i.e. relative to the type size, in the figures' font."""
    return text_to_path.get_text_width_height_descent(text, FontProperties(fname=font_file(), size=100), False)[0] / 100


def wrapped(label: str, width: float, most: int = 4) -> str:
    """Break a label between words into as few lines as possible, each at most `width` ems wide.

    If that takes more than `most` lines, break it into `most` lines that are as short as possible.
    """
    pieces = _pieces(label)
    if max(map(ems, pieces)) > width:
        pieces = [part for piece in pieces for part in re.split(r"(?<=\w-)(?=\w)", piece)]
    for lines in range(1, most + 1):
        text = _even_lines(pieces, lines)
        if max(map(ems, text)) <= width:
            break
    return "\n".join(text)


def shortened(label: str, width: float) -> str:
    """Return a label in one line of at most `width` ems; if it is longer, its end is replaced by …."""
    end = len(label)
    while end > 1 and ems(label[:end]) > (width if end == len(label) else width - 1):
        end -= 1
    return label if end == len(label) else label[:end].rstrip() + "…"


def _even_lines(pieces: Sequence[str], lines: int) -> list[str]:
    """Fill at most `lines` lines as evenly as the pieces allow."""
    width = max(*map(ems, pieces), ems("".join(pieces)) / lines)
    while len(text := _fill(pieces, width)) > lines:
        width += 0.5
    return text


def _fill(pieces: Sequence[str], width: float) -> list[str]:
    """Fill one line after another; an "and" starts a new line if the current one is at least half full."""
    text = [""]
    for piece in pieces:
        full = ems((text[-1] + piece).rstrip()) > width
        if text[-1] and (full or (piece[0] in CONNECTIVES and ems(text[-1]) >= width / 2)):
            text.append("")
        text[-1] += piece
    return [line.strip() for line in text]


@cache
def _pieces(label: str) -> tuple[str, ...]:
    """Split a label where a line may break: after blanks and between Chinese words, not after a single character."""
    import rjieba

    pieces: list[str] = []
    for token in re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff\s]+\s*|\s+", label):
        for word in rjieba.cut(token) if "\u3400" <= token[0] <= "\u9fff" else [token]:
            leans = pieces and (_is_single(pieces[-1]) or pieces[-1][-1] in OPENING or word[0] in CLOSING)
            pieces[-1:] = [pieces[-1] + word] if leans else [*pieces[-1:], word]
    if len(pieces) > 1 and _is_single(pieces[-1]):
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return tuple(pieces) or ("",)


def _is_single(piece: str) -> bool:
    return len(piece) == 1 and "\u3400" <= piece <= "\u9fff"


def rows(ax: Axes, labels: Sequence[str], width: float = 16) -> None:
    """Label rows 0, 1, … from the top; labels are wrapped at `width` ems."""
    ax.set_yticks(range(len(labels)), [wrapped(label, width, 2) for label in labels])
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


def note(ax: Axes, row: int, note: str) -> None:
    """Write a note at the right of a row."""
    ax.annotate(note, (1.01, row), xycoords=ax.get_yaxis_transform(), va="center", fontsize=7)


def columns(ax: Axes, labels: Sequence[str]) -> None:
    """Label columns 0, 1, … above: wrapped if they fit side by side, otherwise slanted."""
    ax.set_xlim(-0.5, len(labels) - 0.5)
    ax.set_xticks(range(len(labels)), [""] * len(labels))
    ax.tick_params(axis="x", length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    points = ax.xaxis.get_ticklabels()[0].get_fontsize() if labels else 8
    pitch = room(ax)[0] / max(len(labels), 1) / points
    flat = [wrapped(label, pitch) for label in labels]
    widths = [max(map(ems, label.split("\n"))) for label in flat]
    if all(one + other < 2 * pitch - 0.5 for one, other in pairwise(widths)):
        ax.set_xticks(range(len(labels)), flat, va="bottom", linespacing=1.1)
    else:
        lines = 2 if pitch > 3.6 else 1
        slanted = [wrapped(label, 10, lines) for label in labels]
        ax.set_xticks(range(len(labels)), slanted, rotation=40, va="bottom", ha="left", rotation_mode="anchor",
                      linespacing=1.05)  # fmt: skip


def room(ax: Axes) -> tuple[float, float]:
    """Return the width and height of the axes in points, after layout."""
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()
    box = ax.get_window_extent()
    return box.width * 72 / figure.dpi, box.height * 72 / figure.dpi


def years(ax: Axes, years: Sequence[int], most: int = 6) -> None:
    """Put ticks at whole years on the x axis, at most `most` of them."""
    first, last = min(years), max(years)
    step = math.ceil((last - first + 1) / most)
    ax.set_xticks(range(first, last + 1, step))
    ax.set_xlim(first - 0.4, last + 0.4)


def legend_above(owner: Axes | FigureBase, handles: Sequence) -> None:
    """Put a legend above everything, to be read row by row, with as many columns as fit.

    If the axes share the user's figure with others, the legend goes right above them.
    """
    figure = owner if isinstance(owner, FigureBase) else owner.figure
    if not handles:
        return
    beside_others = owner is not figure and len([ax for ax in figure.axes if ax.get_label() != "<colorbar>"]) > 1
    within = owner if beside_others else figure
    width = within.bbox.width / figure.dpi * 72 / mpl.rcParams["font.size"]
    columns = next((n for n in range(len(handles), 1, -1) if _legend_width(handles, n) < width), 1)
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1)} if beside_others else {"loc": "outside upper left"}
    within.legend(handles=_by_rows(handles, columns), ncols=columns, handletextpad=0.5, **place)


def _legend_width(handles: Sequence, columns: int) -> float:
    """Estimate a legend's width in ems: its columns are as wide as their widest label."""
    labels = [ems(handle.get_label()) for handle in handles]
    return sum(max(labels[column::columns]) + 3.2 for column in range(columns)) + 1


def _by_rows(handles: Sequence, columns: int) -> list:
    """Reorder handles, which matplotlib sets column by column, so that they read row by row."""
    rows = math.ceil(len(handles) / columns)
    full = len(handles) - columns * (rows - 1)
    order = [row * columns + column for column in range(columns) for row in range(rows if column < full else rows - 1)]
    return [handles[n] for n in order]


def line_ends(ax: Axes, ends: Sequence[tuple[str, float, float, str]]) -> None:
    """Write names at the right ends of lines, moved apart if they would touch; `ends` holds name, x, y, colour."""
    height = room(ax)[1]
    gap = 10.5 / height
    fractions = [ax.transAxes.inverted().transform(ax.transData.transform((x, y)))[1] for _, x, y, _ in ends]
    order = np.argsort(fractions, kind="stable")
    spread = _apart([fractions[n] for n in order], gap)
    for place, n in zip(spread, order, strict=True):
        text, _, _, color = ends[n]
        moved = abs(place - fractions[n]) > gap / 4
        arrow = {"arrowstyle": "-", "color": color, "linewidth": 0.4, "shrinkA": 0, "shrinkB": 3} if moved else None
        # it starts at the edge, not at the point: across the years it would look like a line of data
        ax.annotate(text, (1.0, fractions[n]), (1.02, place), xycoords="axes fraction", textcoords="axes fraction",
                    va="center", color=ink(color), fontsize=7.5, arrowprops=arrow, annotation_clip=False)  # fmt: skip


def ink(color: str) -> tuple[float, ...]:
    """Return a darker colour, legible as text on white."""
    return tuple(0.6 * part for part in to_rgb(color))


def _apart(places: Sequence[float], gap: float) -> list[float]:
    """Move sorted positions (0–1) as little as needed to leave `gap` between neighbours; within 0 and 1 if they fit."""
    out = list(places)
    for n in range(1, len(out)):
        out[n] = max(out[n], out[n - 1] + gap)
    excess = max(0.0, (out[-1] if out else 0) - 1)
    for n in range(len(out) - 1, -1, -1):
        limit = 1.0 if n == len(out) - 1 else out[n + 1] - gap
        out[n] = min(out[n], limit) if excess else out[n]
    return out


def sign(char: str) -> Path:
    """Return a character of the figures' font as a centred marker."""
    outline = TextPath((0, 0), char, prop=FontProperties(fname=font_file()))
    return Path(outline.vertices - np.mean(outline.get_extents().get_points(), axis=0), outline.codes)
