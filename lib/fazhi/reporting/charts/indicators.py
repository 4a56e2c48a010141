"""Indicator values → charts over the years: lines with gaps and bounds, and small multiples."""

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
HEADROOM = 1.16  # top of a panel, as a multiple of its largest value
ZERO = 0.128  # height of the zero line, as a share of the panel's height; below it is the strip of what is not stated
STRIP = 0.094  # height of the strip's upper edge
TOUCHING = 0.07  # a mark this close to the zero line, as a share of the height, has its value printed
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
    """Draw one indicator over the years, with a line for each region that shows gaps and bounds.

    Parameters
    ----------
    data : DataFrame [region, year, indicator_id, status, value, bound, unit, qualifier]
        Rows of one indicator (`Corpus.values`). A report that does not state it has a mark at its year in the grey
        strip below zero; a report with another measure (a total of several years, a mean …) has a different mark there,
        and the legend names the measure. Values with a qualifier are hollow and joined by a dotted line. With a column
        `per` (`per_capita.per_capita`) the unit includes the number of residents.
    ax, lang
        As in `coverage`.
    regions : sequence of str
        Codes of all regions of the corpus, which decide each region's colour and marker; see
        `elements.looks_of_regions`.
    confidence : float
        Values whose `confidence` (0–1, a column of `data`) is below this are hollow; 0 = none.
    scale : {"linear", "log"}
        Scale of the values. "log" (linear from 0 to 1) suits values as far apart as 14 and 1,362. Values whose marks
        touch the zero line are printed.

    Raises
    ------
    FazhiError
        If `data` holds more than one indicator.
    UnknownName
        For an unknown scale, or a region that is not in `regions`.
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
    """Draw several indicators, with a panel for each that has its own scale from zero.

    Parameters
    ----------
    data : DataFrame
        As for `indicator_lines`, with any number of indicators; panels are in the table's order.
    figure : Figure or SubFigure, optional
        The figure to draw into; None = the current figure.
    lang : {"zh", "en"}
        Language of the names.
    regions, confidence, scale
        As in `indicator_lines`.

    Returns
    -------
    2-D array of Axes
        Row by row; the last ones may be empty.
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
    """Add `key`, the region, and `doubted`, whether the value's confidence is below the given one."""
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
    """Set the scale of the values, with zero at the height `ZERO` of the panel."""
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
    """Draw a region's values of one qualifier, joining consecutive years; values with a bound have open marks."""
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
    """Return the value one arrow's length above (`sign` 1) or below (-1) another."""
    laid = ax.yaxis.get_transform()
    low, high = laid.transform(np.array(ax.get_ylim()))
    return float(laid.inverted().transform(laid.transform(np.array([value])) + sign * 0.07 * (high - low))[0])


def _print_values(ax: Axes, data: pd.DataFrame, looks: dict[str, dict]) -> None:
    """Print a single value beside its mark; of several values, print those whose marks touch the zero line.

    If these are many in one year, only the smallest and the largest are printed.
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
    """Mark reports without a value at their year, in the strip below zero; if there are many, print their number."""
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
    """Draw marks (form, colour, note) side by side, centred on their year."""
    pitch = 4.5 if not any(note for *_, note in marks) else 16
    for n, (marker, color, note) in enumerate(marks):
        points = pitch * (n - (len(marks) - 1) / 2) - 4 * bool(note)
        place = offset_copy(ax.get_xaxis_transform(), ax.get_figure(root=True), points, 0, units="points")
        ax.plot(year, STRIP / 2, marker=marker, color=color, markersize=3, linestyle="none", markerfacecolor="white",
                clip_on=False, transform=place)  # fmt: skip
        ax.text(year, STRIP / 2, f"  {note}" if note else "", va="center", fontsize=7, color=color, transform=place)


def _ends(data: pd.DataFrame, looks: dict[str, dict]) -> list[tuple[str, float, float, str]]:
    """Return the end of each region's line: its last value, or the foot if it has none."""
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
    """Return legend entries for the marks that occur; `arrows` are the signs for "more than" and "less than"."""
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
    """Return the name of a status without a value, with the other measures that are stated."""
    words = sorted({word for qualifier in rows["qualifier"].fillna("") for word in qualifier.split("|") if word})
    named = elements.name("caption.list", lang).join(elements.name_or_itself("qualifier", word, lang) for word in words)
    status = elements.name(f"status.{rows['status'].iloc[0]}", lang)
    return elements.name("caption.of", lang).format(name=status, text=named) if named else status
