"""What governments count: lines with gaps and bounds, small multiples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator
from matplotlib.transforms import offset_copy

from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.charts.units import unit_of

PANEL = ["region", "year", "indicator_id", "status", "value", "bound", "unit", "qualifier"]
FOOT = {"not reported": "x", "other measure": "d"}
ARROW = {"arrowstyle": "->", "linewidth": 0.8, "shrinkA": 2, "shrinkB": 0, "mutation_scale": 5}
MOST_DIRECT = 8
SCALES = ["linear", "log"]
HEADROOM = 1.16  # how far a panel reaches above its largest value
ZERO = 0.128  # where zero lies in a panel, as a share of its height; below it the strip of what is not stated
STRIP = 0.094  # where the strip ends
TOUCHING = 0.07  # a mark within this share of the height touches the zero line: its value is printed
MOST_PRINTED = 3
MOST_MARKS = 6


@elements.chart
def indicator_lines(
    data: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    regions: Sequence[str] = (),
    confidence: float = 0.0,
    scale: str = "linear",
) -> Axes:
    """Draw one indicator through the years, a line for each region, gaps and bounds visible.

    Parameters
    ----------
    data : DataFrame [region, year, indicator_id, status, value, bound, unit, qualifier]
        Rows of one indicator (`Corpus.values`). A report that does not state it has a mark at its year,
        in the grey strip below zero; one that gives another measure (a total of several years, a mean …) another mark
        there, and the legend says which measures. Values with a qualifier are hollow and joined by a dotted line. With
        a column `per` (`per_capita.per_capita`) the unit says how many residents a value is for.
    ax, lang
        As in `coverage`.
    regions : sequence of str
        Codes of all regions of the corpus, which fix each region's colour and place; see `elements.looks_of_regions`.
    confidence : float
        Values whose `confidence` (0–1, a column of `data`) is below it are hollow; 0 = none are.
    scale : {"linear", "log"}
        How values are laid out; "log" (linear from 0 to 1) where 14 stands beside 1,362. Values whose marks touch the
        zero line are printed.

    Raises
    ------
    FazhiError
        If `data` holds more than one indicator.
    UnknownName
        For a scale that does not exist, or a region that is not among `regions`.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, PANEL)
    if data["indicator_id"].nunique() > 1:
        found = data["indicator_id"].nunique()
        raise FazhiError(f"data holds {found} indicators; select one, or draw indicator_multiples")
    data = marked(data, confidence)
    looks = elements.looks_of_regions(data, regions)
    elements.at_most(len(looks), "regions")
    _draw_indicator(ax, data, looks, lang, scale)
    text_layout.years(ax, data["year"], most=10)
    ax.set_ylabel(text_layout.wrapped(title_of(data, lang), 20, 2))
    direct = len(looks) <= MOST_DIRECT
    text_layout.legend_above(
        ax, form_handles(data, lang) if direct else _region_handles(looks) + form_handles(data, lang)
    )
    if direct:
        text_layout.line_ends(ax, _ends(data, looks))
    return ax


@elements.chart
def indicator_multiples(
    data: pd.DataFrame,
    *,
    figure: FigureBase | None = None,
    lang: str = "zh",
    regions: Sequence[str] = (),
    confidence: float = 0.0,
    scale: str = "linear",
) -> np.ndarray:
    """Draw several indicators, a panel for each with a scale of its own from zero.

    Parameters
    ----------
    data : DataFrame
        As for `indicator_lines`, of any number of indicators; panels come in the table's order.
    figure : Figure or SubFigure, optional
        Where to draw; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.
    regions, confidence, scale
        As in `indicator_lines`.

    Returns
    -------
    2-D array of Axes
        Row by row; those left over are empty.
    """
    if data.empty:
        return elements.no_panels(figure, lang)
    elements.require(data, PANEL)
    data = marked(data, confidence)
    looks = elements.looks_of_regions(data, regions)
    elements.at_most(len(looks), "regions")
    elements.at_most(data["indicator_id"].nunique(), "indicators", 25)

    def draw(ax: Axes, rows: pd.DataFrame) -> None:
        _draw_indicator(ax, rows, looks, lang, scale)
        text_layout.years(ax, data["year"], most=5)

    figure, axes = elements.small_multiples(
        data, "indicator_id", draw, lambda rows: title_of(rows, lang), figure=figure
    )
    text_layout.legend_above(figure, _region_handles(looks) + form_handles(data, lang))
    return axes


