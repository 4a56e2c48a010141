"""What governments count: lines with gaps and bounds, small multiples, stated against computed rates, a tile map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import FigureBase
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from fazhi import catalog, csv_rows, paths
from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.charts.units import unit_of
from fazhi.reporting.style import BLUE, ORANGE

PANEL = ["region", "year", "indicator_id", "status", "value", "bound", "unit", "qualifier"]
FOOT = {"not reported": "x", "other measure": "d"}
ARROW = {"arrowstyle": "->", "linewidth": 0.8, "shrinkA": 2, "shrinkB": 0, "mutation_scale": 5}
MOST_DIRECT = 8


@elements.chart
def indicator_lines(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw one indicator through the years, a line for each region, gaps and bounds visible.

    Parameters
    ----------
    data : DataFrame [region, year, indicator_id, status, value, bound, unit, qualifier]
        Rows of one indicator (`Corpus.values`). A report that does not state it has a mark at the foot,
        in the grey strip below zero; values with a qualifier are hollow and joined by a dotted line. With a column
        `per` (`per_capita.per_capita`) the unit says how many residents a value is for.
    ax, lang
        As in `coverage`.

    Raises
    ------
    FazhiError
        If `data` holds more than one indicator.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, PANEL)
    if data["indicator_id"].nunique() > 1:
        found = data["indicator_id"].nunique()
        raise FazhiError(f"data holds {found} indicators; select one, or draw indicator_multiples")
    keys = elements.places(data)
    looks = elements.look_of(elements.in_order(keys))
    elements.at_most(len(looks), "regions")
    _draw_indicator(ax, data.assign(key=keys), looks, lang)
    text_layout.years(ax, data["year"], most=10)
    ax.set_ylabel(text_layout.wrapped(title_of(data, lang), 20, 2))
    direct = len(looks) <= MOST_DIRECT
    text_layout.legend_above(
        ax, form_handles(data, lang) if direct else _region_handles(looks) + form_handles(data, lang)
    )
    if direct:
        text_layout.line_ends(ax, _ends(data.assign(key=keys), looks))
    return ax


@elements.chart
def indicator_multiples(data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh") -> np.ndarray:
    """Draw several indicators, a panel for each with a scale of its own from zero.

    Parameters
    ----------
    data : DataFrame
        As for `indicator_lines`, of any number of indicators; panels come in the table's order.
    figure : Figure or SubFigure, optional
        Where to draw; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    2-D array of Axes
        Row by row; those left over are empty.
    """
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, PANEL)
    data = data.assign(key=elements.places(data))
    looks = elements.look_of(sorted(set(data["key"]), key=elements.in_order(data["key"]).index))
    elements.at_most(len(looks), "regions")
    elements.at_most(data["indicator_id"].nunique(), "indicators", 25)

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        _draw_indicator(ax, rows, looks, lang)
        text_layout.years(ax, data["year"], most=5)

    figure, axes = elements.small_multiples(
        data, "indicator_id", draw, lambda rows: title_of(rows, lang), figure=figure
    )
    text_layout.legend_above(figure, _region_handles(looks) + form_handles(data, lang))
    return axes


def _draw_indicator(ax: Axes, data: pd.DataFrame, looks: dict[str, dict], lang: str) -> None:
    top = float(np.nan_to_num(data["value"].max())) or 1.0
    for key, look in looks.items():
        rows = data[data["key"] == key]
        for qualifier, values in rows[rows["value"].notna()].groupby("qualifier", sort=True):
            _draw_series(ax, values, look, hollow=bool(qualifier), reach=top * 0.09)
    _draw_foot(ax, data, looks, top)
    text_layout.years(ax, data["year"])
    ax.set_ylim(-0.17 * top, 1.16 * top)
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=top > 4))
    stated = data["value"].notna().any()
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= 1.16 * top and stated])
    ax.yaxis.set_major_formatter(elements.counts(1.16 * top, lang))
    ax.grid(axis="y")


def _draw_series(ax: Axes, rows: pd.DataFrame, look: dict, *, hollow: bool, reach: float) -> None:
    """Draw a region's values of one qualifier, joined where years follow each other; bounds as open marks."""
    once = rows.drop_duplicates("year")
    face = "white" if hollow else look["color"]
    ax.plot(*elements.with_gaps(once["year"], once["value"]), color=look["color"], linestyle=":" if hollow else "-")
    ax.plot(rows["year"], rows["value"], linestyle="none", markerfacecolor=face, markeredgewidth=0.8, **look)
    arrow = ARROW | {"color": look["color"]}
    for bound, sign in (("more_than", 1), ("less_than", -1)):
        for row in rows[rows["bound"] == bound].itertuples():
            ax.annotate("", (row.year, row.value + sign * reach), (row.year, row.value), arrowprops=arrow)
    for row in rows[rows["bound"] == "about"].itertuples():
        ax.annotate("≈", (row.year, row.value), (4, 1), textcoords="offset points", fontsize=7, color=look["color"])


