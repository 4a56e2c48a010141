"""What the charts share: checks of the table, names, wrapped labels, heat maps, lines with gaps, direct labels."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.ticker import FuncFormatter

from fazhi import catalog
from fazhi.errors import FazhiError
from fazhi.reporting.figures import COLORS, columns_of_panels, font_file

MOST_ROWS = 40
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "h"]
HATCHES = ["", "////", "....", "\\\\\\\\", "xxxx", "----"]
OPENING, CLOSING = "(（《“「[", " ,.;:%/·、，。；：！？）)》”」]"
MISSING = {"facecolor": "white", "edgecolor": "0.8", "hatch": "////", "linewidth": 0}


def axes_or_current(ax: Axes | None) -> Axes:
    """Return the axes given, else the current ones."""
    return plt.gca() if ax is None else ax


def require(data: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table that lacks a column."""
    missing = [column for column in columns if column not in data]
    if missing:
        there = ", ".join(map(str, data.columns))
        raise FazhiError(f"data has no column {missing[0]!r}; it has {there}; the chart wants {', '.join(columns)}")


def at_most(count: int, what: str, most: int = MOST_ROWS) -> None:
    """Refuse more rows than can be read."""
    if count > most:
        raise FazhiError(f"data has {count} {what}, and a chart shows at most {most}; select some, e.g. by the "
                         "parameters regions or years")  # fmt: skip


def nothing(ax: Axes, lang: str) -> Axes:
    """Say that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, name("chart.no_data", lang), ha="center", va="center", color="0.4", transform=ax.transAxes)
    return ax


def name(identifier: str, lang: str) -> str:
    """Return a name from the catalogue."""
    return catalog.load().name(identifier, lang)


def name_or_itself(kind: str, word: str, lang: str) -> str:
    """Return the name of ``kind.word`` where the catalogue has one, else the word as it is."""
    known = set(catalog.load().labels["id"])
    return name(f"{kind}.{word}", lang) if f"{kind}.{word}" in known else str(word)


def places(data: pd.DataFrame) -> pd.Series:
    """Return the key of each row's region: its name, with its code where two regions share a name."""
    if "region_code" not in data:
        return data["region"].astype(str)
    codes = data.groupby("region")["region_code"].transform("nunique")
    return data["region"].where(codes == 1, data["region"] + " " + data["region_code"].astype(str)).astype(str)


def in_order(values: pd.Series) -> list:
    """Return the distinct values in the table's order."""
    return list(dict.fromkeys(values))


def percent(value: float, _position: int = 0) -> str:
    """Write a share (0–1) as a percentage."""
    return f"{100 * value:.10g}%"


def counts(top: float, lang: str) -> FuncFormatter:
    """Write the counts of an axis that reaches `top` short, all in one unit: 12万, 120k."""
    steps = {"zh": [(1e8, 1e8, "亿"), (1e5, 1e4, "万")], "en": [(1e6, 1e6, "M"), (1e5, 1e3, "k")]}[lang]
    scale, sign = next(((scale, sign) for least, scale, sign in steps if top >= least), (1, ""))
    return FuncFormatter(lambda value, _position=0: f"{value / scale:,.10g}{sign if value else ''}")


# --- labels ---------------------------------------------------------------------------------------------------------


@cache
def ems(text: str) -> float:
    """Measure a line's width in units of the type size, in the figures' font."""
    return text_to_path.get_text_width_height_descent(text, FontProperties(fname=font_file(), size=100), False)[0] / 100


def wrapped(label: str, width: float, most: int = 4) -> str:
    """Break a label between words into the fewest lines, at most `most`, that are `width` ems wide or less.

    Where that cannot be had, the lines are as short as `most` lines allow.
    """
    pieces = _pieces(label)
    if max(map(ems, pieces)) > width:
        pieces = [part for piece in pieces for part in re.findall(r"[^-]+-*\s*|-+\s*", piece)]
    for lines in range(1, most + 1):
        text = _even_lines(pieces, lines)
        if max(map(ems, text)) <= width:
            break
    return "\n".join(text)


