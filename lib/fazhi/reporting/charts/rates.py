"""Rates as printed and as computed → a chart of both side by side, never mixed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from fazhi import catalog
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, ORANGE


@elements.chart
def stated_computed(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw rates as printed beside the same rates computed from the report's own counts.

    Parameters
    ----------
    data : DataFrame [region, year, ratio_id, stated, computed, computed_low, computed_high]
        In per cent, NaN = none (`Corpus.rates`). A rate computed from inexact counts (500余) is a bar from its lowest
        to its highest possible value, and is not drawn if there is no upper limit. Ratios with another unit in the
        catalogue (yuan per case …) are not rates and are not drawn.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "ratio_id", "stated", "computed", "computed_low", "computed_high"])
    rates = catalog.load().ratios.query("unit == '%'")["id"]
    data = data[data["ratio_id"].isin(rates)]
    if data.empty:
        return elements.nothing(ax, lang)
    elements.at_most(len(data), "rates")
    data = data.assign(key=elements.places(data)).sort_values(["ratio_id", "key", "year"], kind="stable")
    rows, stated, computed = np.arange(len(data)), data["stated"], data["computed"]
    hollow = {"markersize": 5.5, "markerfacecolor": "white", "markeredgewidth": 1.2, "color": ORANGE}
    ax.hlines(rows, np.fmin(stated, computed), np.fmax(stated, computed), color="0.6", linewidth=1.2)
    inexact = computed.isna()
    ax.hlines(rows[inexact], data["computed_low"][inexact], data["computed_high"][inexact], color=ORANGE, linewidth=2.5)
    ax.plot(computed, rows, "D", linestyle="none", label=elements.name("chart.computed", lang), **hollow)
    ax.plot(stated, rows, "o", markersize=3, color=BLUE, label=elements.name("chart.stated", lang))
    text_layout.rows(ax, list(data["key"] + " " + data["year"].astype(str)), 20)
    _head_groups(ax, data["ratio_id"], lang)
    ax.set_xlabel(elements.name("chart.rate", lang))
    ax.grid(axis="x")
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0][::-1])
    return ax


def _head_groups(ax: Axes, ratios: pd.Series, lang: str) -> None:
    """Write the name of each rate at the right of its rows, and separate the groups by a line."""
    starts = [n for n, ratio in enumerate(ratios) if n == 0 or ratio != ratios.iloc[n - 1]]
    for start, end in zip(starts, [*starts[1:], len(ratios)], strict=True):
        label = text_layout.wrapped(elements.name(ratios.iloc[start], lang), 13, max(1, 2 * (end - start)))
        ax.annotate(label, (1.01, (start + end - 1) / 2), xycoords=ax.get_yaxis_transform(), va="center", fontsize=7)
        if start:
            ax.axhline(start - 0.5, color="0.5", linewidth=0.5)