def _draw_foot(ax: Axes, data: pd.DataFrame, looks: dict[str, dict], top: float) -> None:
    """Mark, in a strip below zero, the reports that give no value; regions side by side."""
    ax.axhspan(-0.17 * top, -0.045 * top, color="0.94", linewidth=0)
    ax.axhline(0, color="0.3", linewidth=0.6)
    ax.spines["bottom"].set_visible(False)
    steps = elements.side_by_side(looks, 0.25)
    for status, marker in FOOT.items():
        for row in data[data["status"] == status].drop_duplicates(["key", "year"]).itertuples():
            ax.plot(row.year + steps[row.key], -0.107 * top, marker=marker, color=looks[row.key]["color"], markersize=3,
                    linestyle="none", markerfacecolor="white", clip_on=False)  # fmt: skip


def _ends(data: pd.DataFrame, looks: dict[str, dict]) -> list[tuple[str, float, float, str]]:
    """Return where each region's line ends: at its last value, at the foot where it has none."""
    ends = []
    for key, look in looks.items():
        rows = data[data["key"] == key]
        stated = rows[rows["value"].notna()].sort_values(["year", "qualifier"], ascending=[True, False])
        last = stated.iloc[-1] if len(stated) else rows.sort_values("year").iloc[-1]
        ends.append((key, last["year"], last["value"] if len(stated) else 0.0, look["color"]))
    return ends


def title_of(rows: pd.DataFrame, lang: str) -> str:
    """Return the indicator's name with the unit of its values."""
    name, unit = elements.name(rows["indicator_id"].iloc[0], lang), unit_of(rows, lang)
    return f"{name} ({unit})" if unit else name


def _region_handles(looks: dict[str, dict]) -> list[Line2D]:
    return [Line2D([], [], label=key, **look) for key, look in looks.items()]


def form_handles(data: pd.DataFrame, lang: str, arrows: str = "↑↓") -> list[Line2D]:
    """Explain the marks that occur; `arrows` are those of values that are more, and less, than their mark."""
    grey = {"color": "0.3", "linestyle": "none"}
    handles = []
    for status, marker in FOOT.items():
        if (data["status"] == status).any():
            label = elements.name(f"status.{status}", lang)
            handles.append(Line2D([], [], marker=marker, markerfacecolor="white", markersize=3, label=label, **grey))
    for bound, char in zip(("more_than", "less_than", "about"), f"{arrows}≈", strict=True):
        if (data["bound"] == bound).any():
            form = {"marker": text_layout.sign(char), "markersize": 6, "markeredgewidth": 0}
            handles.append(Line2D([], [], label=elements.name(f"chart.{bound}", lang), **form, **grey))
    if (data["qualifier"].fillna("") != "").any():
        label = elements.name("chart.qualified", lang)
        handles.append(Line2D([], [], color="0.3", linestyle=":", marker="o", markerfacecolor="white", label=label))
    return handles


