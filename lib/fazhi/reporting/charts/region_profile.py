"""One region's tables → a page of A4: reports, sections, key figures, disclosure, problems, topics, checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase, SubFigure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from fazhi import catalog, english
from fazhi.errors import FazhiError
from fazhi.reporting import charts
from fazhi.reporting.charts import elements, text_layout
from fazhi.reporting.charts.indicators import marked
from fazhi.reporting.journals import MM
from fazhi.reporting.style import BLUE, style

HEIGHT = 297
MARGIN = 12
HEADING = 8
YEARS_SHOWN = 5
MOST_ROWS = 12
MOST_TOPICS = 6
ROOMY = 7 / 6
CHECKS_SHOWN = 4
GUESSED = ["magnitude", "repeat", "conflict", "candidates", "change"]
"""Checks whose second number is not computed: it is another reading, or printed elsewhere."""
BOUNDS = {"exact": "", "more_than": "≥", "less_than": "≤", "about": "≈"}
GREY = "0.4"
SMALL = 7.5


def _on_a_page(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """Decorate a function that draws on an A4 page, so that it has the report's style inside any other style."""

    @wraps(draw)
    def drawn(*, lang: str = "zh", confidence: float = 0.0, **parts: pd.DataFrame) -> Figure:
        with style(lang=lang, journal="a4", width="page", height=HEIGHT):
            return draw(lang=lang, confidence=confidence, **parts)

    return drawn


@_on_a_page
def draw(
    *,
    reports: pd.DataFrame,
    sections: pd.DataFrame,
    indicators: pd.DataFrame,
    disclosure: pd.DataFrame,
    problems: pd.DataFrame,
    topics: pd.DataFrame,
    checks: pd.DataFrame,
    lang: str = "zh",
    confidence: float = 0.0,
) -> Figure:
    """Draw a region's profile as a new figure, an A4 page in the report's style.

    The page has room for the last five years, the first twelve indicators, the twelve themes admitted most often, the
    six largest topics and four checks. A part without data says so.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`, rows of one region.
    sections : DataFrame
        `Corpus.anatomy`.
    indicators : DataFrame
        `year_on_year.on_the_year_before`; drawn in the order of its rows.
    disclosure : DataFrame
        `Corpus.disclosure_shares`.
    problems : DataFrame
        `Corpus.recurrence`.
    topics : DataFrame [year, topic_id, label, share, low, high]
        One row for each report and topic.
    checks : DataFrame
        The table `checks`.
    lang : {"zh", "en"}
        Language of the names.
    confidence : float
        Values whose `confidence` (0–1, a column of `indicators`) is below this are hollow and marked with °.

    Raises
    ------
    FazhiError
        If `reports` does not hold exactly one region.
    """
    codes = elements.in_order(reports["region_code"])
    if len(codes) != 1:
        raise FazhiError(f"a profile shows one region, but the reports have {len(codes)}: {', '.join(codes[:5])}")
    page = plt.gcf()
    page.set_gid("profile")
    page.get_layout_engine().set(hspace=0, wspace=0)
    years = sorted(set(reports["year"]))[-YEARS_SHOWN:]
    latest = reports[reports["year"].isin(years)]
    sections = _unnamed(sections[sections["year"].isin(years)], latest)
    indicators = _first(indicators, "indicator_id", elements.in_order(indicators["indicator_id"]))
    indicators = marked(indicators, confidence)
    problems = problems[problems["year"].isin(years)]
    problems = _first(problems, "theme_id", _by_sum(problems, "theme_id", "admitted"))
    topics = _first(topics, "topic_id", _by_sum(topics, "topic_id", "share"), MOST_TOPICS)
    left = 18 + 3.9 * disclosure["area"].nunique(), 18 + 4.2 * max(topics["topic_id"].nunique(), 2)
    right = 20 + 4.5 * problems["theme_id"].nunique(), 12 + 4.2 * min(len(checks), CHECKS_SHOWN + 1)
    heights = [15, 13 + 4.4 * len(latest), 24 + 4 * len(latest), 24 + 4.4 * indicators["indicator_id"].nunique(),
               max(sum(left), sum(right))]  # fmt: skip
    edges = _within_margins(page)
    head, told, built, counted, below = _stack(page, heights, **edges)
    columns = below.add_gridspec(1, 3, width_ratios=[1, 0.05, 1])
    west, east = below.add_subfigure(columns[0]), below.add_subfigure(columns[2])
    _write_head(head, reports, lang)
    _draw_reports(_part(told, "reports", lang), latest, checks, lang)
    charts.anatomy(sections, ax=_part(built, "sections", lang), lang=lang)
    _draw_indicators(_part(counted, "indicators", lang), indicators, years, lang)
    areas, shares = _stack(west, left)
    _draw_disclosure(_part(areas, "disclosure", lang), disclosure, lang)
    _draw_topics(_part(shares, "topics", lang), topics, lang)
    themes, slips = _stack(east, right)
    _draw_problems(_part(themes, "problems", lang), problems, lang)
    _write_checks(_part(slips, "checks", lang), checks.merge(reports[["report_id", "year"]]), lang)
    foot = elements.name("profile.source", lang)
    page.text(edges["left"], 0.6 * edges["bottom"], foot, color=GREY, fontsize=7, va="center")
    return page


