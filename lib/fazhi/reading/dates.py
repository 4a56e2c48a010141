"""Folded text → the years and dates written in it, in digits or in Chinese numerals."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMERALS = {**{digit: digit for digit in "0123456789"}, **dict.fromkeys("〇○零OoО◯", "0")}
_NUMERALS |= {character: str(value) for value, character in enumerate("一二三四五六七八九", start=1)}
_DIGIT = "[0-9〇○零OoО◯一二三四五六七八九]"
_YEAR = rf"(?<![0-9〇○零一二三四五六七八九])((?:1\s?9|2\s?0|一\s?九|二\s?[〇○零OoО◯0]){_DIGIT}\s?{_DIGIT})"
_SMALL = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|元(?=\s*月))"
_WRITTEN_DATE = re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_SMALL})\s*月(?:\s*(?P<day>{_SMALL})\s*日)?")
_NUMBER_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?P<mark>[./-])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<day>\d{1,2})(?!\d)"
)
_WRITTEN_YEAR = re.compile(rf"{_YEAR}\s*(?=年)")
_BARE_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d.年])(?!\s*[〕\])】])")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:—+|-+|~|至|到)\s*((?:19|20)\d\d)\s*年")


class Written(NamedTuple):
    """A date or a year found in a text: `start` and `end` are offsets in that text."""

    start: int
    end: int
    value: str


def _digits(numerals: str) -> str:
    """Read a year character by character."""
    return "".join(_NUMERALS[character] for character in numerals if character in _NUMERALS)


def _small(numeral: str) -> int:
    """Read a month or a day, such as 9, 十二, 二十一 or 元."""
    if numeral.isdigit() or numeral == "元":
        return int(numeral.replace("元", "1"))
    tens, found, ones = numeral.rpartition("十")
    return (int(_digits(tens) or 1) * 10 if found else 0) + int(_digits(ones) or 0)


def dates(text: str) -> list[Written]:
    """Find the dates of a text.

    Parameters
    ----------
    text : str
        Folded text.

    Returns
    -------
    list of Written
        In order; `value` is ISO, ``"2024-02-07"``, or ``"2024-02"`` if no day is written. Impossible dates (month 13)
        are left out.
    """
    found = []
    for match in [*_WRITTEN_DATE.finditer(text), *_NUMBER_DATE.finditer(text)]:
        month, day = _small(match["month"]), _small(match["day"]) if match["day"] else None
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            value = f"{_digits(match[1])}-{month:02}" + (f"-{day:02}" if day else "")
            found.append(Written(*match.span(), value))
    return sorted(found)


def years(text: str) -> list[Written]:
    """Find the years in a text (2024年, 二〇二四年); the ends of a span (2021—2025年) are not counted.

    Parameters
    ----------
    text : str
        Folded text.

    Returns
    -------
    list of Written
        In order; `value` is four digits, `end` is the offset just before 年.
    """
    return _years(_WRITTEN_YEAR, text)


def bare_years(text: str) -> list[Written]:
    """Find years written without 年 (报告2023), except those in the brackets of a document number."""
    return _years(_BARE_YEAR, text)


def _years(pattern: re.Pattern, text: str) -> list[Written]:
    """Find the years matched by a pattern's first group, outside spans."""
    spans = [match.span() for match in _SPAN.finditer(text)]
    return [
        Written(*match.span(), _digits(match[1]))
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in spans)
    ]