def _even_lines(pieces: Sequence[str], lines: int) -> list[str]:
    """Fill at most `lines` lines as evenly as the pieces allow."""
    width = max(*map(ems, pieces), ems("".join(pieces)) / lines)
    while len(text := _fill(pieces, width)) > lines:
        width += 0.5
    return text


def _fill(pieces: Sequence[str], width: float) -> list[str]:
    text = [""]
    for piece in pieces:
        if text[-1] and ems((text[-1] + piece).rstrip()) > width:
            text.append("")
        text[-1] += piece
    return [line.strip() for line in text]


@cache
def _pieces(label: str) -> tuple[str, ...]:
    """Cut a label where a line may end: after blanks, and between Chinese words; single characters lean on the next."""
    import rjieba

    pieces: list[str] = []
    for token in re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff\s]+\s*|\s+", label):
        for word in rjieba.cut(token) if "\u3400" <= token[0] <= "\u9fff" else [token]:
            leans = pieces and (_is_single(pieces[-1]) or pieces[-1][-1] in OPENING or word[0] in CLOSING)
            pieces[-1:] = [pieces[-1] + word] if leans else [*pieces[-1:], word]
    if len(pieces) > 1 and _is_single(pieces[-1]):
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return tuple(pieces)


def _is_single(piece: str) -> bool:
    return len(piece) == 1 and "\u3400" <= piece <= "\u9fff"


def label_rows(ax: Axes, labels: Sequence[str], width: float = 16) -> None:
    """Label rows 0, 1, … from the top."""
    ax.set_yticks(range(len(labels)), [wrapped(label, width, 2) for label in labels])
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


def note_row(ax: Axes, row: int, note: str) -> None:
    """Write a note at the right of a row."""
    ax.annotate(note, (1.01, row), xycoords=ax.get_yaxis_transform(), va="center", fontsize=7)


def label_columns(ax: Axes, labels: Sequence[str]) -> None:
    """Label columns 0, 1, … above: in lines where they fit side by side, else upright."""
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
        lines = max(1, int(pitch / 1.25))
        upright = [wrapped(label, 11 if lines < 3 else 6, lines) for label in labels]
        ax.set_xticks(range(len(labels)), upright, rotation=90, va="bottom", ha="center", linespacing=1.05)


def room(ax: Axes) -> tuple[float, float]:
    """Return the width and height of the axes in points, once the layout is made."""
    ax.figure.draw_without_rendering()
    box = ax.get_window_extent()
    return box.width * 72 / ax.figure.dpi, box.height * 72 / ax.figure.dpi


def label_years(ax: Axes, years: Sequence[int], most: int = 6) -> None:
    """Put whole years on the x axis, not more than `most` of them."""
    first, last = min(years), max(years)
    step = math.ceil((last - first + 1) / most)
    ax.set_xticks(range(first, last + 1, step))
    ax.set_xlim(first - 0.4, last + 0.4)


def legend_above(owner: Axes | Figure, handles: Sequence) -> None:
    """Put a legend above everything, row by row, with as many columns as the figure is wide."""
    figure = owner if isinstance(owner, Figure) else owner.figure
    if not handles:
        return
    width = figure.get_figwidth() * 72 / mpl.rcParams["font.size"]
    columns = next((n for n in range(len(handles), 1, -1) if _legend_width(handles, n) < width), 1)
    figure.legend(handles=_by_rows(handles, columns), loc="outside upper left", ncols=columns, handletextpad=0.5)


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


# --- forms ----------------------------------------------------------------------------------------------------------


