"""Segments → every count, amount and rate stated in them, with unit, bound, subject, verb, scope and year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice, pairwise
from operator import attrgetter

import pandas as pd

from fazhi import long_texts
from fazhi.measuring.quantities.non_quantities import blank, without_endless
from fazhi.measuring.quantities.numerals import Number, numbers
from fazhi.measuring.quantities.subjects import meanings
from fazhi.measuring.quantities.zeros import zeros
from fazhi.normalization import fold, unfold

_UNREAD = {"cruft", "title", "docnumber", "addressee", "signature"}
_SENTENCE = re.compile(r"[^。!?\n]+[。!?\n]?")
# The longest sentence in a report has a few hundred characters and ten numbers.
MAX_STRETCH, MAX_IN_A_SENTENCE = 1000, 40


@dataclass
class Quantity:
    """A quantity as read; its fields are the columns of `quantities`, segment_id None if the segments have none."""

    segment_id: str | None
    line: int
    start: int
    end: int
    raw: str
    value: float
    value_high: float
    unit: str
    bound: str
    subject: str
    verb: str
    scope: str
    qualifier: str
    year: int | None
    role: str
    clause: str
    context: str
    sentence: str
    before: str
    at: int
    until: int


COLUMNS = [field.name for field in fields(Quantity)]


def read(segments: Iterable[dict], year: int | None) -> list[Quantity]:
    """Read every quantity of a report, including zeros stated in words, in text order.

    Parameters
    ----------
    segments : iterable of dict
        The rows of the table that `quantities` takes.
    year : int or None
        The reporting year.
    """
    segments = list(segments)
    return sorted([*_numbers(segments, year), *_zeros(segments, year)], key=attrgetter("line", "start"))


def quantities(segments: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Read every quantity from a report's segments, as in `read`, into a table.

    Parameters
    ----------
    segments : DataFrame
        Segments from `reading.structure.outline`: line, start, raw, role and, if available, segment_id.
    year : int or None
        The reporting year; None if unknown.

    Returns
    -------
    DataFrame [segment_id?, line, start, end, raw, value, value_high, unit, bound, subject, verb, scope, qualifier,
    year, role, clause, context, sentence, before, at, until]
        One row per quantity, in text order, including zeros in words (零败诉); at most the first
        `long_texts.MAX_NUMBERS` of a report.

        - start, end: offsets in the physical line; ``raw`` is the verbatim text there, bound words and unit included.
        - value: 万 and 亿 multiplied out, percentages in percent points, money in 元; value_high: the upper end of a
          range, NaN otherwise. unit: "" if there is no measure word. bound: exact | more_than | less_than | about.
        - subject: what is counted, as a noun phrase; verb: the act or state, "" for rates; scope: the body or place
          if it is named, "" for the reporting region itself.
        - qualifier: any of these, sorted, joined by "|": ``change`` (a difference from another year or level),
          ``cumulative`` (since an earlier year), ``limit`` (a time limit or processing time), ``mean``, ``part`` (of
          the previous number: 其中), ``plan``, ``prior`` (a figure for the year before, given for comparison),
          ``threshold`` (a norm rather than a result).
        - year: the year that the figure is about; missing if neither the text nor `year` gives it.
        - clause: the words around the number up to the next comma; context: from the start of the sentence to the end
          of that clause, the number as ``#``; sentence: all of it; before: the sentence before it in the segment;
          at, until: the number's span in its sentence. All are folded (`fazhi.normalization.fold`).
    """
    return _table(read(segments.to_dict("records"), year), "segment_id" in segments)


def _numbers(segments: list[dict], year: int | None) -> list[Quantity]:
    return _all(segments, year, lambda folded: numbers(blank(folded)), _UNREAD)


def _zeros(segments: list[dict], year: int | None) -> list[Quantity]:
    return _all(segments, year, zeros, _UNREAD | {"problem", "plan"})


