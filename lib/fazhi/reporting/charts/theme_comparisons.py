"""Tables of problem themes → charts of how they differ between years or levels, and whether they persist."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from fazhi import catalog
from fazhi.errors import UnknownName
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, SKY, VERMILLION
from fazhi.schema import LEVELS

GROUPS = ["year", "level"]
COURSES = {
    "every year": {"color": BLUE},
    "recurs": {"color": SKY},
    "new": {"color": VERMILLION},
    "vanished": {"color": "white", "edgecolor": "0.4", "hatch": "////", "linewidth": 0.5},
}


@elements.chart
def theme_intervals(
    data: pd.DataFrame, *, by: str = "year", figure: FigureBase | None = None, lang: str = "zh"
) -> np.ndarray:
    """Draw the share of reports that admit each theme, by year or level, with its interval.

    Parameters
    ----------
    data : DataFrame [by, theme_id, of_reports, share_of_reports, reports_low, reports_high]
        One row for each group and theme (`Corpus.theme_frequencies`), shares 0–1. There is a panel for each theme, in
        the codebook's order. The number of reports is in the legend for levels, at the foot for years.
    by : {"year", "level"}
        The column that holds the groups.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    2-D array of Axes
        Row by row; the last ones may be empty.
    """
    if by not in GROUPS:
        raise UnknownName("by", by, GROUPS)
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, [by, "theme_id", "of_reports", "share_of_reports", "reports_low", "reports_high"])
    looks = _looks(set(data[by]), by)

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        for row in rows.to_dict("records"):
            _draw_share(ax, row, **looks[row[by]])
        _share_axis(ax)

    figure, axes = elements.panels_of_themes(data, draw, lang, beside=4.4, figure=figure)
    drawn = axes.flat[: data["theme_id"].nunique()]
    figure.supylabel(elements.name("chart.share_of_reports", lang), fontsize=mpl.rcParams["axes.labelsize"])
    if by == "year":
        _name_years(figure, drawn, data, lang)
    else:
        _name_levels(figure, drawn, data, looks, lang)
    return axes


@elements.chart
def theme_courses(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw in how many regions each theme persists, recurs, is new or is gone, the commonest first.

    Parameters
    ----------
    data : DataFrame [region_code, theme_id, course]
        One row for each region and theme (`Corpus.theme_courses`).
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region_code", "theme_id", "course"])
    counts = pd.crosstab(data["theme_id"], data["course"]).reindex(columns=list(COURSES), fill_value=0)
    elements.at_most(len(counts), "themes")
    order = counts.assign(all=-counts.sum(axis=1), lasting=-counts["every year"]).sort_values(["all", "lasting"])
    counts = counts.loc[order.index]
    left = np.zeros(len(counts))
    for course, form in COURSES.items():
        name = elements.name(f"course.{course}", lang)
        ax.barh(range(len(counts)), counts[course], left=left, height=0.7, label=name, **form)
        left += counts[course].to_numpy()
    text_layout.rows(ax, catalog.load().names(counts.index, lang), 18)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(elements.name("chart.regions", lang))
    ax.grid(axis="x")
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax


def _looks(groups: set, by: str) -> dict[object, dict]:
    """Return position, colour and marker of each group: years at their value and alike, levels side by side."""
    if by == "year":
        return {year: {"place": year, "color": BLUE, "marker": "o"} for year in groups}
    levels = [level for level in LEVELS if level in groups]
    return {level: {"place": n} | elements.look(n) for n, level in enumerate(levels)}


def _draw_share(ax: Axes, row: dict, place: float, **look) -> None:
    """Draw a share with its interval."""
    ax.vlines(place, row["reports_low"], row["reports_high"], color="0.55", linewidth=1.0)
    ax.plot(place, row["share_of_reports"], linestyle="none", **look)


def _name_years(figure: FigureBase, axes: Sequence[Axes], data: pd.DataFrame, lang: str) -> None:
    """Label the years in each panel, and write their numbers of reports at the foot."""
    for ax in axes:
        text_layout.years(ax, data["year"], most=4)
    bases = data.drop_duplicates("year").sort_values("year")
    counts = ", ".join(f"{row.year}: {row.of_reports}" for row in bases.itertuples())
    text = text_layout.wrapped(f"{elements.name('chart.reports', lang)}: {counts}", 55)
    figure.supxlabel(text, fontsize=mpl.rcParams["axes.labelsize"])


def _name_levels(figure: FigureBase, axes: Sequence[Axes], data: pd.DataFrame, looks: dict, lang: str) -> None:
    """Add a legend with the levels and their numbers of reports."""
    for ax in axes:
        ax.set_xlim(-0.6, len(looks) - 0.4)
        ax.set_xticks([])
    counts = data.drop_duplicates("level").set_index("level")["of_reports"]
    named = {level: f"{elements.name(f'level.{level}', lang)} (n = {counts[level]})" for level in looks}
    forms = {level: {"color": look["color"], "marker": look["marker"]} for level, look in looks.items()}
    handles = [Line2D([], [], linestyle="none", label=named[level], **form) for level, form in forms.items()]
    text_layout.legend_above(figure, handles)


def _share_axis(ax: Axes) -> None:
    ax.set_ylim(-0.04, 1.04)
    ax.set_yticks([0, 0.5, 1])
    ax.yaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.grid(axis="y")
