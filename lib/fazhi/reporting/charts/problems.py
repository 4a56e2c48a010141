"""Tables of problem themes → charts of their frequency, co-occurrence, recurrence, and how much space they get."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from fazhi import catalog
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.theme_frequencies import GROUPS
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, MOST_ACROSS, SKY, VERMILLION

ADMITTED = {
    True: {"marker": "s", "color": BLUE, "s": 34},
    False: {"marker": "s", "color": "white", "edgecolors": "0.7", "s": 22},
}
PROBLEMS_TOLD = {
    "admitted": {"marker": "o", "color": BLUE},
    "none admitted": {"marker": "D", "color": SKY},
    "no section found": {"marker": "o", "color": VERMILLION, "markerfacecolor": "white"},
}
ENOUGH = 3
"""Minimum number of statements or reports for a share to be shown as a colour."""


@elements.chart
def theme_heatmap(data: pd.DataFrame, *, by: str = "region", ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the share of each problem theme among the statements of each group of reports.

    Parameters
    ----------
    data : DataFrame [by, theme_id, statements, of_statements, share_of_statements]
        One row for each group and theme, shares 0–1 (`Corpus.theme_frequencies`). Colour: share of the group's
        statements, grey for groups with fewer than three; the number in a cell counts statements, and n beside a
        group's name is its total. Groups without a problems section are hatched. Up to twelve groups are columns; more
        are rows.
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
    """Draw the share of each group's reports that admit each problem theme.

    Parameters
    ----------
    data : DataFrame [by, theme_id, reports, of_reports, share_of_reports]
        One row for each group and theme, shares 0–1 (`Corpus.theme_frequencies`). Colour: share of the group's reports
        with a problems section, grey for groups with fewer than three; a cell gives the number of reports and their
        total. Groups without a problems section are hatched.
    by, ax, lang
        As in `theme_heatmap`.
    """
    return _heat_map(data, by, "reports", ax, lang)


@elements.chart
def theme_bars(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the share of reports that admit each theme, with its interval, the commonest first.

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
    if data["theme_id"].duplicated().any():
        raise FazhiError(
            "data has several rows for a theme, i.e. several groups; give theme_frequencies(by='all'), "
            "or draw the groups with theme_heatmap or theme_intervals"
        )
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
    """Draw how many statements have two themes together; on the diagonal, how many have the theme at all.

    Parameters
    ----------
    data : DataFrame, square
        Index and columns are theme ids, cells count statements (`Corpus.theme_cooccurrence`). A theme's name is written
        on the diagonal, with its row to the left and its column below.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    if list(data.index) != list(data.columns):
        raise FazhiError("data must be square, with the same theme ids as index and columns, in the same order")
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
    for place, name in enumerate(names):
        ax.text(place + 0.6, place, name, va="center")
        ax.hlines(place, -0.5, place, color="0.9", linewidth=0.4, zorder=0)
        ax.vlines(place, place, len(names) - 0.5, color="0.9", linewidth=0.4, zorder=0)
    room = text_layout.room(ax)[0] / plt.rcParams["font.size"]
    across = max((place + 1) / (1 - text_layout.ems(name) / room) for place, name in enumerate(names))
    ax.set_xlim(-0.5, across)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_axis_off()
    return ax


@elements.chart
def recurrence(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw which themes one region admits in which years.

    Parameters
    ----------
    data : DataFrame [region, theme_id, year, admitted]
        Rows of one region (`Corpus.recurrence`). In years with `admitted` NA the report has no problems section; they
        are hatched. Years without rows have no report.
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
    if data.get("region_code", data["region"]).nunique() > 1:  # a department's report has its government's region code
        raise FazhiError(f"data holds {len(regions)} regions ({', '.join(regions[:5])} …); select one")
    times = data.groupby("theme_id")["admitted"].sum().sort_values(ascending=False, kind="stable")
    elements.at_most(len(times), "themes")
    rows = data["theme_id"].map({theme: n for n, theme in enumerate(times.index)})
    silent = sorted(set(data.loc[data["admitted"].isna(), "year"]))
    for year in silent:
        ax.axvspan(year - 0.4, year + 0.4, **elements.MISSING)
    for admitted, form in ADMITTED.items():
        chosen = data["admitted"].eq(admitted).fillna(False).astype(bool)
        label = elements.name("chart.admitted" if admitted else "chart.not_admitted", lang)
        ax.scatter(data.loc[chosen, "year"], rows[chosen], linewidth=0.8, label=label, **form)
    text_layout.rows(ax, catalog.load().names(times.index, lang), 18)
    text_layout.years(ax, data["year"], most=12)
    ax.set_xlim(data["year"].min() - 0.5, data["year"].max() + 0.5)
    ax.grid(axis="y", linewidth=0.4)
    unsaid = [Patch(**elements.MISSING, label=elements.name("chart.no_problems", lang))] if silent else []
    text_layout.legend_above(ax, [*ax.get_legend_handles_labels()[0], *unsaid])
    return ax


@elements.chart
def candour(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the share of each report's text that its problems section takes, with the number of statements.

    Parameters
    ----------
    data : DataFrame [region, year, status, statements, share]
        One row for each report, `share` 0–1 (`Corpus.candour`). If no problems section was found, the mark is hollow
        with a dash at the right; a section that admits no problem has a diamond and the number 0.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "status", "statements", "share"])
    elements.at_most(len(data), "reports")
    places = np.arange(len(data))
    ax.hlines(places, 0, data["share"], color="0.75", linewidth=1.0)
    for status, form in PROBLEMS_TOLD.items():
        rows = (data["status"] == status).to_numpy()
        if rows.any():
            label = elements.name(f"problems.{status}", lang)
            ax.plot(data.loc[rows, "share"], places[rows], linestyle="none", clip_on=False, label=label, **form)
    for place, row in zip(places, data.itertuples(), strict=True):
        text_layout.note(ax, place, "–" if row.status == "no section found" else str(row.statements))
    ax.set_title(elements.name("chart.statements", lang), loc="right", fontsize=7)
    text_layout.rows(ax, list(elements.places(data) + " " + data["year"].astype(str)), 20)
    _share_axis(ax, "chart.share_of_text", lang)
    ax.set_xlim(left=0, right=max(data["share"].max() * 1.1, 0.01))
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax


