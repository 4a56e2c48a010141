"""Rows of values → a small SVG for a web page, every mark with its words and a link to its sentence."""

from __future__ import annotations

import html

import pandas as pd
from markupsafe import Markup

WIDTH, ROW, LEFT, RIGHT, TOP = 720, 26, 170, 90, 30
MOST_REGIONS = 60


def values_by_year(rows: pd.DataFrame, lang: str) -> Markup:
    """Draw the values of one indicator: a row for each region, its years as dots on one axis from zero.

    Parameters
    ----------
    rows : DataFrame [region_code, region, year, value, shown, unit, qualifier, status, sentence, place]
        Values of one indicator. Only a region's own values of the year in the commonest unit are drawn, an open dot
        where a bound stands before the value; other measures stay in the table.
    lang : {"zh", "en"}
        Language of the axis.

    Returns
    -------
    Markup
        An ``<svg>``; ``""`` where there is nothing to draw.
    """
    drawn = rows[rows["value"].notna() & (rows["qualifier"] == "")]
    if drawn.empty:
        return Markup()
    drawn = drawn[drawn["unit"] == drawn["unit"].mode().iloc[0]]
    names = drawn[["region_code", "region"]].drop_duplicates().head(MOST_REGIONS)
    top = float(drawn["value"].max()) or 1.0
    scale = (WIDTH - LEFT - RIGHT) / top
    height = TOP + ROW * len(names) + 12
    marks = [_axis(top, scale, height, drawn["unit"].iloc[0])]
    for n, place in enumerate(names.itertuples()):
        own = drawn[(drawn["region_code"] == place.region_code) & (drawn["region"] == place.region)]
        marks.append(_row(own.sort_values("year"), place.region, TOP + ROW * n + ROW / 2, scale))
    title = "各地区、各年度的数值" if lang == "zh" else "Values by region and year"
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">{"".join(marks)}</svg>'
    )


def _axis(top: float, scale: float, height: float, unit: str) -> str:
    ticks = "".join(
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - 8}"/>'
        f'<text class="tick" x="{x:.1f}" y="{TOP - 12}" text-anchor="middle">{value:,.6g}</text>'
        for value in _ticks(top)
        for x in [LEFT + value * scale]
    )
    return f'{ticks}<text class="tick" x="{WIDTH - 4}" y="{TOP - 12}" text-anchor="end">{html.escape(unit)}</text>'


def _ticks(top: float) -> list[float]:
    """Return round values from 0 up to the largest, four to six of them."""
    rough = top / 4
    magnitude = 10 ** len(str(int(rough))) / 10 if rough >= 1 else 10 ** -len(str(int(1 / rough)))
    step = next(step * magnitude for step in (1, 2, 5, 10) if step * magnitude >= rough)
    return [step * n for n in range(int(top / step) + 1)]


def _row(own: pd.DataFrame, region: str, y: float, scale: float) -> str:
    label = f'<text class="name" x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end">{html.escape(region)}</text>'
    points = [(LEFT + row.value * scale, row) for row in own.itertuples()]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, _ in points)
    dots = "".join(_dot(x, y, row) for x, row in points)
    beside, last = max(x for x, _ in points) + 9, html.escape(points[-1][1].shown)
    value = f'<text class="value" x="{beside:.1f}" y="{y + 4:.1f}">{last}</text>'
    return f'{label}<polyline class="course" points="{line}"/>{dots}{value}'


def _dot(x: float, y: float, row) -> str:
    told = html.escape(f"{row.region} {row.year}: {row.shown} {row.unit} — {row.sentence}")
    report, _, place = row.place.partition("/")
    kind = "open" if row.shown[:1] in "><≈" else "dot"
    return (
        f'<a href="../reports/{html.escape(report)}.html#{html.escape(place)}"><circle class="{kind}" cx="{x:.1f}" '
        f'cy="{y:.1f}" r="5"><title>{told}</title></circle></a>'
    )
