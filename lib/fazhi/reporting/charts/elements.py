"""Parts shared by charts: checks of the table, names, heat maps, panels, colours and markers, lines with gaps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import wraps

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.figure import FigureBase
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from fazhi import catalog, english
from fazhi.arguments import explained
from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import fonts
from fazhi.reporting.charts import text_layout
from fazhi.reporting.fonts import FAMILIES
from fazhi.reporting.style import COLORS, columns_of_panels

MOST_ROWS = 40
MOST_THEMES = 25
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "h"]
FEW = "#d4d4d4"
NOTHING = "nothing"
"""Label of axes that only say there is nothing to draw."""
MISSING = {"facecolor": "white", "edgecolor": "0.8", "hatch": "////", "linewidth": 0}


def chart(draw: Callable) -> Callable:
    """Decorate a chart: use a font that has Chinese, inside `style` or not, and set the first axes' gid to its name.

    In English, places are written in pinyin and words get glosses. Captions and the SVG use the gid to tell which chart
    it is.
    """

    @explained
    @wraps(draw)
    def named(data: pd.DataFrame, **options):
        fonts.register()
        if options.get("lang", "zh") not in catalog.LANGUAGES:
            raise UnknownName("language", options["lang"], catalog.LANGUAGES)
        data = english.table(data) if options.get("lang") == "en" else data
        owner = options.get("ax") or options.get("figure") or plt.gcf()
        figure = owner.get_figure(root=True)
        if figure.get_layout_engine() is None:
            figure.set_layout_engine("constrained")
        with mpl.rc_context({"font.family": FAMILIES}):
            _in_our_font([owner] if isinstance(owner, Axes) else owner.axes)
            axes = draw(data, **options)
            _in_our_font(np.ravel(axes))
        np.ravel(axes)[0].set_gid(draw.__name__)
        return axes

    return named


def _in_our_font(axes: Iterable[Axes]) -> None:
    """Set a font that has Chinese for titles, labels and ticks, including ticks made later."""
    for ax in axes:
        ax.tick_params(labelfontfamily=FAMILIES)
        for text in ax.findobj(Text):
            text.set_fontfamily(FAMILIES)


def axes_or_current(ax: Axes | None) -> Axes:
    """Return the given axes, or the current ones if None."""
    return plt.gca() if ax is None else ax


def figure_or_current(figure: FigureBase | None) -> FigureBase:
    """Return the given figure or subfigure, or the current figure if None."""
    return plt.gcf() if figure is None else figure


def require(data: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table that lacks a column."""
    missing = [column for column in columns if column not in data]
    if missing:
        there = ", ".join(map(str, data.columns))
        raise FazhiError(f"data has no column {missing[0]!r}; it has {there}; the chart needs {', '.join(columns)}")


def at_most(count: int, what: str, most: int = MOST_ROWS) -> None:
    """Refuse more rows than a reader can tell apart."""
    if count > most:
        raise FazhiError(f"data has {count} {what}, but a chart shows at most {most}; select some, e.g. with the "
                         "parameters regions or years")  # fmt: skip


def nothing(ax: Axes, lang: str) -> Axes:
    """Write into the axes that there is nothing to draw."""
    ax.set_axis_off()
    ax.set_label(NOTHING)
    ax.text(0.5, 0.5, name("chart.no_data", lang), ha="center", va="center", color="0.4", transform=ax.transAxes)
    return ax


def is_empty(figure: FigureBase) -> bool:
    """Whether all axes of a figure only say there is nothing to draw."""
    return bool(figure.axes) and all(ax.get_label() == NOTHING for ax in figure.axes)


def no_panels(figure: FigureBase | None, lang: str) -> np.ndarray:
    """Write into a figure of several panels that there is nothing to draw."""
    figure = figure_or_current(figure)
    return np.array([[nothing(figure.axes[0] if figure.axes else figure.subplots(), lang)]])


def name(identifier: str, lang: str) -> str:
    """Return a name from the catalogue."""
    return catalog.load().name(identifier, lang)


def name_or_itself(kind: str, word: str, lang: str) -> str:
    """Return the name of ``kind.word`` from the catalogue, or the word itself if it has none."""
    known = set(catalog.load().labels["id"])
    return name(f"{kind}.{word}", lang) if f"{kind}.{word}" in known else str(word)


def unit(written: str, indicator: str, lang: str) -> str:
    """Return the name of a unit for an indicator: 件 means cases, but documents for `rules.…`."""
    own = f"unit.{written}.{indicator.partition('.')[0]}"
    return name(own, lang) if own in set(catalog.load().labels["id"]) else name_or_itself("unit", written, lang)


