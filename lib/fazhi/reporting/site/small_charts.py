"""Values of an indicator → a small SVG for a web page, every mark with a tooltip and a link to its sentence."""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

from markupsafe import Markup

from fazhi.reporting.charts.elements import name_or_itself

WIDTH, ROW, LEFT, RIGHT, TOP = 720, 26, 170, 90, 30
FEWEST_VALUES, MOST_REGIONS = 2, 60


def values_by_year(rows: Iterable, lang: str) -> Markup:
    """Draw the values of one indicator as dots on one axis from zero, in a row for each region.

    Of more than 60 regions only the latest values are drawn, in a row for each province.

    Parameters
    ----------
    rows : iterable of rows with key, region, province, year, value, shown, unit, qualifier, sentence, place
        Values of one indicator. Drawn are those without a qualifier and in the commonest unit; a dot is open if
        the value has a bound.
    lang : {"zh", "en"}
        Language of the axis and the note.

    Returns
    -------
    Markup
        An ``<svg>`` with a note on what it shows, or ``""`` if there are fewer than two values to compare.
    """
    plain = [row for row in rows if row.value == row.value and not row.qualifier]
    if len(plain) < FEWEST_VALUES:
        return Markup()
    unit = Counter(row.unit for row in plain).most_common(1)[0][0]
    drawn = sorted((row for row in plain if row.unit == unit), key=lambda row: (row.key, row.year))
    top = max(row.value for row in drawn) or 1.0
    scale = (WIDTH - LEFT - RIGHT) / top
    regions = _grouped(drawn, "key")
    if len(regions) <= MOST_REGIONS:
        title = "各地区、各年度的数值" if lang == "zh" else "Values by region and year"
        lines = [_region(own, y, scale) for own, y in zip(regions.values(), _heights(), strict=False)]
    else:
        title = "各省内各地区最近一年的数值" if lang == "zh" else "Each region's latest value, by province"
        provinces = _grouped([own[-1] for own in regions.values()], "province")
        lines = [_province(name, own, y, scale) for (name, own), y in zip(provinces.items(), _heights(), strict=False)]
    height = TOP + ROW * len(lines) + 12
    axis = _axis(top, scale, height, name_or_itself("unit", unit, lang) if unit else "")
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{title}">'
        f"{axis}{''.join(lines)}</svg>"
        f'<p class="note">{title}</p>'
    )


def _grouped(rows: Iterable, column: str) -> dict[str, list]:
    """Group rows by a column, in their order."""
    groups: dict[str, list] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


def _heights() -> Iterator[float]:
    """Yield the height of each line of the chart, from the top."""
    return count(TOP + ROW / 2, ROW)


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


def _region(own: list, y: float, scale: float) -> str:
    """Draw a region's values, joined through the years, the last one in figures."""
    points = [(LEFT + row.value * scale, row) for row in own]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, _ in points)
    dots = "".join(_dot(x, y, row, f" — {html.escape(row.sentence)}") for x, row in points)
    beside, last = max(x for x, _ in points) + 9, html.escape(own[-1].shown)
    value = f'<text class="value" x="{beside:.1f}" y="{y + 4:.1f}">{last}</text>'
    return f'{_label(own[0].region, y)}<polyline class="course" points="{line}"/>{dots}{value}'


def _province(name: str, own: list, y: float, scale: float) -> str:
    """Draw the values of a province's regions beside each other."""
    return _label(name, y) + "".join(_dot(LEFT + row.value * scale, y, row) for row in own)


def _label(name: str, y: float) -> str:
    return f'<text class="name" x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end">{html.escape(name)}</text>'


def _dot(x: float, y: float, row, further: str = "") -> str:
    said = html.escape(f"{row.region} {row.year}: {row.shown}")
    report, _, place = map(html.escape, row.place.partition("/"))
    kind = "open" if row.shown[:1] in "><≈" else "dot"
    return (
        f'<a aria-label="{said}" href="../reports/{report}.html#{place}"><circle class="{kind}" cx="{x:.1f}" '
        f'cy="{y:.1f}" r="5"><title>{said}{further}</title></circle></a>'
    )