def _unnamed(sections: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Remove the region's name from the rows, because it heads the page: they are labelled by year."""
    own = sections["region"].isin(reports.sort_values("year")["region"].tail(1))
    return sections.assign(region=sections["region"].mask(own, ""))


def _by_sum(table: pd.DataFrame, column: str, value: str) -> list:
    """Return the ids in a column, by their sum of values in descending order."""
    return list(table.groupby(column)[value].sum().sort_values(ascending=False, kind="stable").index)


def _first(table: pd.DataFrame, column: str, order: Sequence, most: int = MOST_ROWS) -> pd.DataFrame:
    """Keep the rows of the first `most` ids, those the page has room for."""
    return table[table[column].isin(list(order)[:most])]


def _within_margins(page: Figure) -> dict[str, float]:
    """Lay the page out within its margins; return the edges of the area inside, as shares of the page.

    The fewer parts are nested in parts, the faster the layout is found; margins are therefore no parts.
    """
    aside, above = MARGIN * MM / page.get_figwidth(), MARGIN * MM / page.get_figheight()
    page.get_layout_engine().set(rect=(aside, above, 1 - 2 * aside, 1 - 2 * above))
    return {"left": aside, "right": 1 - aside, "bottom": above, "top": 1 - above}


def _stack(figure: FigureBase, heights: Sequence[float], **edges: float) -> list[SubFigure]:
    """Stack parts with these heights in mm, or up to a sixth more if there is room between the edges."""
    room = figure.bbox.height / figure.dpi / MM * (edges.get("top", 1) - edges.get("bottom", 0))
    stretched = np.array(heights) * min(room / sum(heights), ROOMY)
    ratios = [*stretched, max(room - stretched.sum(), 0.1)]
    grid = figure.add_gridspec(len(ratios), 1, height_ratios=ratios, **edges)
    return [figure.add_subfigure(grid[number]) for number in range(len(heights))]


def _part(figure: SubFigure, part: str, lang: str) -> Axes:
    """Write the heading of a part of the page in a strip above it; return the axes of the part."""
    height = figure.bbox.height / figure.dpi / MM
    heading = elements.name(f"profile.{part}", lang)
    figure.text(0, 1 - 0.7 * HEADING / height, heading, va="center", fontsize=9, color=BLUE)
    grid = figure.add_gridspec(2, 1, height_ratios=[HEADING, height - HEADING])
    return figure.add_subfigure(grid[1]).subplots()


def _write_head(figure: SubFigure, reports: pd.DataFrame, lang: str) -> None:
    last = reports.sort_values("year").iloc[-1]
    called = english.place if lang == "en" else str
    above = [called(place) for place in (last["province"], last["prefecture"]) if place and place != last["region"]]
    years = sorted(set(reports["year"]))
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    figure.text(0, 0.95, called(last["region"]), fontsize=17, va="top")
    figure.text(0, 0.16, " · ".join([*above, elements.name(f"level.{last['level']}", lang)]), color=GREY)
    figure.text(1, 0.95, elements.name("profile.title", lang), fontsize=9, ha="right", va="top")
    figure.text(1, 0.16, span, ha="right", color=GREY)
    figure.add_artist(Line2D([0, 1], [0.04, 0.04], color=BLUE, linewidth=1.2))


def _draw_reports(ax: Axes, reports: pd.DataFrame, checks: pd.DataFrame, lang: str) -> None:
    counts = checks["report_id"].value_counts()
    heads = ["year", "issuer", "signed", "n_chars", "n_quantities", "n_problems", "n_checks"]
    rows = [
        [str(row.year), elements.name(f"issuer.{row.issuer_type}", lang), row.signed or "–", f"{row.n_chars:,}",
         f"{row.n_quantities:,}", str(row.n_problems), str(counts.get(row.report_id, 0))]
        for row in reports.sort_values("year").itertuples()
    ]  # fmt: skip
    named = [elements.name(f"profile.{head}", lang) for head in heads]
    _write_table(ax, named, rows, [0, 0.1, 0.42, 0.57, 0.71, 0.86, 1], left=[0, 1])


def _draw_indicators(ax: Axes, table: pd.DataFrame, years: Sequence[int], lang: str) -> None:
    """Write each indicator's values by year and its last change, and draw its course as a small line."""
    if table.empty:
        _say(ax, elements.name("chart.no_data", lang))
        return
    places = [0, *(0.74 - 0.085 * np.arange(len(years))[::-1]), 0.84]
    width = (places[1] - 0.09) * ax.get_figure(root=True).get_figwidth() * 0.87 * 72 / SMALL
    heads = ["", *map(str, years), elements.name("profile.change", lang)]
    rows = []
    for identifier in elements.in_order(table["indicator_id"]):
        values = table[table["indicator_id"] == identifier].set_index("year")
        cells = [_cell(values.loc[year], lang) if year in values.index else "" for year in years]
        change = values["change"].get(years[-1], np.nan)
        rows.append([_indicator(identifier, values, width, lang), *cells, "" if np.isnan(change) else _signed(change)])
        if len(years) > 1:
            _draw_course(ax, len(rows), values.reindex(years))
    _write_table(ax, heads, rows, places, left=[0])
    ax.set_ylim(len(rows) + 1.5, -0.6)
    note = text_layout.wrapped(elements.name("profile.marks", lang), 72, 2)
    ax.text(0, len(rows) + 0.62, note, color=GREY, fontsize=7, va="top", linespacing=1.3, in_layout=False)


def _indicator(identifier: str, values: pd.DataFrame, width: float, lang: str) -> str:
    """Return an indicator's name, shortened to `width` ems, with its unit."""
    units = [unit for unit in values["unit"] if unit]
    units += list(catalog.load().indicators.query("id == @identifier")["unit"])
    unit = f" ({elements.unit(units[0], identifier, lang)})" if units else ""
    return text_layout.shortened(elements.name(identifier, lang), width - text_layout.ems(unit or " ")) + unit


def _cell(row: pd.Series, lang: str) -> str:
    """Return a value with its bound; `*` marks a qualifier, `°` a doubted value, a dash what is not reported."""
    if pd.isna(row["value"]):
        return {"not reported": "–"}.get(row["status"], elements.name(f"status.{row['status']}", lang))
    marks = ("*" if row["qualifier"] else "") + ("°" if row["doubted"] else "")
    return f"{BOUNDS[row['bound']]}{_short(row['value'], lang)}{marks}"


def _short(value: float, lang: str) -> str:
    """Return a number in full up to a million; above, in 万 and 亿 or in millions."""
    if abs(value) < 1e6:
        return f"{value:,.10g}"
    scale, sign = (1e6, "M") if lang == "en" else (1e8, "亿") if abs(value) >= 1e8 else (1e4, "万")
    return f"{value / scale:,.5g}{sign}"


def _signed(change: float) -> str:
    return f"{100 * change:+.1f}%".replace("-", "−")


def _draw_course(ax: Axes, row: int, table: pd.DataFrame) -> None:
    """Draw a row's values as a small line at its right, with zero at the foot of the row; doubted values are hollow."""
    values, doubted = table["value"], table["doubted"].eq(True).to_numpy()
    across = np.linspace(0.87, 0.995, len(values))
    heights = row + 0.38 - 0.72 * values.to_numpy(float) / (np.nanmax([values.max(), 0]) or 1)
    ax.plot([0.86, 1], [row + 0.38] * 2, color="0.8", linewidth=0.5)
    ax.plot(across, heights, color=BLUE, linewidth=0.9, marker="o", markersize=2.2, clip_on=False)
    if doubted.any():
        hollow = {"markersize": 2.2, "markerfacecolor": "white", "markeredgewidth": 0.6}
        ax.plot(across[doubted], heights[doubted], "o", color=BLUE, clip_on=False, **hollow)


def _write_table(
    ax: Axes, heads: Sequence[str], rows: Sequence[Sequence[str]], places: Sequence[float], left: Sequence[int]
) -> None:
    """Write a table from the top; `places` are the left edges of the columns in `left`, the right edges of others."""
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(len(rows) + 0.5, -0.6))
    for number, line in enumerate([heads, *rows]):
        for column, (place, cell) in enumerate(zip(places, line, strict=True)):
            ha = "left" if column in left else "right"
            ax.text(place, number, cell, ha=ha, va="center", color=GREY if number == 0 else "0.1", fontsize=SMALL)
    ax.axhline(0.48, color="0.3", linewidth=0.6)
    ax.hlines(np.arange(1, len(rows)) + 0.5, 0, 1, color="0.9", linewidth=0.4)