def heat_map(ax: Axes, values: np.ndarray, texts: Sequence[Sequence[str]], label: str) -> None:
    """Draw a matrix of shares (0–1) as colours with a text in each cell; NaN stays hatched.

    Call it after the rows are labelled and before the columns are.
    """
    ax.patch.set(**MISSING)
    most = float(np.nanmax(values, initial=0)) or 1.0
    edges = [np.arange(size + 1) - 0.5 for size in values.shape]
    mesh = ax.pcolormesh(edges[1], edges[0], np.ma.masked_invalid(values), vmin=0, vmax=most * 1.15, edgecolors="white",
                         linewidth=0.8)  # fmt: skip
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            dark = values[row, column] > most * 0.6
            ax.text(column, row, text, ha="center", va="center", fontsize=7, color="white" if dark else "0.1")
    ax.spines[:].set_visible(False)
    bar = ax.figure.colorbar(mesh, ax=ax, location="bottom", pad=0.02, fraction=0.08, aspect=45, shrink=0.5,
                             anchor=(0.0, 1.0), format=FuncFormatter(percent))  # fmt: skip
    bar.ax.set_xlim(0, most)
    bar.locator = plt.MaxNLocator(5)
    bar.ax.text(1.02, 0.0, label, transform=bar.ax.transAxes)
    bar.outline.set_visible(False)


def panels(count: int) -> tuple[Figure, np.ndarray]:
    """Lay out panels in the current figure; those left over are empty."""
    figure = plt.gcf()
    columns = columns_of_panels(count)
    axes = figure.subplots(math.ceil(count / columns), columns, squeeze=False)
    for ax in axes.flat[count:]:
        ax.set_axis_off()
    return figure, axes


def look_of(keys: Sequence[str]) -> dict[str, dict]:
    """Give each region a colour and a marker; the two together repeat only after 56."""
    return {key: {"color": COLORS[n % len(COLORS)], "marker": MARKERS[n % len(MARKERS)]} for n, key in enumerate(keys)}


def sign(char: str) -> Path:
    """Return a character of the figures' font as a marker."""
    outline = TextPath((0, 0), char, prop=FontProperties(fname=font_file()))
    return Path(outline.vertices - np.mean(outline.get_extents().get_points(), axis=0), outline.codes)


def with_gaps(years: Sequence[int], values: Sequence[float]) -> tuple[list[int], list[float]]:
    """Lay values out over every year from the first to the last, NaN where there is none, so that lines break there."""
    known = dict(zip(years, values, strict=True))
    span = list(range(min(years), max(years) + 1))
    return span, [known.get(year, math.nan) for year in span]


def label_ends(ax: Axes, ends: Sequence[tuple[str, float, float, str]]) -> None:
    """Write names at the right end of lines, moved apart where they would touch; `ends` holds name, x, y, colour."""
    height = room(ax)[1]
    gap = 10.5 / height
    fractions = [ax.transAxes.inverted().transform(ax.transData.transform((x, y)))[1] for _, x, y, _ in ends]
    order = np.argsort(fractions, kind="stable")
    spread = _apart([fractions[n] for n in order], gap)
    for place, n in zip(spread, order, strict=True):
        text, x, y, color = ends[n]
        moved = abs(place - fractions[n]) > gap / 4
        arrow = {"arrowstyle": "-", "color": color, "linewidth": 0.4, "shrinkA": 0, "shrinkB": 3} if moved else None
        ax.annotate(text, (x, y), (1.02, place), textcoords="axes fraction", va="center", color=color, fontsize=7.5,
                    arrowprops=arrow, annotation_clip=False)  # fmt: skip


def _apart(places: Sequence[float], gap: float) -> list[float]:
    """Move sorted places apart until each is `gap` from the next, about where they were, from 0 to 1 if they fit."""
    out = list(places)
    for n in range(1, len(out)):
        out[n] = max(out[n], out[n - 1] + gap)
    excess = max(0.0, (out[-1] if out else 0) - 1)
    for n in range(len(out) - 1, -1, -1):
        limit = 1.0 if n == len(out) - 1 else out[n + 1] - gap
        out[n] = min(out[n], limit) if excess else out[n]
    return out