def places(data: pd.DataFrame) -> pd.Series:
    """Return the key of each row's region: its name, followed by its code if two regions share the name."""
    if "region_code" not in data:
        return data["region"].astype(str)
    codes = data.groupby("region")["region_code"].transform("nunique")
    return data["region"].where(codes == 1, data["region"] + " " + data["region_code"].astype(str)).astype(str)


def in_order(values: pd.Series) -> list:
    """Return the distinct values in the table's order."""
    return list(dict.fromkeys(values))


def as_in_the_codebook(themes: Iterable[str]) -> list[str]:
    """Return the distinct themes in the codebook's order; those not in it (``other``) come last."""
    codebook, given = list(catalog.load().themes["id"]), set(themes)
    return [theme for theme in codebook if theme in given] + sorted(given - set(codebook))


def percent(value: float, _position: int = 0) -> str:
    """Return a share (0–1) as a percentage, as text."""
    return f"{100 * value:.10g}%"


def counts(top: float, lang: str) -> FuncFormatter:
    """Return a formatter that abbreviates counts up to `top`, all in one unit: 12万, 120k."""
    steps = {"zh": [(1e8, 1e8, "亿"), (1e5, 1e4, "万")], "en": [(1e6, 1e6, "M"), (1e5, 1e3, "k")]}[lang]
    scale, sign = next(((scale, sign) for least, scale, sign in steps if top >= least), (1, ""))
    return FuncFormatter(lambda value, _position=0: f"{value / scale:,.10g}{sign if value else ''}")


def heat_map(
    ax: Axes, values: np.ndarray, texts: Sequence[Sequence[str]], label: str, *, few: np.ndarray | bool = False
) -> None:
    """Draw a matrix of shares (0–1) as colours with a text in each cell; NaN is hatched.

    Where `few` is true the base is too small for a colour, and shares above zero are grey. Call this after labelling
    the rows and before labelling the columns.
    """
    ax.patch.set(**MISSING)
    grey = np.broadcast_to(few, values.shape) & (values > 0)
    most = float(np.nanmax(values[~grey], initial=0)) or 1.0
    edges = [np.arange(size + 1) - 0.5 for size in values.shape]
    lines = {"edgecolors": "white", "linewidth": 0.8}
    mesh = ax.pcolormesh(edges[1], edges[0], np.ma.masked_array(values, np.isnan(values) | grey), vmin=0,
                         vmax=most * 1.15, cmap="Blues", **lines)  # fmt: skip
    if grey.any():
        ax.pcolormesh(edges[1], edges[0], np.ma.masked_array(values, ~grey), cmap=ListedColormap([FEW]), **lines)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            ink = ink_on(FEW if grey[row, column] else mesh.cmap(mesh.norm(values[row, column])))
            ax.text(column, row, text, ha="center", va="center", fontsize=7, color=ink)
    ax.spines[:].set_visible(False)
    if grey[~np.isnan(values)].any() and not (values[~grey] > 0).any():
        ax.set_xlabel(label, loc="left")
        return
    bar = ax.figure.colorbar(mesh, ax=ax, location="bottom", pad=0.02, fraction=0.08, aspect=45, shrink=0.5,
                             anchor=(0.0, 1.0), format=FuncFormatter(percent))  # fmt: skip
    bar.ax.set_xlim(0, most)
    bar.locator = plt.MaxNLocator(5)
    beside_ticks = {"xytext": (12, 0), "textcoords": "offset points"}  # half of the last tick's label, 100%, is there
    said = bar.ax.annotate("", (1, 1), xycoords="axes fraction", va="top", annotation_clip=False, **beside_ticks)
    said.set_text(text_layout.wrapped(label, 0.46 * text_layout.room(ax)[0] / said.get_fontsize(), 2))
    bar.outline.set_visible(False)


def ink_on(color: tuple[float, ...]) -> str:
    """Return white or near-black, whichever is easier to read on a colour (by WCAG 2.1's relative luminance)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color)]
    return "0.1" if np.dot(linear, [0.2126, 0.7152, 0.0722]) > 0.2 else "white"


def width_in_points(figure: FigureBase) -> float:
    """Return the width of a figure or subfigure in points."""
    return figure.bbox.width / figure.dpi * 72


def title_points() -> float:
    """Return the size of panel titles in points, also if the user's settings give it as a word (``"large"``)."""
    return FontProperties(size=mpl.rcParams["axes.titlesize"]).get_size_in_points()