def _draw_disclosure(ax: Axes, table: pd.DataFrame, lang: str) -> None:
    known = [label.removeprefix("area.") for label in catalog.load().labels["id"] if label.startswith("area.")]
    areas = [area for area in known if area in set(table["area"])]
    notes = {row.area: f"{row.reported}/{row.total}" for row in table.sort_values("year").itertuples()}
    named = {area: elements.name(f"area.{area}", lang) for area in areas}
    _draw_dots(ax, table.rename(columns={"area": "item"}), named, notes, lang)


def _draw_topics(ax: Axes, table: pd.DataFrame, lang: str) -> None:
    labels = english.table(table)["label"] if lang == "en" else table["label"]
    named = dict(zip(table["topic_id"], labels, strict=True))
    _draw_dots(ax, table.rename(columns={"topic_id": "item"}), named, {}, lang)


def _draw_problems(ax: Axes, table: pd.DataFrame, lang: str) -> None:
    if table.empty:
        _say(ax, elements.name("chart.no_problems", lang))
    else:
        charts.recurrence(table, ax=ax, lang=lang)


def _say(ax: Axes, *lines: str) -> None:
    """Write lines of text from the top of a part."""
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(max(len(lines), 2) - 0.4, -0.6))
    for number, line in enumerate(lines):
        ax.text(0, number, line, va="center", fontsize=SMALL)


