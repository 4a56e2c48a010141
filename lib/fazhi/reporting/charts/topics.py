"""Tables of topics → charts of their shares, words and trends, and of how their number was chosen."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, SKY

MOST_TOPICS = 40
WORDS_SHOWN = 8


@elements.chart
def topic_shares(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the share of each topic in each report.

    Parameters
    ----------
    data : DataFrame [region, year, topic_id, label, share]
        One row for each report and topic, `share` 0–1. The number in a cell is the share in per cent.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "topic_id", "label", "share"])
    data = data.assign(key=elements.places(data) + " " + data["year"].astype(str))
    reports, topics = elements.in_order(data["key"]), data.drop_duplicates("topic_id").set_index("topic_id")["label"]
    elements.at_most(len(reports), "reports")
    elements.at_most(len(topics), "topics", MOST_TOPICS)
    grid = data.pivot_table(index="key", columns="topic_id", values="share", sort=False).reindex(reports)[topics.index]
    texts = [["" if np.isnan(share) else f"{100 * share:.0f}" for share in line] for line in grid.to_numpy()]
    text_layout.rows(ax, reports, 20)
    elements.heat_map(ax, grid.to_numpy(), texts, elements.name("chart.share", lang))
    text_layout.columns(ax, list(topics))
    return ax


@elements.chart
def topic_words(data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh") -> np.ndarray:
    """Draw the leading words of each topic by their weight, with a panel for each topic.

    Parameters
    ----------
    data : DataFrame [topic_id, label, word, weight, rank]
        One row for each topic and word. The eight words of lowest `rank` are drawn, by descending weight; all panels
        have the same scale from zero.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    2-D array of Axes
        Row by row; the last ones may be empty.
    """
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, ["topic_id", "label", "word", "weight", "rank"])
    elements.at_most(data["topic_id"].nunique(), "topics", MOST_TOPICS)
    figure, axes = elements.small_multiples(data, "topic_id", _draw_words, _label, beside=2, figure=figure)
    reach = max(ax.get_xlim()[1] for ax in axes.flat if ax.axison)
    for ax in axes.flat:
        ax.set_xlim(0, reach)
    _begin_titles_at_the_words(figure, [ax for ax in axes.flat if ax.axison])
    figure.supxlabel(elements.name("chart.weight", lang), fontsize=plt.rcParams["axes.labelsize"])
    return axes


def _begin_titles_at_the_words(figure: FigureBase, axes: Sequence[Axes]) -> None:
    """Move titles to the left, over the longest word of their column, because labels are as wide as their panels.

    The offset is in points: as a share of the axes' width it would change with the layout.
    """
    whole = figure.get_figure(root=True)
    whole.draw_without_rendering()
    offsets = [(round(ax.bbox.x0), (ax.yaxis.get_tightbbox().x0 - ax.bbox.x0) / whole.dpi) for ax in axes]
    for ax, (column, _) in zip(axes, offsets, strict=True):
        inches = min(offset for other, offset in offsets if other == column)
        moved = ax.transAxes + ax.titleOffsetTrans + ScaledTranslation(inches, 0, whole.dpi_scale_trans)
        ax.set_title(ax.get_title(loc="left"), loc="left", transform=moved)


def _draw_words(ax: Axes, rows: pd.DataFrame) -> None:
    leading = rows.nsmallest(WORDS_SHOWN, "rank").sort_values("weight", ascending=False, kind="stable")
    ax.barh(range(len(leading)), leading["weight"], height=0.7, color=SKY)
    text_layout.rows(ax, [text_layout.shortened(word, 15) for word in leading["word"]], 15)
    ax.tick_params(axis="y", labelsize=7)
    ax.xaxis.set_major_locator(MaxNLocator(2))
    ax.grid(axis="x")


def _label(rows: pd.DataFrame) -> str:
    return str(rows["label"].iloc[0])


@elements.chart
def topic_trends(
    data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh", regions: Sequence[str] = ()
) -> np.ndarray:
    """Draw the share of each topic over the years, with a panel for each topic and a line for each region.

    Parameters
    ----------
    data : DataFrame [region, year, topic_id, label, share, low, high]
        One row for each report and topic, shares 0–1 with their intervals.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.
    regions
        As in `indicator_lines`.

    Returns
    -------
    2-D array of Axes
        Row by row; the last ones may be empty.
    """
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, ["region", "year", "topic_id", "label", "share", "low", "high"])
    data = data.assign(key=elements.places(data)).sort_values(["topic_id", "year"], kind="stable")
    looks = elements.looks_of_regions(data, regions)
    steps = elements.side_by_side(looks, 0.15)
    elements.at_most(len(looks), "regions")
    elements.at_most(data["topic_id"].nunique(), "topics", MOST_TOPICS)

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        for key, look in looks.items():
            _draw_trend(ax, rows[rows["key"] == key], look, steps[key])
        text_layout.years(ax, data["year"], most=4)
        ax.set_ylim(bottom=0)
        ax.yaxis.set_major_locator(MaxNLocator(4))
        ax.yaxis.set_major_formatter(FuncFormatter(elements.percent))
        ax.grid(axis="y")

    figure, axes = elements.small_multiples(data, "topic_id", draw, _label, figure=figure)
    text_layout.legend_above(figure, [axes.flat[0].plot([], [], label=key, **look)[0] for key, look in looks.items()])
    return axes


def _draw_trend(ax: Axes, rows: pd.DataFrame, look: dict, step: float) -> None:
    """Draw a region's shares with their intervals, `step` years off so that regions do not hide each other."""
    if len(rows):
        years, shares = elements.with_gaps(rows["year"], rows["share"])
        ax.plot(np.add(years, step), shares, **look)
        ax.vlines(rows["year"] + step, rows["low"], rows["high"], color=look["color"], linewidth=0.6)


