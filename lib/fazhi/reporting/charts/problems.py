"""Which problems governments admit: themes by region or year, overall, together, returning; and the room they get."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from fazhi import catalog
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.theme_frequencies import GROUPS
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, SKY, VERMILLION

ADMITTED = {
    True: {"marker": "s", "color": BLUE, "s": 34},
    False: {"marker": "s", "color": "white", "edgecolors": "0.7", "s": 22},
}


@elements.chart
def theme_heatmap(data: pd.DataFrame, *, by: str = "region", ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw what share of the statements of each group of reports has each problem theme.

    Parameters
    ----------
    data : DataFrame [by, theme_id, statements, share_of_statements]
        One row for each group and theme (`Corpus.theme_frequencies`). Colour: share of the group's statements; the
        number in a cell counts statements.
    by : {"region", "province", "year", "level", "all"}
        The column that holds the groups.
    ax, lang
        As in `coverage`.
    """
    return _heat_map(data, by, "statements", ax, lang)


@elements.chart
def theme_heatmap_of_reports(
    data: pd.DataFrame, *, by: str = "region", ax: Axes | None = None, lang: str = "zh"
) -> Axes:
    """Draw in what share of each group's reports each problem theme is admitted.

    Parameters
    ----------
    data : DataFrame [by, theme_id, reports, share_of_reports]
        One row for each group and theme (`Corpus.theme_frequencies`). Colour: share of the group's reports that have
        a problems section; the number in a cell counts reports.
    by, ax, lang
        As in `theme_heatmap`.
    """
    return _heat_map(data, by, "reports", ax, lang)


@elements.chart
def theme_bars(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw in what share of the reports each theme is admitted, with its interval, the commonest first.

    Parameters
    ----------
    data : DataFrame [theme_id, reports, of_reports, share_of_reports, reports_low, reports_high]
        One row for each theme (`Corpus.theme_frequencies` with ``by="all"``), shares 0–1.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["theme_id", "reports", "of_reports", "share_of_reports", "reports_low", "reports_high"])
    elements.at_most(len(data), "themes")
    rows = data.sort_values(["share_of_reports", "theme_id"], ascending=[False, True])
    places, share = np.arange(len(rows)), rows["share_of_reports"]
    reach = [(share - rows["reports_low"]).clip(lower=0), (rows["reports_high"] - share).clip(lower=0)]
    ax.errorbar(share, places, xerr=reach, fmt="o", color=BLUE, ecolor="0.45", elinewidth=1.0, capsize=1.5)
    for place, row in zip(places, rows.itertuples(), strict=True):
        text_layout.note(ax, place, f"{row.reports}/{row.of_reports}")
    text_layout.rows(ax, catalog.load().names(rows["theme_id"], lang), 18)
    _share_axis(ax, "chart.share_of_reports", lang)
    ax.set_xlim(-0.02, 1.02)
    return ax


@elements.chart
def theme_cooccurrence(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw in how many statements two themes stand together; on the diagonal, how many hold the theme at all.

    Parameters
    ----------
    data : DataFrame, square
        Index and columns are theme ids, cells count statements (`Corpus.theme_cooccurrence`). The columns carry
        the numbers that stand at the rows' names.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    if list(data.index) != list(data.columns):
        raise FazhiError("data is to be square, with the same theme ids as index and columns, in the same order")
    elements.at_most(len(data), "themes")
    order = elements.as_in_the_codebook(data.index)
    data, names = data.loc[order, order], catalog.load().names(order, lang)
    counts = np.tril(data.to_numpy(float))
    pairs = np.tril(counts, -1)
    rows, columns = np.nonzero(pairs)
    sizes = 50 + 130 * pairs[rows, columns] / max(pairs.max(), 1)
    ax.scatter(columns, rows, s=sizes, color=SKY, linewidth=0)
    for row, column in zip(*np.nonzero(counts), strict=True):
        ink = "0.45" if row == column else "0.1"
        ax.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", color=ink, fontsize=7)
    ax.set_xticks(range(len(names)), [str(n + 1) for n in range(len(names))])
    text_layout.rows(ax, [f"{name} {n + 1}" for n, name in enumerate(names)], 30)
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.tick_params(length=0)
    ax.grid(linewidth=0.3)
    return ax


@elements.chart
def recurrence(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw which themes one region admits in which year.

    Parameters
    ----------
    data : DataFrame [region, theme_id, year, admitted]
        Rows of one region (`Corpus.recurrence`); a year with no row has no report with a problems section.
    ax, lang
        As in `coverage`.

    Raises
    ------
    FazhiError
        If `data` holds more than one region.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "theme_id", "year", "admitted"])
    regions = elements.in_order(elements.places(data))
    if len(regions) > 1:
        raise FazhiError(f"data holds {len(regions)} regions ({', '.join(regions[:5])} …); select one")
    times = data.groupby("theme_id")["admitted"].sum().sort_values(ascending=False, kind="stable")
    elements.at_most(len(times), "themes")
    rows = data["theme_id"].map({theme: n for n, theme in enumerate(times.index)})
    for admitted, form in ADMITTED.items():
        chosen = data["admitted"] == admitted
        label = elements.name("chart.admitted" if admitted else "chart.not_admitted", lang)
        ax.scatter(data.loc[chosen, "year"], rows[chosen], linewidth=0.8, label=label, **form)
    text_layout.rows(ax, catalog.load().names(times.index, lang), 18)
    text_layout.years(ax, data["year"], most=12)
    ax.set_xlim(data["year"].min() - 0.5, data["year"].max() + 0.5)
    ax.grid(axis="y", linewidth=0.4)
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax


@elements.chart
def candour(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw what share of each report's text its problems section takes, with the number of statements.

    Parameters
    ----------
    data : DataFrame [region, year, statements, share]
        One row for each report, `share` 0–1 (`Corpus.candour`). Without a problems section the mark is hollow.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "statements", "share"])
    elements.at_most(len(data), "reports")
    absent = (data["share"] == 0) & (data["statements"] == 0)
    places = np.arange(len(data))
    ax.hlines(places[~absent], 0, data.loc[~absent, "share"], color="0.75", linewidth=1.0)
    ax.plot(data.loc[~absent, "share"], places[~absent], "o", color=BLUE)
    ax.plot(data.loc[absent, "share"], places[absent], "o", color=VERMILLION, markerfacecolor="white", clip_on=False)
    for place, row in zip(places, data.itertuples(), strict=True):
        text_layout.note(ax, place, str(row.statements))
    ax.set_title(elements.name("chart.statements", lang), loc="right", fontsize=7)
    text_layout.rows(ax, list(elements.places(data) + " " + data["year"].astype(str)), 20)
    _share_axis(ax, "chart.share_of_text", lang)
    ax.set_xlim(left=0, right=max(data["share"].max() * 1.1, 0.01))
    if absent.any():
        handle = Line2D([], [], marker="o", color=VERMILLION, markerfacecolor="white", linestyle="none",
                        label=elements.name("chart.no_problems", lang))  # fmt: skip
        text_layout.legend_above(ax, [handle])
    return ax


def _heat_map(data: pd.DataFrame, by: str, of: str, ax: Axes | None, lang: str) -> Axes:
    """Draw groups by themes, coloured by their share of statements or reports, with the count in each cell."""
    ax = elements.axes_or_current(ax)
    if by not in GROUPS:
        raise UnknownName("by", by, GROUPS)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, [by, "theme_id", of, f"share_of_{of}"])
    data = data.assign(group=elements.places(data) if by == "region" else data[by])
    groups, themes = elements.in_order(data["group"]), elements.as_in_the_codebook(data["theme_id"])
    elements.at_most(len(groups), f"groups by {by}")
    grid = data.set_index(["group", "theme_id"]).reindex(pd.MultiIndex.from_product([groups, themes]))
    shape = (len(groups), len(themes))
    texts = ["" if np.isnan(n) else f"{n:.0f}" for n in grid[of]]
    text_layout.rows(ax, [elements.name_or_itself("level", group, lang) for group in groups])
    shares = grid[f"share_of_{of}"].to_numpy().reshape(shape)
    elements.heat_map(ax, shares, np.reshape(texts, shape), elements.name(f"chart.share_of_{of}", lang))
    text_layout.columns(ax, catalog.load().names(themes, lang))
    return ax


def _share_axis(ax: Axes, label: str, lang: str) -> None:
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.set_xlabel(elements.name(label, lang))
    ax.grid(axis="x")