def _draw_dots(ax: Axes, table: pd.DataFrame, named: dict[str, str], notes: dict[str, str], lang: str) -> None:
    """Draw the last year's shares as dots and earlier ones as hollow marks, with their intervals if there are any."""
    if table.empty:
        _say(ax, elements.name("chart.no_data", lang))
        return
    last = table["year"].max()
    handles = []
    for year in [last - 1, last]:
        rows = table[table["year"] == year]
        places = [list(named).index(item) for item in rows["item"]]
        form = {"markerfacecolor": BLUE if year == last else "white", "markersize": 4 if year == last else 5}
        if year == last and "low" in rows:
            ax.hlines(places, rows["low"], rows["high"], color="0.6", linewidth=0.8)
        if len(rows):
            marker = "o" if year == last else "D"
            handles += ax.plot(rows["share"], places, marker, color=BLUE, label=str(year), clip_on=False, **form)
    text_layout.rows(ax, [text_layout.shortened(name, 15) for name in named.values()], 16)
    for place, item in enumerate(named):
        text_layout.note(ax, place, notes.get(item, ""))
    ax.xaxis.set_major_formatter(FuncFormatter(elements.percent))
    ax.set_xlim(left=0)
    ax.grid(axis="x")
    text_layout.legend_above(ax, handles[::-1])


def _write_checks(ax: Axes, checks: pd.DataFrame, lang: str) -> None:
    """List where the reports contradict themselves: at most four, then how many more there are."""
    said = [f"{row.year}  {_said(row, lang)}" for row in checks.sort_values("year").itertuples()]
    more = [f"+ {len(said) - CHECKS_SHOWN}"] if len(said) > CHECKS_SHOWN else []
    lines = [*said[:CHECKS_SHOWN], *more] or [elements.name("profile.no_checks", lang)]
    _say(ax, *lines)


def _said(check, lang: str) -> str:
    """Return the kind of check, with the number that is printed and the one that is computed."""
    other = "chart.guessed" if check.kind in GUESSED else "chart.computed"
    pairs = [("chart.stated", check.stated), (other, check.computed)]
    numbers = [f"{elements.name(label, lang)} {_short(value, lang)}" for label, value in pairs if not pd.isna(value)]
    told = elements.name("caption.comma", lang).join(numbers)
    return elements.name("caption.of", lang).format(name=elements.name(f"check.{check.kind}", lang), text=told)
