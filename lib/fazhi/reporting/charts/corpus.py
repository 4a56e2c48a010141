"""Tables of coverage, sections, disclosure and keyness → charts of what a corpus holds and what reports consist of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from fazhi import catalog
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION

ISSUERS = {
    "government": {"facecolor": BLUE},
    "party_and_government": {"facecolor": SKY},
    "department": {"facecolor": ORANGE, "hatch": "////"},
    "township": {"facecolor": GREEN, "hatch": "...."},
    "other": {"facecolor": PURPLE, "hatch": "xxxx"},
    "": {"facecolor": "0.7"},
}
NO_REPORT = {"facecolor": "white", "edgecolor": "0.6", "linestyle": (0, (2, 2))}

SECTIONS = {
    "opening": {"facecolor": SKY},
    "achievement": {"facecolor": BLUE, "hatch": "...."},
    "leadership": {"facecolor": PURPLE, "hatch": "----"},
    "problem": {"facecolor": VERMILLION, "hatch": "////"},
    "plan": {"facecolor": ORANGE, "hatch": "\\\\\\\\"},
}
FRAME = {"facecolor": "0.85"}


@elements.chart
def coverage(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw which regions have a report for which years: coloured by issuer, dashed if there is none.

    Parameters
    ----------
    data : DataFrame [region_code, region, year, n, issuer_type]
        One row for each region and year, `n` = 0 if there is no report (`Corpus.coverage`). If there are several, their
        number is printed.
    ax : Axes, optional
        The axes to draw into; None = the current axes.
    lang : {"zh", "en"}
        Language of the names.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "year", "n", "issuer_type"])
    keys = elements.places(data)
    regions = elements.in_order(keys)
    elements.at_most(len(regions), "regions")
    text_layout.rows(ax, regions)
    for key, row in zip(keys, data.itertuples(), strict=True):
        form = {"edgecolor": "white", **ISSUERS[row.issuer_type]} if row.n else NO_REPORT
        ax.add_patch(Rectangle((row.year - 0.46, regions.index(key) - 0.4), 0.92, 0.8, linewidth=0.5, **form))
        if row.n > 1:
            ax.text(row.year, regions.index(key), str(row.n), ha="center", va="center", color="white")
    text_layout.years(ax, data["year"], most=20)
    ax.set_xlim(data["year"].min() - 0.5, data["year"].max() + 0.5)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    text_layout.legend_above(ax, _issuer_handles(data, lang))
    return ax


def _issuer_handles(data: pd.DataFrame, lang: str) -> list[Patch]:
    """Return legend entries for the issuers that occur, with their number of region-years; gaps come last."""
    counts = data.loc[data["n"] > 0, "issuer_type"].value_counts()
    kinds = [kind for kind in ISSUERS if kind in counts]
    handles = [
        Patch(edgecolor="white", **ISSUERS[kind], label=f"{elements.name(f'issuer.{kind}', lang)} ({counts[kind]})")
        for kind in kinds
    ]
    gaps = int((data["n"] == 0).sum())
    return handles + [Patch(**NO_REPORT, label=f"{elements.name('chart.no_report', lang)} ({gaps})")] * bool(gaps)


@elements.chart
def anatomy(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the share of each section in each report's text as stacked bars.

    Parameters
    ----------
    data : DataFrame [report_id, region, year, role, share]
        One row for each report and section, `share` 0–1 (`Corpus.anatomy`). Title, document number, addressee and
        signature are combined.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["report_id", "region", "year", "role", "share"])
    drawn = data.assign(part=data["role"].where(data["role"].isin(SECTIONS), "frame"), key=_region_years(data))
    table = drawn.pivot_table(index=["report_id", "key"], columns="part", values="share", aggfunc="sum", sort=False)
    table = table.fillna(0.0)
    elements.at_most(len(table), "reports")
    text_layout.rows(ax, list(table.index.get_level_values("key")), 20)
    handles, left = [], np.zeros(len(table))
    for part, form in {**SECTIONS, "frame": FRAME}.items():
        if part in table:
            label = elements.name("chart.frame" if part == "frame" else f"role.{part}", lang)
            ax.barh(range(len(table)), table[part], left=left, height=0.75, edgecolor="white", **form)
            handles.append(Patch(edgecolor="white", label=label, **form))
            left = left + table[part].to_numpy()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.set_xlabel(elements.name("chart.share_of_text", lang))
    text_layout.legend_above(ax, handles)
    return ax


def _region_years(data: pd.DataFrame) -> pd.Series:
    return elements.places(data) + " " + data["year"].astype(str)


@elements.chart
def disclosure(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw what share of each area's indicators a region states, averaged over its reports.

    Parameters
    ----------
    data : DataFrame [region, area, reported, total, share]
        One row for each report and area of the catalogue, `share` 0–1 (`Corpus.disclosure_shares`). A cell shows the
        mean number of stated indicators and how many the catalogue has.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["region", "area", "reported", "total", "share"])
    places = data.assign(key=elements.places(data)).groupby(["key", "area"], sort=False)
    means = places[["reported", "total", "share"]].mean()
    regions = elements.in_order(means.index.get_level_values("key"))
    known = [label.removeprefix("area.") for label in catalog.load().labels["id"] if label.startswith("area.")]
    areas = [area for area in known if area in set(data["area"])]
    elements.at_most(len(regions), "regions")
    grid = means.reindex(pd.MultiIndex.from_product([regions, areas]))
    texts = ["" if np.isnan(row.total) else f"{round(row.reported, 1):g}/{row.total:g}" for row in grid.itertuples()]
    shape = (len(regions), len(areas))
    text_layout.rows(ax, regions)
    averaged = int(data.groupby(elements.places(data))["year"].nunique().max()) > 1 if "year" in data else True
    label = elements.name("chart.mean_disclosed" if averaged else "chart.share_disclosed", lang)
    elements.heat_map(ax, grid["share"].to_numpy().reshape(shape), np.reshape(texts, shape), label)
    text_layout.columns(ax, [elements.name(f"area.{area}", lang) for area in areas])
    return ax


@elements.chart
def keyness_bars(data: pd.DataFrame, *, figure: FigureBase | None = None, lang: str = "zh") -> np.ndarray:
    """Draw the words that each group uses more than the others, with a panel for each group.

    Parameters
    ----------
    data : DataFrame [group, word, log_ratio, low, high]
        One row for each group and word, in the order to draw: the log ratio (base 2) with its interval.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    array of Axes
        One for each group.
    """
    if data.empty:
        return elements.no_panels(figure, lang)[0]
    elements.require(data, ["group", "word", "log_ratio", "low", "high"])
    groups, longest = elements.in_order(data["group"]), data["group"].value_counts().max()
    elements.at_most(longest, "words of a group")
    figure, grid = elements.panels(len(groups), figure)
    axes = grid.flatten()[: len(groups)]
    for ax, group in zip(axes, groups, strict=True):
        rows = data[data["group"] == group]
        reach = [rows["log_ratio"] - rows["low"], rows["high"] - rows["log_ratio"]]
        ax.barh(range(len(rows)), rows["log_ratio"], height=0.7, color=SKY, xerr=reach,
                error_kw={"elinewidth": 0.7, "ecolor": "0.2"})  # fmt: skip
        text_layout.rows(ax, [text_layout.shortened(word, 15) for word in rows["word"]], 15)
        ax.set_ylim(longest - 0.5, -0.5)
        ax.set_title(str(group))
    figure.supxlabel(elements.name("chart.log_ratio", lang), fontsize=axes[0].xaxis.label.get_fontsize())
    return axes