def marked(data: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Add the key of each row's region, and whether its value is `doubted`: its confidence is too low."""
    sure = data["confidence"] if "confidence" in data else pd.Series(np.nan, index=data.index)
    return data.assign(key=elements.places(data), doubted=(sure < confidence) & data["value"].notna())


def _draw_indicator(ax: Axes, data: pd.DataFrame, looks: dict[str, dict], lang: str, scale: str) -> None:
    top = float(np.nan_to_num(data["value"].max())) or 1.0
    text_layout.years(ax, data["year"])
    _lay_out_values(ax, top, scale)
    for key, look in looks.items():
        rows = data[data["key"] == key]
        for qualifier, values in rows[rows["value"].notna()].groupby("qualifier", sort=True):
            _draw_series(ax, values, look, qualified=bool(qualifier))
    _print_values(ax, data, looks)
    _draw_foot(ax, data, looks)
    stated = data["value"].notna().any()
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= HEADROOM * top and stated])
    ax.yaxis.set_major_formatter(elements.counts(HEADROOM * top, lang))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.grid(axis="y")


def _lay_out_values(ax: Axes, top: float, scale: str) -> None:
    """Set the scale of the values, zero at the height `ZERO` of the panel."""
    if scale not in SCALES:
        raise UnknownName("scale", scale, SCALES)
    if scale == "log":
        ax.set_yscale("symlog", linthresh=1)
        ax.yaxis.set_major_locator(FixedLocator([0, *10.0 ** np.arange(np.ceil(np.log10(max(top, 2))) + 1)]))
    else:
        ax.yaxis.set_major_locator(MaxNLocator(4, integer=top > 4))
    laid = ax.yaxis.get_transform()
    high = laid.transform(np.array([HEADROOM * top]))[0]
    ax.set_ylim(laid.inverted().transform(np.array([-high * ZERO / (1 - ZERO)]))[0], HEADROOM * top)


def _draw_series(ax: Axes, rows: pd.DataFrame, look: dict, *, qualified: bool) -> None:
    """Draw a region's values of one qualifier, joined where years follow each other; bounds as open marks."""
    once = rows.drop_duplicates("year")
    ax.plot(*elements.with_gaps(once["year"], once["value"]), color=look["color"], linestyle=":" if qualified else "-")
    hollow = rows["doubted"] | qualified
    for marked, face in ((rows[~hollow], look["color"]), (rows[hollow], "white")):
        if len(marked):
            ax.plot(
                marked["year"], marked["value"], linestyle="none", markerfacecolor=face, markeredgewidth=0.8, **look
            )
    arrow = ARROW | {"color": look["color"]}
    for bound, sign in (("more_than", 1), ("less_than", -1)):
        for row in rows[rows["bound"] == bound].itertuples():
            ax.annotate("", (row.year, _beside(ax, row.value, sign)), (row.year, row.value), arrowprops=arrow)
    for row in rows[rows["bound"] == "about"].itertuples():
        ax.annotate("≈", (row.year, row.value), (4, 1), textcoords="offset points", fontsize=7, color=look["color"])


def _beside(ax: Axes, value: float, sign: int) -> float:
    """Return the value that lies an arrow's length above or below another one."""
    laid = ax.yaxis.get_transform()
    low, high = laid.transform(np.array(ax.get_ylim()))
    return float(laid.inverted().transform(laid.transform(np.array([value])) + sign * 0.07 * (high - low))[0])


def _print_values(ax: Axes, data: pd.DataFrame, looks: dict[str, dict]) -> None:
    """Print a value that stands alone, beside its mark; of several those whose marks touch the zero line, above them.

    Of many in one year the least and the largest are printed.
    """
    stated = data[data["value"].notna()]
    if len(stated) == 1:
        row, ink = stated.iloc[0], text_layout.ink(looks[stated["key"].iloc[0]]["color"])
        place = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
        ax.annotate(f"{row['value']:,.10g}", (row["year"], row["value"]), fontsize=7, color=ink, **place)
        return
    laid, high = ax.yaxis.get_transform(), ax.get_ylim()[1]
    reach = laid.transform(data["value"].to_numpy(float)) / laid.transform(np.array([high]))[0]
    small = data[(reach < TOUCHING) & (data["year"] >= data["year"].max() - 5)]
    for year, rows in small.sort_values("value").groupby("year"):
        lines = [(f"{row.value:,.10g}", text_layout.ink(looks[row.key]["color"])) for row in rows.itertuples()]
        if len(rows) > MOST_PRINTED:
            lines = [(f"{rows['value'].min():,.10g}–{rows['value'].max():,.10g}", "0.3")]
        for n, (text, ink) in enumerate(lines):
            ax.annotate(text, (year, rows["value"].max()), (0, 4 + 7 * n), textcoords="offset points", ha="center",
                        va="bottom", fontsize=7, color=ink)  # fmt: skip


