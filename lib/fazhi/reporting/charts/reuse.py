"""Tables of shared sentences → charts of reports' origins, who shares with whom, and which problems are repeated."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from fazhi import catalog
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, ORANGE, SKY, VERMILLION

PARTS = {
    "boilerplate": {"color": "0.75", "hatch": "...."},
    "last_year": {"color": VERMILLION, "hatch": "////"},
    "elsewhere": {"color": ORANGE, "hatch": "\\\\\\\\"},
    "own": {"color": BLUE},
}
WITH_AND_WITHOUT = {
    "share_of_reports": {"marker": "o", "color": BLUE},
    "without": {"marker": "D", "color": VERMILLION, "markerfacecolor": "none"},
}
REPEATS = {
    "word for word": {"color": VERMILLION, "hatch": "////"},
    "edited": {"color": ORANGE, "hatch": "\\\\\\\\"},
    "new": {"color": BLUE},
    "no report of the year before": {"color": "white", "edgecolor": "0.5", "hatch": "////"},
}
MOST_FLOWS = 60


@elements.chart
def report_origins(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the shares of each report that are boilerplate, last year's, another region's, and its own.

    Parameters
    ----------
    data : DataFrame [region, year, boilerplate, last_year, elsewhere, own]
        One row for each report, shares 0–1 (`origins.of_reports`). A dash at the right means that there is no report
        for the year before, so that nothing can be recognised as last year's.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", *PARTS])
    elements.at_most(len(data), "reports")
    _stack(ax, data[list(PARTS)].fillna(0.0), PARTS, "origin", lang)
    for place, unknown in enumerate(data["last_year"].isna()):
        text_layout.note(ax, place, "–" if unknown else "")
    text_layout.rows(ax, list(elements.places(data) + " " + data["year"].astype(str)), 20)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.set_xlabel(elements.name("chart.share_of_text", lang))
    return ax


@elements.chart
def repeated_problems(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw how many problem statements of each report were already in the region's report of the year before.

    Parameters
    ----------
    data : DataFrame [region, year, repeat]
        One row for each statement (`repeats.problems_again`).
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "repeat"])
    rows = elements.places(data) + " " + data["year"].astype(str)
    counts = (
        pd.crosstab(rows, data["repeat"]).reindex(elements.in_order(rows)).reindex(columns=list(REPEATS), fill_value=0)
    )
    elements.at_most(len(counts), "reports")
    _stack(ax, counts, REPEATS, "repeat", lang)
    text_layout.rows(ax, list(counts.index), 20)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(elements.name("chart.statements", lang))
    return ax


@elements.chart
def reuse_flows(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw which regions share sentences: regions on a circle, with thicker lines for more sentences.

    Parameters
    ----------
    data : DataFrame [source_code, source, region_code, region, direction, sentences]
        One row for each pair (`origins.flows`), at most 60. An arrow points away from the region with the earlier
        report; a dashed line without a head means that the dates do not show which is earlier.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["source_code", "source", "region_code", "region", "direction", "sentences"])
    elements.at_most(len(data), "pairs of regions", MOST_FLOWS)
    ends = [data[["source_code", "source"]].set_axis(["code", "name"], axis=1),
            data[["region_code", "region"]].set_axis(["code", "name"], axis=1)]  # fmt: skip
    nodes = pd.concat(ends).drop_duplicates().sort_values(["code", "name"], ignore_index=True)
    elements.at_most(len(nodes), "regions")
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(nodes)) / len(nodes)
    places = dict(zip(zip(nodes["code"], nodes["name"], strict=True), zip(np.cos(angles), np.sin(angles), strict=True),
                      strict=True))  # fmt: skip
    for row in data.itertuples():
        _flow(
            ax, places[row.source_code, row.source], places[row.region_code, row.region], row, data["sentences"].max()
        )
    for (_, name), (x, y) in places.items():
        ax.plot(x, y, "o", color=BLUE, markersize=5)
        ax.annotate(name, (1.09 * x, 1.09 * y), ha="left" if x > 0.1 else "right" if x < -0.1 else "center",
                    va="center", fontsize=7)  # fmt: skip
    ax.set(xlim=(-2.0, 2.0), ylim=(-1.35, 1.35), aspect="equal")
    ax.set_axis_off()
    named = {"source earlier": {"linestyle": "-"}, "shared": {"linestyle": "--"}}
    handles = [Line2D([], [], color="0.45", label=elements.name(f"direction.{kind}", lang), **form)
               for kind, form in named.items() if kind in set(data["direction"])]  # fmt: skip
    text_layout.legend_above(ax, handles)
    return ax


@elements.chart
def with_and_without(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the share of reports that admit each theme, with and without the shared sentences.

    Parameters
    ----------
    data : DataFrame [theme_id, share_of_reports, reports_low, reports_high, without]
        One row for each theme, shares 0–1 (`theme_frequencies.compared`).
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["theme_id", "share_of_reports", "reports_low", "reports_high", "without"])
    elements.at_most(len(data), "themes")
    rows = data.sort_values(["share_of_reports", "theme_id"], ascending=[False, True])
    places = np.arange(len(rows))
    ax.hlines(places, rows["reports_low"], rows["reports_high"], color="0.55", linewidth=1.0)
    for column, form in WITH_AND_WITHOUT.items():
        ax.plot(rows[column], places, linestyle="none", label=elements.name(f"chart.{column}_shown", lang), **form)
    text_layout.rows(ax, catalog.load().names(rows["theme_id"], lang), 18)
    ax.set_xlim(-0.02, 1.02)
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.set_xlabel(elements.name("chart.share_of_reports", lang))
    ax.grid(axis="x")
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax


def _stack(ax: Axes, table: pd.DataFrame, forms: dict[str, dict], kind: str, lang: str) -> None:
    """Draw each row of a table as a stacked bar, with a legend for the columns that occur."""
    left = np.zeros(len(table))
    for column, form in forms.items():
        if table[column].any():
            label = elements.name(f"{kind}.{column}", lang)
            ax.barh(
                range(len(table)), table[column], left=left, height=0.75, label=label, **{"edgecolor": "white", **form}
            )
            left = left + table[column].to_numpy(float)
    ax.grid(axis="x")
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])


def _flow(ax: Axes, source: tuple, target: tuple, row, most: int) -> None:
    """Draw the sentences that two regions share as a curved line."""
    earlier = row.direction == "source earlier"
    form = {"arrowstyle": "-|>", "color": SKY} if earlier else {"arrowstyle": "-", "color": "0.6", "linestyle": "--"}
    ax.add_patch(FancyArrowPatch(source, target, connectionstyle="arc3,rad=0.15", shrinkA=5, shrinkB=5,
                                 mutation_scale=9, linewidth=0.6 + 2.4 * row.sentences / most, **form))  # fmt: skip