def _heat_map(data: pd.DataFrame, by: str, of: str, ax: Axes | None, lang: str) -> Axes:
    """Draw groups × themes, coloured by share of statements or reports, with the count in each cell."""
    ax = elements.axes_or_current(ax)
    if by not in GROUPS:
        raise UnknownName("by", by, GROUPS)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, [by, "theme_id", of, f"of_{of}", f"share_of_{of}"])
    data = data.assign(group=elements.places(data) if by == "region" else data[by])
    groups, themes = elements.in_order(data["group"]), elements.as_in_the_codebook(data["theme_id"])
    elements.at_most(len(groups), f"groups by {by}")
    shares, counts = (_grid(data, groups, themes, column) for column in (f"share_of_{of}", of))
    bases = data.groupby("group")[f"of_{of}"].max().reindex(groups).to_numpy()
    few = np.repeat((bases < ENOUGH)[:, np.newaxis], len(themes), axis=1)
    written = [_written(of, base, *line) for base, *line in zip(bases, shares, counts, strict=True)]
    called = [elements.name_or_itself("level", group, lang) for group in groups]
    based = [_based(name, base, of, lang) for name, base in zip(called, bases, strict=True)]
    label = _colour_label(of, bool((few & (shares > 0)).any()), lang)
    names = catalog.load().names(themes, lang)
    if len(groups) <= MOST_ACROSS:
        text_layout.rows(ax, names, 24)
        elements.heat_map(ax, shares.T, np.transpose(written), label, few=few.T)
        text_layout.columns(ax, based)
    else:
        text_layout.rows(ax, based)
        elements.heat_map(ax, shares, written, label, few=few)
        text_layout.columns(ax, names)
    if (bases == 0).any():
        text_layout.legend_above(ax, [Patch(**elements.MISSING, label=elements.name("chart.no_problems", lang))])
    return ax


def _grid(data: pd.DataFrame, groups: list, themes: list[str], column: str) -> np.ndarray:
    """Return a column as an array of shape (groups, themes), NaN where there is no row."""
    table = data.drop_duplicates(["group", "theme_id"]).pivot(index="group", columns="theme_id", values=column)
    return table.reindex(index=groups, columns=themes).to_numpy(float)


def _written(of: str, base: int, shares: np.ndarray, counts: np.ndarray) -> list[str]:
    """Return a group's counts as text; counts of reports with their base."""
    plain = "{:.0f}" if of == "statements" else f"{{:.0f}}/{base}"
    return ["" if np.isnan(share) else plain.format(count) for share, count in zip(shares, counts, strict=True)]


def _based(name: object, base: int, of: str, lang: str) -> str:
    """Return a group's name; for shares of statements with their base."""
    return f"{name} (n={base})" if of == "statements" else str(name)


def _colour_label(of: str, few: bool, lang: str) -> str:
    """Return a label that explains the colours, and grey if it occurs."""
    said = elements.name(f"chart.share_of_{of}", lang)
    grey = elements.name(f"chart.few_{of}", lang).format(least=ENOUGH) if few else ""
    return elements.name("caption.comma", lang).join(filter(None, [said, grey]))


def _share_axis(ax: Axes, label: str, lang: str) -> None:
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.set_xlabel(elements.name(label, lang))
    ax.grid(axis="x")