def _all(segments: list[dict], year: int | None, find: Callable, unread: set[str]) -> list[Quantity]:
    wanted = (segment for segment in segments if segment["role"] not in unread)
    return list(islice((found for segment in wanted for found in _read(segment, year, find)), long_texts.MAX_NUMBERS))


def _table(found: list[Quantity], with_segments: bool) -> pd.DataFrame:
    columns = COLUMNS if with_segments else COLUMNS[1:]
    table = pd.DataFrame({column: [getattr(one, column) for one in found] for column in columns})
    return table.astype({"value": float, "value_high": float, "year": "Int64"})


def sentence(text: str) -> pd.DataFrame:
    """Wrap a bare sentence as a single segment.

    Parameters
    ----------
    text : str
        One sentence, without a line break.

    Returns
    -------
    DataFrame
        One row with the columns needed to read quantities; line 1, start 0, role achievement.
    """
    row = {
        "segment_id": "s1",
        "line": 1,
        "start": 0,
        "end": len(text),
        "raw": text,
        "level": 0,
        "label": "",
        "heading": "",
    }
    return pd.DataFrame([{**row, "path": "", "role": "achievement", "text": text}])


def _read(segment: dict, year: int | None, find: Callable[[str], list[Number]]) -> Iterator[Quantity]:
    folded, at = fold(segment["raw"])
    about = _about(segment, year)
    for offset, text, before, inside in _sentences(folded, find):
        for number, meaning in zip(inside, meanings(text, inside, about), strict=True):
            start, end = unfold(at, number.start + offset, number.end + offset)
            yield Quantity(
                segment_id=segment.get("segment_id"),
                line=segment["line"],
                start=segment["start"] + start,
                end=segment["start"] + end,
                raw=segment["raw"][start:end],
                value=number.value,
                value_high=number.value_high,
                unit=number.unit,
                bound=number.bound,
                subject=meaning.subject,
                verb=meaning.verb,
                scope=meaning.scope,
                qualifier=meaning.qualifier,
                year=meaning.year,
                role=segment["role"],
                clause=text[meaning.start : meaning.end],
                context=f"{text[: number.start]}#{text[number.end : meaning.end]}",
                sentence=text,
                before=before,
                at=number.start,
                until=number.end,
            )


def _sentences(folded: str, find: Callable[[str], list[Number]]) -> Iterator[tuple[int, str, str, list[Number]]]:
    """Yield the offset, text, sentence before and numbers of each sentence, in stretches that take bounded time.

    A sentence with more numbers than in any report is read as several.
    """
    countable = without_endless(folded)
    for first, last in long_texts.stretches(folded, MAX_STRETCH):
        stretch = folded[first:last]
        found = find(countable[first:last])
        if not found:
            continue
        before = ""
        for match in _SENTENCE.finditer(stretch):
            inside = [number for number in found if match.start() <= number.start < match.end()]
            for start, end, some in _few_numbers(match, inside) if inside else ():
                yield first + start, stretch[start:end], before, [_shifted(number, -start) for number in some]
            before = match[0]


def _few_numbers(sentence: re.Match, found: list[Number]) -> Iterator[tuple[int, int, list[Number]]]:
    """Yield the parts of a sentence with at most `MAX_IN_A_SENTENCE` numbers each, with their numbers."""
    starts = [sentence.start(), *(number.start for number in found[MAX_IN_A_SENTENCE::MAX_IN_A_SENTENCE])]
    for n, (start, end) in enumerate(pairwise([*starts, sentence.end()])):
        yield start, end, found[n * MAX_IN_A_SENTENCE :][:MAX_IN_A_SENTENCE]


def _about(segment: dict, year: int | None) -> int | None:
    """Return the year a segment is about; for plans the year after the report's, unless their heading names one."""
    if segment["role"] != "plan" or year is None:
        return year
    named = re.search(r"(20\d\d)年", str(segment.get("path", "")))
    return int(named[1]) if named else year + 1


def _shifted(number: Number, by: int) -> Number:
    return Number(number.start + by, number.end + by, number.value, number.value_high, number.unit, number.bound)