def panels(count: int, figure: FigureBase | None, columns: int = 0) -> tuple[FigureBase, np.ndarray]:
    """Make a grid of at least `count` panels in a figure or subfigure (None = the current figure)."""
    figure = figure_or_current(figure)
    columns = columns or columns_of_panels(count)
    axes = figure.subplots(math.ceil(count / columns), columns, squeeze=False)
    for ax in axes.flat[count:]:
        ax.set_axis_off()
    return figure, axes


def small_multiples(
    data: pd.DataFrame,
    by: str,
    draw: Callable[[Axes, pd.DataFrame], None],
    title: Callable[[pd.DataFrame], str],
    *,
    beside: float = 6,
    columns: int = 0,
    figure: FigureBase | None = None,
) -> tuple[FigureBase, np.ndarray]:
    """Draw the rows of each value of column `by` in a panel with a title, in the table's order.

    Parameters
    ----------
    data : DataFrame
        The table to draw.
    by : str
        The column whose values are the panels.
    draw, title : callable
        `draw` draws rows into a panel's Axes; `title` returns the panel's title.
    beside : float
        Width in ems of the labels at the left of a panel, which narrow its title.
    columns : int
        Number of panels side by side; 0 = chosen by `style.columns_of_panels`.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.

    Returns
    -------
    Figure or SubFigure, 2-D array of Axes
        The axes row by row; the last ones may be empty.
    """
    keys = in_order(data[by])
    figure, axes = panels(len(keys), figure, columns)
    width = width_in_points(figure) / axes.shape[1] / title_points() - beside
    for ax, key in zip(axes.flat, keys, strict=False):
        rows = data[data[by] == key]
        draw(ax, rows)
        ax.set_title(text_layout.wrapped(title(rows), width), loc="left")
    return figure, axes


def panels_of_themes(
    data: pd.DataFrame, draw: Callable[[Axes, pd.DataFrame], None], lang: str, **options
) -> tuple[FigureBase, np.ndarray]:
    """Draw the rows of each theme in a panel with its name, in the codebook's order; at most `MOST_THEMES`.

    Parameters, and what is returned, are those of `small_multiples`.
    """
    themes = as_in_the_codebook(data["theme_id"])
    at_most(len(themes), "themes", MOST_THEMES)
    ordered = data.sort_values("theme_id", key=lambda ids: ids.map(themes.index), kind="stable")
    return small_multiples(ordered, "theme_id", draw, lambda rows: name(rows["theme_id"].iloc[0], lang), **options)


def looks_of_regions(data: pd.DataFrame, regions: Sequence[str] = ()) -> dict[str, dict]:
    """Return the colour and marker of each region; combinations repeat only after 56 regions.

    Parameters
    ----------
    data : DataFrame [region, region_code]
        The table to draw.
    regions : sequence of str
        Codes of all regions of the corpus (`Corpus.region_codes`), so that a region looks the same in every figure.
        Empty = the regions of `data`, in its order.

    Returns
    -------
    dict of str to dict
        The keys of `places` → ``color`` and ``marker``.

    Raises
    ------
    UnknownName
        For a region of `data` that is not in `regions`.
    """
    named = pd.DataFrame({"key": places(data), "code": data.get("region_code", places(data))}).drop_duplicates()
    order = list(regions) or in_order(named["code"])
    for code in named["code"]:
        if code not in order:
            raise UnknownName("region", code, order)
    named["place"] = named["code"].map(order.index)
    named = named.sort_values(["place", "key"], key=lambda cells: cells.map(len) if cells.name == "key" else cells)
    named["place"] += len(order) * named.groupby("code").cumcount()  # a region's departments differ from its government
    return {row.key: look(row.place) for row in named.itertuples()}


def look(number: int) -> dict:
    """Return the colour and marker of the `number`-th series."""
    return {"color": COLORS[number % len(COLORS)], "marker": MARKERS[number % len(MARKERS)]}


def side_by_side(keys: Sequence[str], reach: float) -> dict[str, float]:
    """Return an offset for each region, from -`reach` to `reach`, so that marks of the same year do not overlap."""
    return dict(zip(keys, np.linspace(-reach, reach, len(keys)) if len(keys) > 1 else [0.0], strict=True))


def with_gaps(years: Sequence[int], values: Sequence[float]) -> tuple[list[int], list[float]]:
    """Return all years from the first to the last, and their values; NaN for a missing year, so that lines break."""
    known = dict(zip(years, values, strict=True))
    span = list(range(min(years), max(years) + 1))
    return span, [known.get(year, math.nan) for year in span]
