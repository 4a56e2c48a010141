"""Segments → every count, amount and rate stated in them, with unit, bound, subject, verb, scope and year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

import pandas as pd

from fazhi import bounds
from fazhi.measuring.quantities.non_quantities import blank, without_endless
from fazhi.measuring.quantities.numerals import Number, numbers
from fazhi.measuring.quantities.subjects import meanings
from fazhi.measuring.quantities.zeros import zeros
from fazhi.normalization import fold, unfold

_UNREAD = {"cruft", "title", "docnumber", "addressee", "signature"}
_SENTENCE = re.compile(r"[^。!?\n]+[。!?\n]?")
# The longest sentence of a report has some hundred characters and ten numbers.
MAX_STRETCH, MAX_IN_A_SENTENCE = 1000, 40
COLUMNS = [
    "line", "start", "end", "raw", "value", "value_high", "unit", "bound", "subject", "verb", "scope", "qualifier",
    "year", "role", "clause", "context", "sentence", "at", "until",
]  # fmt: skip


def quantities(segments: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Read every quantity from a report's segments.

    Parameters
    ----------
    segments : DataFrame
        Segments as `reading.structure.outline` gives them: line, start, raw, role and, if there, segment_id.
    year : int or None
        The year that the report is about; None where it is not known.

    Returns
    -------
    DataFrame [segment_id?, line, start, end, raw, value, value_high, unit, bound, subject, verb, scope, qualifier,
    year, role, clause, context, sentence, at, until]
        One row a quantity, in the order of the text; the first `bounds.MAX_NUMBERS` of a report.

        - start, end: offsets in the physical line; ``raw`` is the verbatim text there, bound words and unit included.
        - value: 万 and 亿 multiplied out, percentages in percent points, money in 元; value_high: the upper end of a
          range, NaN otherwise. unit: "" where there is no measure word. bound: exact | more_than | less_than | about.
        - subject: what is counted, as a noun phrase; verb: the act or state, "" for rates; scope: the body or place
          when it is named, "" for the reporting region itself.
        - qualifier: any of these, sorted, joined by "|": ``change`` (a difference to another year or state),
          ``cumulative`` (since an earlier year), ``limit`` (a time limit or processing time), ``mean``, ``part`` (of
          the number before: 其中), ``plan``, ``prior`` (a figure of the year before, given for comparison),
          ``threshold`` (a norm, no result).
        - year: the year that the figure is about; missing where neither the text nor `year` tells.
        - clause: the words around the number up to the next comma; context: from the start of the sentence to the end
          of that clause, the number as ``#``; sentence: all of it; at, until: the number's span in it. All are folded
          (`fazhi.normalization.fold`).
    """
    return _quantities(segments, year, lambda folded: numbers(blank(folded)), _UNREAD)


def with_zeros(found: pd.DataFrame, segments: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Add the zeros that the segments state in words (零败诉, 未制定…) to their quantities.

    Parameters
    ----------
    found : DataFrame
        What `quantities` read from the segments.
    segments, year
        As there. Problems and plans are left out, where 未 tells what is wanting.

    Returns
    -------
    DataFrame
        The quantities and the zeros in the order of the text.
    """
    in_words = _quantities(segments, year, zeros, _UNREAD | {"problem", "plan"})
    both = pd.concat([found, in_words]) if len(in_words) else found
    return both.sort_values(["line", "start"], kind="stable", ignore_index=True)


def _quantities(segments: pd.DataFrame, year: int | None, find: Callable, unread: set[str]) -> pd.DataFrame:
    read = (segment for segment in segments.to_dict("records") if segment["role"] not in unread)
    rows = list(islice((row for segment in read for row in _read(segment, year, find)), bounds.MAX_NUMBERS))
    columns = (["segment_id"] if "segment_id" in segments else []) + COLUMNS
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "value_high": float, "year": "Int64"})


def sentence(text: str) -> pd.DataFrame:
    """Wrap a bare sentence as the one segment that it is.

    Parameters
    ----------
    text : str
        One sentence, without a line break.

    Returns
    -------
    DataFrame
        One row with the columns of segments that reading quantities needs; line 1, start 0, role achievement.
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


def _read(segment: dict, year: int | None, find: Callable[[str], list[Number]]) -> Iterator[dict]:
    folded, at = fold(segment["raw"])
    about = _about(segment, year)
    for offset, text, inside in _sentences(folded, find):
        for number, meaning in zip(inside, meanings(text, inside, about), strict=True):
            start, end = unfold(at, number.start + offset, number.end + offset)
            row = {"segment_id": segment.get("segment_id"), "line": segment["line"], "role": segment["role"]}
            row |= {"start": segment["start"] + start, "end": segment["start"] + end, "raw": segment["raw"][start:end]}
            row |= {"value": number.value, "value_high": number.value_high, "unit": number.unit, "bound": number.bound}
            row |= {
                "subject": meaning.subject,
                "verb": meaning.verb,
                "scope": meaning.scope,
                "qualifier": meaning.qualifier,
            }
            row |= {"year": meaning.year, "clause": text[meaning.start : meaning.end], "sentence": text}
            row |= {"context": f"{text[: number.start]}#{text[number.end : meaning.end]}"}
            row |= {"at": number.start, "until": number.end}
            yield row


def _sentences(folded: str, find: Callable[[str], list[Number]]) -> Iterator[tuple[int, str, list[Number]]]:
    """Yield the offset, text and numbers of each sentence, in stretches that can be read in bounded time.

    A sentence with more numbers than any report's is read as several.
    """
    countable = without_endless(folded)
    for first, last in bounds.stretches(folded, MAX_STRETCH):
        stretch = folded[first:last]
        found = find(countable[first:last])
        for match in _SENTENCE.finditer(stretch):
            inside = [number for number in found if match.start() <= number.start < match.end()]
            for start, end, some in _few_numbers(match, inside):
                yield first + start, stretch[start:end], [_shifted(number, -start) for number in some]


def _few_numbers(sentence: re.Match, found: list[Number]) -> Iterator[tuple[int, int, list[Number]]]:
    """Yield the parts of a sentence that hold `MAX_IN_A_SENTENCE` numbers at most, each with its own."""
    starts = [sentence.start(), *(number.start for number in found[MAX_IN_A_SENTENCE::MAX_IN_A_SENTENCE])]
    for n, (start, end) in enumerate(pairwise([*starts, sentence.end()])):
        yield start, end, found[n * MAX_IN_A_SENTENCE :][:MAX_IN_A_SENTENCE]


def _about(segment: dict, year: int | None) -> int | None:
    """Plans are about the year after the report's, unless their heading names one."""
    if segment["role"] != "plan" or year is None:
        return year
    named = re.search(r"(20\d\d)年", str(segment.get("path", "")))
    return int(named[1]) if named else year + 1


def _shifted(number: Number, by: int) -> Number:
    return Number(number.start + by, number.end + by, number.value, number.value_high, number.unit, number.bound)