@elements.chart
def expected_shares(data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh") -> np.ndarray:
    """Draw the share of each topic that a regression expects over the range of a number, a panel for each topic.

    Parameters
    ----------
    data : DataFrame [topic_id, label, fact, value, share, low, high]
        One row for each topic and value of the number `fact` (`effects.expected_shares`), shares 0–1; the band is the
        interval, NaN = none.
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
    elements.require(data, ["topic_id", "label", "fact", "value", "share", "low", "high"])
    elements.at_most(data["topic_id"].nunique(), "topics", MOST_TOPICS)
    fact = data["fact"].iloc[0]

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        ax.fill_between(rows["value"], rows["low"], rows["high"], color=SKY, alpha=0.4, linewidth=0)
        ax.plot(rows["value"], rows["share"], color=BLUE)
        ax.set_ylim(bottom=0)
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=fact == "year"))
        ax.yaxis.set_major_locator(MaxNLocator(4))
        ax.yaxis.set_major_formatter(FuncFormatter(elements.percent))
        ax.grid(axis="y")

    figure, axes = elements.small_multiples(data, "topic_id", draw, _label, figure=figure)
    points = FontProperties(size=plt.rcParams["axes.labelsize"]).get_size_in_points()
    figure.supxlabel(elements.name_or_itself("column", fact, lang), fontsize=points)
    return axes


@elements.chart
def k_curves(data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh") -> np.ndarray:
    """Draw the quality of topic models by number of topics, with a panel for each measure, and the number chosen.

    Parameters
    ----------
    data : DataFrame [k, metric, value, low, high, chosen]
        One row for each number of topics and measure: the value with its interval (NaN = none), and whether this number
        was chosen. The foot says by what rule, and warns if it is the smallest or largest that was tried.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    2-D array of Axes
        Row by row; the last ones may be empty.
    """
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, ["k", "metric", "value", "low", "high", "chosen"])
    taken = sorted(set(data.loc[data["chosen"].astype(bool), "k"]))

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        rows = rows.sort_values("k")
        ax.vlines(rows["k"], rows["low"], rows["high"], color="0.55", linewidth=1.0)
        ax.plot(rows["k"], rows["value"], color=BLUE, marker="o")
        for k in taken:
            ax.axvline(k, color="0.4", linewidth=0.8, linestyle="--")
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.grid(axis="y")

    def title(rows: pd.DataFrame) -> str:
        return elements.name_or_itself("chart", rows["metric"].iloc[0], lang)

    figure, axes = elements.small_multiples(
        data[data["value"].notna()], "metric", draw, title, columns=4, figure=figure
    )
    chosen = elements.name("caption.list", lang).join(map(str, taken))
    reason = elements.name("chart.why_k", lang).format(k=chosen)
    if {data["k"].min(), data["k"].max()} & set(taken):
        reason += elements.name("caption.comma", lang) + elements.name("chart.k_edge", lang)
    points = FontProperties(size=plt.rcParams["axes.labelsize"]).get_size_in_points()
    room = 0.6 * elements.width_in_points(figure) / points  # the note on invented data is beside it
    foot = f"{elements.name('chart.topics_k', lang)}\n{text_layout.wrapped(reason, room, 3)}"
    figure.supxlabel(foot, fontsize=points)
    return axes
