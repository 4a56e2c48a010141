"""A table of outcomes → a chart of what the next year's report says about plans and admitted problems."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from fazhi.errors import UnknownName
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.style import BLUE, ORANGE, SKY, VERMILLION
from fazhi.schema import OUTCOMES

LOOKS = dict(
    zip(
        OUTCOMES,
        [
            {"color": BLUE},
            {"color": SKY, "hatch": "...."},
            {"color": ORANGE, "hatch": "////"},
            {"color": VERMILLION, "hatch": "xxxx"},
            {"color": "white", "edgecolor": "0.6", "hatch": "////"},
        ],
        strict=True,
    )
)
GROUPS = {"region": "", "type": "commitment", "theme_id": ""}


@elements.chart
def plan_outcomes(data: pd.DataFrame, *, by: str = "region", ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw how many commitments of each group the next year's report reports on, repeats or does not mention.

    Parameters
    ----------
    data : DataFrame [by, outcome, commitments, of_commitments]
        One row for each group and outcome (`outcomes.outcomes`). At the right: the number of commitments with a next
        report.
    by : {"region", "type", "theme_id"}
        The column that holds the groups.
    ax, lang
        As in `coverage`.
    """
    if by not in GROUPS:
        raise UnknownName("by", by, GROUPS)
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, [by, "outcome", "commitments", "of_commitments"])
    group = elements.places(data) if by == "region" else data[by]
    counts = pd.crosstab(group, data["outcome"], values=data["commitments"], aggfunc="sum").fillna(0)
    counts = counts.reindex(elements.in_order(group)).reindex(columns=OUTCOMES, fill_value=0)
    elements.at_most(len(counts), "groups")
    left = np.zeros(len(counts))
    for outcome, form in LOOKS.items():
        if counts[outcome].any():
            label = elements.name(f"outcome.{outcome}", lang)
            ax.barh(range(len(counts)), counts[outcome], left=left, height=0.75, label=label,
                    **{"edgecolor": "white", **form})  # fmt: skip
            left = left + counts[outcome].to_numpy()
    known = data.assign(group=group).drop_duplicates("group").set_index("group")["of_commitments"]
    for place, name in enumerate(counts.index):
        text_layout.note(ax, place, f"n = {known[name]}")
    named = [elements.name_or_itself(GROUPS[by], name, lang) if by == "type" else
             elements.name(name, lang) if by == "theme_id" else name for name in counts.index]  # fmt: skip
    text_layout.rows(ax, named, 18)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(elements.name("chart.commitments", lang))
    ax.grid(axis="x")
    text_layout.legend_above(ax, ax.get_legend_handles_labels()[0])
    return ax
