"""Theme shares as coded, and as corrected by hand coding → charts of both, for all statements or by group."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.ticker import FuncFormatter, MaxNLocator

from fazhi import catalog
from fazhi.errors import UnknownName
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, VERMILLION
from fazhi.schema import LEVELS

GROUPS = ["region", "year", "level"]
MOST_GROUPS = 8
NAMES = 11  # width of groups' names in ems, once for each row of panels
SHARES = {
    "uncorrected": {"marker": "o", "color": BLUE, "markerfacecolor": "white", "step": -0.16},
    "corrected": {"marker": "D", "color": VERMILLION, "step": 0.16},
}
_COLUMNS = [f"{name}{end}" for name in SHARES for end in ("", "_low", "_high")]


@elements.chart
def theme_shares(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw each theme's share of the statements, as coded and as corrected by hand coding if there is any.

    Parameters
    ----------
    data : DataFrame [theme_id, uncorrected, uncorrected_low, uncorrected_high, corrected, corrected_low,
                      corrected_high]
        One row for each theme (`prevalence.corrected` with ``by="all"``), shares 0–1; NaN is not drawn.
    ax, lang
        As in `coverage`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["theme_id", *_COLUMNS])
    elements.at_most(len(data), "themes")
    rows = data.sort_values(["uncorrected", "theme_id"], ascending=[False, True])
    _draw(ax, rows, _found(rows), lang)
    text_layout.rows(ax, catalog.load().names(rows["theme_id"], lang), 18)
    ax.set_xlim(left=-0.01)
    ax.set_xlabel(elements.name("chart.share_of_all_statements", lang))
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax


@elements.chart
def theme_shares_by_group(
    data: pd.DataFrame, *, by: str = "year", figure: FigureBase | None = None, lang: str = "zh"
) -> np.ndarray:
    """Draw each theme's share of the statements of each group, as coded and as corrected by hand coding.

    Parameters
    ----------
    data : DataFrame [by, theme_id, uncorrected, uncorrected_low, uncorrected_high, corrected, corrected_low,
                      corrected_high]
        One row for each group and theme (`prevalence.most_coded`), shares 0–1; NaN is not drawn. There is a panel for
        each theme, in the codebook's order, with a row for each group, all on one scale.
    by : {"region", "year", "level"}
        The column that holds the groups, at most `MOST_GROUPS`; for regions with `region_code`.
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
    elements.require(data, [by, "theme_id", *_COLUMNS])
    data = data.assign(group=elements.places(data) if by == "region" else data[by])
    groups = elements.in_order(data["group"])
    elements.at_most(len(groups), "groups", MOST_GROUPS)
    if by == "level":
        groups.sort(key=LEVELS.index)
    names, drawn = [elements.name_or_itself("level", group, lang) for group in groups], _found(data)

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        _draw(ax, rows.set_index("group").reindex(groups), drawn, lang)
        text_layout.rows(ax, [text_layout.shortened(str(name), NAMES) for name in names], NAMES)
        ax.set_xlim(-0.02, min(1.02, 1.05 * data[_COLUMNS].max(axis=None)))
        ax.xaxis.set_major_locator(MaxNLocator(3))

    figure, axes = elements.panels_of_themes(data, draw, lang, beside=NAMES / 2, figure=figure)
    for ax in axes[:, 1:].flat:
        ax.tick_params(labelleft=False)
    label = elements.name("chart.share_of_all_statements", lang)
    figure.supxlabel(label, fontsize=mpl.rcParams["axes.labelsize"])
    text_layout.legend_above(figure, axes.flat[0].get_legend_handles_labels()[0])
    return axes


def _found(data: pd.DataFrame) -> dict[str, dict]:
    """Return the look of the shares that the data have: without hand coding none are corrected."""
    return {name: look for name, look in SHARES.items() if data[name].notna().any()}


def _draw(ax: Axes, rows: pd.DataFrame, drawn: dict[str, dict], lang: str) -> None:
    """Draw the shares of each row with their intervals; two kinds of shares stand one above the other."""
    for name, look in drawn.items():
        places = np.arange(len(rows)) + (look["step"] if len(drawn) > 1 else 0)
        ax.hlines(places, rows[f"{name}_low"], rows[f"{name}_high"], color="0.45", linewidth=1.0)
        form = {key: value for key, value in look.items() if key != "step"}
        ax.plot(rows[name], places, linestyle="none", label=elements.name(f"chart.{name}_shown", lang), **form)
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.grid(axis="x")
