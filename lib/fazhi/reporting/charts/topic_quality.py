"""Tables of topic quality and correlation → charts of how good topics are, and which occur together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, VERMILLION

MOST_TOPICS = 40
SHOWN_FROM = 0.1
LABEL_EMS = 15


@elements.chart
def topic_quality(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw each topic by its coherence and its exclusivity: good topics are at the top right.

    Parameters
    ----------
    data : DataFrame [topic_id, label, stable, coherence, coherence_low, coherence_high, exclusivity, exclusivity_low,
           exclusivity_high]
        One row for each topic (`fitting.quality`), NaN = no interval. The number beside a mark is the topic's position
        in the table; unstable topics are hollow.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    measured = [f"{name}{end}" for name in ("coherence", "exclusivity") for end in ("", "_low", "_high")]
    elements.require(data, ["topic_id", "label", "stable", *measured])
    elements.at_most(len(data), "topics", MOST_TOPICS)
    ax.hlines(data["exclusivity"], data["coherence_low"], data["coherence_high"], color="0.75", linewidth=0.8)
    ax.vlines(data["coherence"], data["exclusivity_low"], data["exclusivity_high"], color="0.75", linewidth=0.8)
    looks = {True: {"color": BLUE}, False: {"color": VERMILLION, "markerfacecolor": "white"}}
    stable = data["stable"].astype(bool)
    for kind, form in looks.items():
        rows = data[stable == kind]
        label = elements.name("chart.stable" if kind else "chart.unstable", lang)
        if len(rows):
            ax.plot(rows["coherence"], rows["exclusivity"], "o", label=label, **form)
    for number, row in enumerate(data.itertuples(), start=1):
        ax.annotate(str(number), (row.coherence, row.exclusivity), (3, 3), textcoords="offset points", fontsize=7)
    ax.set_xlabel(elements.name("chart.coherence", lang))
    ax.set_ylabel(elements.name("chart.exclusivity", lang))
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.grid()
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax


@elements.chart
def topic_network(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw which topics occur together in reports: topics on a circle, with thicker lines for higher correlations.

    Parameters
    ----------
    data : DataFrame [topic_id, label, other_id, other, correlation, low, high]
        One row for each pair (`correlation.correlations`). Only correlations above 0.1 are drawn, dashed if the
        interval includes 0 or there is none.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["topic_id", "label", "other_id", "other", "correlation", "low", "high"])
    ends = [data[["topic_id", "label"]], data[["other_id", "other"]].set_axis(["topic_id", "label"], axis=1)]
    nodes = pd.concat(ends).drop_duplicates("topic_id").set_index("topic_id")["label"]
    elements.at_most(len(nodes), "topics", MOST_TOPICS)
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(nodes)) / len(nodes)
    places = dict(zip(nodes.index, np.column_stack([np.cos(angles), np.sin(angles)]), strict=True))
    for row in data[data["correlation"] > SHOWN_FROM].itertuples():
        sure = {"linestyle": "-", "color": BLUE} if row.low > 0 else {"linestyle": "--", "color": "0.6"}
        ends_of_line = np.array([places[row.topic_id], places[row.other_id]]).T
        ax.plot(*ends_of_line, linewidth=0.5 + 3 * row.correlation, zorder=1, **sure)
    for topic, (x, y) in places.items():
        ax.plot(x, y, "o", color=BLUE, zorder=2)
        side = "left" if x > 0.1 else "right" if x < -0.1 else "center"
        height = "center" if side != "center" else "bottom" if y > 0 else "top"
        label = text_layout.wrapped(nodes[topic], LABEL_EMS)
        ax.annotate(label, (1.09 * x, 1.09 * y), ha=side, va=height, fontsize=7)
    ax.set(xlim=(-2.6, 2.6), ylim=(-1.3, 1.3), aspect="equal")
    ax.set_axis_off()
    forms = {"chart.correlated": {"color": BLUE}, "chart.unsure": {"color": "0.6", "linestyle": "--"}}
    text_layout.legend_above(ax, [Line2D([], [], label=elements.name(k, lang), **form) for k, form in forms.items()])
    return ax
