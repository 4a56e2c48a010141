"""Title, opening, headings and dates → the year that a report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fazhi.errors import Unresolved
from fazhi.normalization import plain
from fazhi.reading.dates import bare_years, years
from fazhi.reading.metadata.passages import Zones

_ANNOUNCED = re.compile(r"[将就].{0,80}?(?:报告|汇报|总结|公布|公示|通报|公开|呈报)(?:如下|于后|于下|[:。])")
_NEXT_STEPS = re.compile(r"下一步|下步|计划|打算|安排|思路|展望|谋划|要点|目标任务|重点任务")
_REPORTED = re.compile(r"情况|成效|总结|举措|做法|工作$")
_QUOTED = re.compile(r"《[^》]*》|〔[^〕]*〕|\((?:19|20)\d\d[^)]*\)")
_CRUMB = re.compile(r"[>»→]\s*((?:19|20)\d\d)\s*年?\s*$")


class Told(NamedTuple):
    """A year found in a text, the words it was read from, and a warning about it ("" = none)."""

    year: int
    words: str
    warning: str = ""


def reporting_year(title: str, text: Zones, signed: str, published: str, stated: str) -> tuple[int, list[str], str]:
    """Determine the reporting year: as stated, from the title, the opening, a heading or a plan, else from dates.

    Returns
    -------
    year : int
    warnings : list of str
        Both readings, if two disagree.
    words : str
        The words it was read from; "" if only a sidecar states it.
    """
    latest = int((signed or published)[:4] or 9999)
    told = next((told for told in _readings(title, text, signed, published) if told.year <= latest), None)
    warnings = _conflicts(told, title, text, signed or published) if told else []
    if stated:
        differs = told and str(told.year) != stated
        said = f"year: the text says {told.year}, the sidecar {stated}; the sidecar is used" if differs else ""
        return int(stated), [said] if differs else [], "" if differs or not told else told.words
    if not told:
        raise Unresolved("the text does not state its year; give it in reports.csv")
    told = _announced_instead(told, title, text, signed or published) or told
    return told.year, warnings, told.words


def _readings(title: str, text: Zones, signed: str, published: str) -> Iterator[Told]:
    """Yield the readings of the year, the most reliable first."""
    yield from _titled(title)
    yield from _announced(text)
    headings = [heading for heading in text.headings if not _plans(heading, text)]
    for line in [*map(_unquoted, text.opening), *headings]:
        yield from (Told(int(found.value), _around(line, found.start)) for found in years(line)[:1])
    yield from _planned(text)
    if signed:
        yield Told(_year_before(signed), signed)
    yield from _most_named(text.body)
    for line in (*text.head, *text.furniture):
        if crumb := _CRUMB.search(line):
            yield Told(int(crumb[1]), crumb[0], f"year: {crumb[1]}, known only from the page's path")
    if published:
        year = _year_before(published)
        yield Told(year, published, f"year: {year}, known only from the date of publication {published}")


def _titled(title: str) -> list[Told]:
    bare = plain(title)
    return [Told(int(found.value), title) for found in years(bare) or bare_years(bare)]


def _announced(text: Zones) -> list[Told]:
    """Years in 现将2023年度…报告如下 in the opening."""
    found = (now[0] for line in map(_unquoted, text.opening) for now in _ANNOUNCED.finditer(line))
    return [Told(int(named[0].value), now) for now in found if (named := years(now))]


def _plans(heading: str, text: Zones) -> bool:
    """Whether a heading is about what is to come, by its own words or where it stands (2025年重点工作, at the end)."""
    return bool(_NEXT_STEPS.search(heading)) or heading in text.plans


def _planned(text: Zones) -> list[Told]:
    """Years before those that a heading plans for (2024年工作打算 → 2023)."""
    plans = [heading for heading in text.headings if _plans(heading, text)]
    return [Told(int(named[0].value) - 1, plan) for plan in plans if (named := years(plan))]


def _most_named(body: Sequence[str]) -> list[Told]:
    """Return the year named most often outside titles, document numbers and spans."""
    named = [(found.value, line) for line in map(_unquoted, body) for found in years(line)]
    counts = Counter(year for year, _ in named)
    best = max(counts, key=lambda year: (counts[year], year), default="")
    words = next((_around(line, line.find(best)) for year, line in named if year == best), "")
    return [Told(int(best), words)] if best else []


def _announced_instead(told: Told, title: str, text: Zones, dated: str) -> Told | None:
    """Return the year before the title's if the text announces it and is dated within the title's year."""
    if told not in _titled(title) or not dated.startswith(str(told.year)):
        return None
    return next((other for other in _announced(text)[:1] if other.year == told.year - 1), None)


def _conflicts(told: Told, title: str, text: Zones, dated: str) -> list[str]:
    """Describe where another reading disagrees with the one used."""
    if other := _announced_instead(told, title, text, dated):
        return [f"year: titled {told.year}, but the text reports on {other.year}"]
    reported = [
        Told(int(named[0].value), heading)
        for heading in text.headings
        if _REPORTED.search(heading) and not _plans(heading, text) and (named := years(heading))
    ]
    others = [*_announced(text)[:1], *reported[:1], *_planned(text)[:1]]
    said = [f"year: {told.year}, but {other.words!r} speaks for {other.year}" for other in others]
    disagree = [warning for warning, other in zip(said, others, strict=True) if other.year != told.year]
    return [*([told.warning] if told.warning else []), *dict.fromkeys(disagree)]


def _unquoted(line: str) -> str:
    return _QUOTED.sub("", line)


def _around(line: str, at: int) -> str:
    """Return the words of a line around an offset."""
    return re.split(r"[,。;]", line[at:], maxsplit=1)[0][:30]


def _year_before(date: str) -> int:
    """Return the year reported on by a report of this date: the same year from October on, else the one before."""
    return int(date[:4]) - (int(date[5:7]) < 10)
