"""Indicator values → a chart of each region's latest report, as rows of dots; for more regions than lines can show."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.ticker import MaxNLocator

from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.charts.indicators import ARROW, FOOT, PANEL, form_handles, marked, title_of
from fazhi.reporting.style import BLUE

MOST_PANELS = 4
NAMES = 12  # width of regions' names in ems
STRIP = (-0.24, -0.05)  # the strip with marks of what is not stated, as shares of the largest value
REACH = {"more_than": 0.13, "less_than": -0.13}  # length of the arrow of an open bound, as a share of the largest value


@elements.chart
def indicator_dots(
    data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh", confidence: float = 0.0
) -> np.ndarray:
    """Draw what the latest report of each region states: a row for each region, a panel for each indicator.

    Parameters
    ----------
    data : DataFrame [region, year, indicator_id, status, value, bound, unit, qualifier]
        Rows of one to four indicators (`Corpus.values`). Only the last year of each region is drawn; it is printed
        beside the region's name. Regions keep the table's order: self-reported counts do not justify a ranking. A
        report that does not state an indicator has a mark in the grey strip left of zero; values with a qualifier are
        hollow.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.
    confidence
        As in `indicator_lines`.

    Returns
    -------
    2-D array of Axes
        One row of panels, each with its own scale from zero.
    """
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, PANEL)
    data = marked(data, confidence)
    data = data[data["year"] == data.groupby("key")["year"].transform("max")]
    data = data.assign(key=data["key"] + " " + data["year"].astype(str))
    keys, indicators = elements.in_order(data["key"]), elements.in_order(data["indicator_id"])
    elements.at_most(len(keys), "regions")
    elements.at_most(len(indicators), "indicators", MOST_PANELS)
    figure = elements.figure_or_current(figure)
    axes = figure.subplots(1, len(indicators), sharey=True, squeeze=False)
    width = (elements.width_in_points(figure) / elements.title_points() - NAMES) / len(indicators) - 2
    for ax, indicator in zip(axes.flat, indicators, strict=True):
        rows = data[data["indicator_id"] == indicator]
        _draw_dots(ax, rows.assign(place=rows["key"].map(keys.index)), lang)
        ax.set_title(text_layout.wrapped(title_of(rows, lang), width))
    text_layout.rows(axes[0, 0], keys, NAMES)
    text_layout.legend_above(figure, form_handles(data, lang, "→←"))
    return axes


def _draw_dots(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """Draw one indicator's values, with arrows for open bounds, and marks left of zero for reports without a value."""
    top = float(np.nan_to_num(data["value"].max())) or 1.0
    hollow = (data["qualifier"].fillna("") != "") | data["doubted"]
    for rows, face in ((data[~hollow], BLUE), (data[hollow], "white")):
        ax.plot(rows["value"], rows["place"], "o", color=BLUE, markerfacecolor=face, markersize=4)
    for row in data[data["bound"].isin(REACH)].itertuples():
        end = (row.value + REACH[row.bound] * top, row.place)
        ax.annotate("", end, (row.value, row.place), arrowprops=ARROW | {"color": BLUE})
    for row in data[data["value"].notna()].itertuples():
        text = f"{'≈' if row.bound == 'about' else ''}{row.value:,.10g}"
        ax.annotate(
            text, (row.value, row.place), (0, 4), textcoords="offset points", ha="center", fontsize=7, color="0.2"
        )
    ax.axvspan(STRIP[0] * top, STRIP[1] * top, color="0.94", linewidth=0)
    for status, marker in FOOT.items():
        places = data.loc[data["status"] == status, "place"].unique()
        ax.plot(
            [sum(STRIP) / 2 * top] * len(places), places, marker, color="0.3", markersize=3, markerfacecolor="white"
        )
    ax.axvline(0, color="0.3", linewidth=0.6)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(STRIP[0] * top, 1.28 * top)
    ax.xaxis.set_major_locator(MaxNLocator(2, integer=top > 4))
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= 1.28 * top and data["value"].notna().any()])
    ax.xaxis.set_major_formatter(elements.counts(1.28 * top, lang))
    ax.grid(axis="both")
