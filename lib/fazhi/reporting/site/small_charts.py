"""Values of an indicator → a small SVG for a web page, every mark with a tooltip and a link to its sentence."""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from fazhi.reporting.charts.elements import name_or_itself

WIDTH, ROW, LEFT, RIGHT, TOP = 720, 26, 170, 90, 30
FEWEST_VALUES, MOST_REGIONS = 2, 60


def values_by_year(rows: Iterable, lang: str) -> Markup:
    """Draw the values of one indicator: a row for each region, with a dot for each year, on one axis from zero.

    Parameters
    ----------
    rows : iterable of rows with key, region, year, value, shown, unit, qualifier, sentence, place
        Values of one indicator. Drawn are those without a qualifier and in the commonest unit, for the first 60
        regions; a dot is open if the value has a bound.
    lang : {"zh", "en"}
        Language of the axis.

    Returns
    -------
    Markup
        An ``<svg>``, or ``""`` if there are fewer than two values to compare.
    """
    plain = [row for row in rows if row.value == row.value and not row.qualifier]
    if len(plain) < FEWEST_VALUES:
        return Markup()
    unit = Counter(row.unit for row in plain).most_common(1)[0][0]
    places: dict[str, list] = {}
    for row in sorted((row for row in plain if row.unit == unit), key=lambda row: row.year):
        places.setdefault(row.key, []).append(row)
    drawn = [places[key] for key in sorted(places)[:MOST_REGIONS]]
    top = max(row.value for own in drawn for row in own) or 1.0
    scale = (WIDTH - LEFT - RIGHT) / top
    height = TOP + ROW * len(drawn) + 12
    marks = [_axis(top, scale, height, name_or_itself("unit", unit, lang) if unit else "")]
    marks += [_row(own, own[0].region, TOP + ROW * n + ROW / 2, scale) for n, own in enumerate(drawn)]
    title = "各地区、各年度的数值" if lang == "zh" else "Values by region and year"
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{title}">{"".join(marks)}</svg>'
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
    """Return five to eleven round values from 0 up to the largest value."""
    rough = top / 4
    magnitude = 10 ** math.floor(math.log10(rough))
    step = max(step * magnitude for step in (1, 2, 5) if step * magnitude <= rough)
    return [step * n for n in range(int(top / step) + 1)]


def _row(own: list, region: str, y: float, scale: float) -> str:
    label = f'<text class="name" x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end">{html.escape(region)}</text>'
    points = [(LEFT + row.value * scale, row) for row in own]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, _ in points)
    dots = "".join(_dot(x, y, row) for x, row in points)
    beside, last = max(x for x, _ in points) + 9, html.escape(points[-1][1].shown)
    value = f'<text class="value" x="{beside:.1f}" y="{y + 4:.1f}">{last}</text>'
    return f'{label}<polyline class="course" points="{line}"/>{dots}{value}'


def _dot(x: float, y: float, row) -> str:
    said = html.escape(f"{row.region} {row.year}: {row.shown}")
    report, _, place = map(html.escape, row.place.partition("/"))
    kind = "open" if row.shown[:1] in "><≈" else "dot"
    return (
        f'<a aria-label="{said}" href="../reports/{report}.html#{place}"><circle class="{kind}" cx="{x:.1f}" '
        f'cy="{y:.1f}" r="5"><title>{said} — {html.escape(row.sentence)}</title></circle></a>'
    )