def _draw_foot(ax: Axes, data: pd.DataFrame, looks: dict[str, dict]) -> None:
    """Mark the reports that give no value at their year, in a strip below zero; of many their number stands there."""
    ax.add_patch(Rectangle((0, 0), 1, STRIP, color="0.94", linewidth=0, transform=ax.transAxes, zorder=0))
    ax.axhline(0, color="0.3", linewidth=0.6)
    ax.spines["bottom"].set_visible(False)
    for year, rows in data[data["status"].isin(FOOT)].drop_duplicates(["key", "year"]).groupby("year"):
        if len(rows) <= MOST_MARKS:
            marks = [(FOOT[row.status], looks[row.key]["color"], "") for row in rows.itertuples()]
        else:
            counted = rows["status"].value_counts()
            marks = [(mark, "0.3", str(counted[status])) for status, mark in FOOT.items() if status in counted]
        _draw_marks(ax, int(year), marks)


def _draw_marks(ax: Axes, year: int, marks: Sequence[tuple[str, str, str]]) -> None:
    """Draw marks (form, colour, note) side by side about their year; one alone stands at it."""
    pitch = 4.5 if not any(note for *_, note in marks) else 16
    for n, (marker, color, note) in enumerate(marks):
        points = pitch * (n - (len(marks) - 1) / 2) - 4 * bool(note)
        place = offset_copy(ax.get_xaxis_transform(), ax.get_figure(root=True), points, 0, units="points")
        ax.plot(year, STRIP / 2, marker=marker, color=color, markersize=3, linestyle="none", markerfacecolor="white",
                clip_on=False, transform=place)  # fmt: skip
        ax.text(year, STRIP / 2, f"  {note}" if note else "", va="center", fontsize=7, color=color, transform=place)


def _ends(data: pd.DataFrame, looks: dict[str, dict]) -> list[tuple[str, float, float, str]]:
    """Return where each region's line ends: at its last value, at the foot where it has none."""
    ends = []
    for key, look in looks.items():
        rows = data[data["key"] == key]
        stated = rows[rows["value"].notna()].sort_values(["year", "qualifier"], ascending=[True, False])
        last = stated.iloc[-1] if len(stated) else rows.sort_values("year").iloc[-1]
        ends.append((key, last["year"], last["value"] if len(stated) else 0.0, look["color"]))
    return ends


def title_of(rows: pd.DataFrame, lang: str) -> str:
    """Return the indicator's name with the unit of its values."""
    name, unit = elements.name(rows["indicator_id"].iloc[0], lang), unit_of(rows, lang)
    return f"{name} ({unit})" if unit else name


def _region_handles(looks: dict[str, dict]) -> list[Line2D]:
    return [Line2D([], [], label=key, **look) for key, look in looks.items()]


def form_handles(data: pd.DataFrame, lang: str, arrows: str = "↑↓") -> list[Line2D]:
    """Explain the marks that occur; `arrows` are those of values that are more, and less, than their mark."""
    grey = {"color": "0.3", "linestyle": "none"}
    handles = []
    for status, marker in FOOT.items():
        if (data["status"] == status).any():
            label = _status(data[data["status"] == status], lang)
            handles.append(Line2D([], [], marker=marker, markerfacecolor="white", markersize=3, label=label, **grey))
    for bound, char in zip(("more_than", "less_than", "about"), f"{arrows}≈", strict=True):
        if (data["bound"] == bound).any():
            form = {"marker": text_layout.sign(char), "markersize": 6, "markeredgewidth": 0}
            handles.append(Line2D([], [], label=elements.name(f"chart.{bound}", lang), **form, **grey))
    if "doubted" in data and data["doubted"].any():
        label = elements.name("chart.doubted", lang)
        handles.append(Line2D([], [], marker="o", markerfacecolor="white", label=label, **grey))
    if ((data["qualifier"].fillna("") != "") & data["value"].notna()).any():
        label = elements.name("chart.qualified", lang)
        handles.append(Line2D([], [], color="0.3", linestyle=":", marker="o", markerfacecolor="white", label=label))
    return handles


def _status(rows: pd.DataFrame, lang: str) -> str:
    """Name a status without a value, with the measures that are given instead of the indicator's."""
    words = sorted({word for qualifier in rows["qualifier"].fillna("") for word in qualifier.split("|") if word})
    named = elements.name("caption.list", lang).join(elements.name_or_itself("qualifier", word, lang) for word in words)
    status = elements.name(f"status.{rows['status'].iloc[0]}", lang)
    return elements.name("caption.of", lang).format(name=status, text=named) if named else status