@elements.chart
def stated_computed(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw rates as printed against the same rates from the report's own counts.

    Parameters
    ----------
    data : DataFrame [region, year, ratio_id, stated, computed]
        Both in per cent, NaN = not there (`Corpus.rates`). Ratios that the catalogue gives another unit (yuan for
        each case …) are no rates and are not drawn.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "ratio_id", "stated", "computed"])
    rates = catalog.load().ratios.query("unit == '%'")["id"]
    data = data[data["ratio_id"].isin(rates)]
    if data.empty:
        return elements.nothing(ax, lang)
    elements.at_most(len(data), "rates")
    data = data.assign(key=elements.places(data)).sort_values(["ratio_id", "key", "year"], kind="stable")
    rows, stated, computed = np.arange(len(data)), data["stated"], data["computed"]
    hollow = {"markersize": 5.5, "markerfacecolor": "white", "markeredgewidth": 1.2, "color": ORANGE}
    ax.hlines(rows, np.fmin(stated, computed), np.fmax(stated, computed), color="0.6", linewidth=1.2)
    ax.plot(computed, rows, "D", linestyle="none", label=elements.name("chart.computed", lang), **hollow)
    ax.plot(stated, rows, "o", markersize=3, color=BLUE, label=elements.name("chart.stated", lang))
    text_layout.rows(ax, list(data["key"] + " " + data["year"].astype(str)), 20)
    _head_groups(ax, data["ratio_id"], lang)
    ax.set_xlabel(elements.name("chart.rate", lang))
    ax.grid(axis="x")
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0][::-1])
    return ax


def _head_groups(ax: Axes, ratios: pd.Series, lang: str) -> None:
    """Name each rate at the right of its rows, and part the groups by a line."""
    starts = [n for n, ratio in enumerate(ratios) if n == 0 or ratio != ratios.iloc[n - 1]]
    for start, end in zip(starts, [*starts[1:], len(ratios)], strict=True):
        label = text_layout.wrapped(elements.name(ratios.iloc[start], lang), 13, max(1, 2 * (end - start)))
        ax.annotate(label, (1.01, (start + end - 1) / 2), xycoords=ax.get_yaxis_transform(), va="center", fontsize=7)
        if start:
            ax.axhline(start - 0.5, color="0.5", linewidth=0.5)


@elements.chart
def province_tiles(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", label: str = "") -> Axes:
    """Draw a value for each province as tiles that lie about where the provinces lie; no borders.

    Parameters
    ----------
    data : DataFrame [province_code, value]
        Six-digit codes (``"530000"``) and values ≥ 0; provinces that are not in it, or NaN, stay hatched.
    ax, lang
        As in `coverage`.
    label : str
        What the values are, e.g. with their unit; it stands in the corner.

    Raises
    ------
    UnknownName
        For a code that is no province's.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["province_code", "value"])
    tiles = csv_rows.read_table(paths.CATALOG / "province_tiles.csv", ["code", "row", "column", "name_zh", "name_en"])
    values = dict(zip(data["province_code"].astype(str), data["value"], strict=True))
    for code in values:
        if code not in set(tiles["code"]):
            raise UnknownName("province_code", code, tiles["code"])
    scale = ScalarMappable(Normalize(0, float(np.nanmax(list(values.values()))) * 1.15 or 1.0), "Blues")
    for tile in tiles.itertuples():
        named = text_layout.wrapped(getattr(tile, f"name_{lang}"), 6.5, 2)
        _draw_tile(ax, (int(tile.column), int(tile.row)), named, values.get(tile.code, np.nan), scale)
    ax.set(xlim=(0.4, 8.6), ylim=(7.6, -0.6), aspect="equal")
    ax.set_axis_off()
    ax.text(0.55, -0.4, label, va="top")
    return ax


def _draw_tile(ax: Axes, place: tuple[int, int], named: str, value: float, scale: ScalarMappable) -> None:
    """Draw a province as a tile with its value; hatched where there is none."""
    missing = np.isnan(value)
    form = elements.MISSING if missing else {"facecolor": scale.to_rgba(value), "edgecolor": "white"}
    ax.add_patch(Rectangle((place[0] - 0.47, place[1] - 0.47), 0.94, 0.94, **form))
    ink = "0.35" if missing else elements.ink_on(form["facecolor"])
    text = named if missing else f"{named}\n{value:,.4g}" if value < 1e4 else f"{named}\n{value:,.0f}"
    ax.text(*place, text, ha="center", va="center", color=ink, fontsize=7, linespacing=1.1)
