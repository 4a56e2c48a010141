"""Title, opening, headings and dates → the year that a report is about."""

from __future__ import annotations

import re

from fazhi.errors import Unresolved
from fazhi.normalization import plain
from fazhi.reading.dates import bare_years, years
from fazhi.reading.metadata.passages import Zones

_ANNOUNCED = re.compile(r"[将就].{0,80}?(?:报告|汇报|总结|公布|公示|通报|公开|呈报)(?:如下|于后|于下|[:。])")
_NEXT_STEPS = re.compile(r"下一步|下步|计划|打算|安排|思路|展望")
_QUOTED = re.compile(r"《[^》]*》")


def reporting_year(title: str, text: Zones, signed: str, published: str, stated: str) -> tuple[int, list[str]]:
    """Tell the reporting year: stated, titled, told in the opening or a heading, else by the dates."""
    read, warnings = _told_year(title, text, signed or published)
    if not read and (signed or published):
        read = _year_before(signed or published)
        warnings = [] if signed else [f"year: {read}, told only by the date of publication {published}"]
    if stated:
        differs = read and str(read) != stated
        return int(stated), [f"year: the text says {read}, the sidecar {stated}; the sidecar counts"] if differs else []
    if not read:
        raise Unresolved("the text does not tell its year: give it in reports.csv")
    return read, warnings


def _told_year(title: str, text: Zones, dated: str) -> tuple[int, list[str]]:
    """Return the year that the report names as its own, 0 when it names none."""
    opening = [_QUOTED.sub("", line) for line in text.opening]
    announced = [
        int(found[0].value) for line in opening for now in _ANNOUNCED.finditer(line) if (found := years(now[0]))
    ]
    titled = [int(found.value) for found in years(plain(title)) or bare_years(plain(title))]
    if titled and announced and announced[0] == titled[0] - 1 and dated.startswith(str(titled[0])):
        return announced[0], [f"year: titled {titled[0]}, but the text reports on {announced[0]}"]
    headings = [heading for heading in text.headings if not _NEXT_STEPS.search(heading)]
    leading = [int(found[0].value) for line in [*opening, *headings] if (found := years(line))]
    latest = int(dated[:4]) if dated else 9999
    return next((year for year in [*titled, *announced, *leading] if year <= latest), 0), []


def _year_before(date: str) -> int:
    """Return the year that a report of this date is about: its own from October on, else the one before."""
    return int(date[:4]) - (int(date[5:7]) < 10)
