"""A sentence with its numbers → for each number the words around it and what it shares with its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.measuring.quantities.numerals import TIME_UNITS, Number

_BECOMES = re.compile(r",?[^,;]{0,6}(?:[^,;组]成|[至到为])[^,;]{0,8}")
_JOINED = re.compile(r"\s*(?:[、,]|[和及与]|以及)\s*")
_KINDS = {"类", "大类", "批", "种", "门类"}


@dataclass(frozen=True)
class Place:
    """The words around a number."""

    number: Number
    start: int
    end: int
    so_far: str  # the sentence before the number
    lead: str  # the clause before the number
    left: str  # the part of it after the previous number
    right: str  # what follows, up to the next number or the end of the clause
    after: str  # what follows, up to the end of the clause
    listed: bool  # joined to the previous number by 、
    becomes: bool  # the level that a change starts from (由12件增至15件)
    row: tuple[int, int]  # its position among numbers in a row, and their count (分别为3件、5件)


def places(sentence: str, found: list[Number]) -> list[Place]:
    """Find the words around each number of a sentence.

    Parameters
    ----------
    sentence : str
        One folded sentence.
    found : list of Number
        Its numbers in order, with offsets in `sentence`.

    Returns
    -------
    list of Place
        One per number. Clauses end at commas and brackets, but not inside titles, quotes and brackets without a number.
    """
    shielded = _shield(sentence)
    rows = _rows(sentence, found)
    around = []
    for i, number in enumerate(found):
        before = found[i - 1].end if i else 0
        start = max([m.end() for m in re.finditer(r"[,;:。!?()]", shielded[: number.start])], default=0)
        boundary = re.compile(r"[,;:。!?()]").search(shielded, number.end)
        end = boundary.start() if boundary else len(sentence)
        becomes = i + 1 < len(found) and _becomes(sentence, number, found[i + 1])
        right = "" if becomes else _right(sentence, end, found[i:])
        words = (sentence[: number.start], sentence[start : number.start], sentence[max(start, before) : number.start])
        listed = bool(i) and bool(re.match("[、和及]", sentence[before:])) and before >= start
        around.append(Place(number, start, end, *words, right, sentence[number.end : end], listed, becomes, rows[i]))
    return around


def _right(sentence: str, end: int, found: list[Number]) -> str:
    """Return the words after the first number; kinds and their items share theirs (5类12项事项)."""
    number, *later = found
    if later and number.unit in _KINDS and not sentence[number.end : later[0].start].strip():
        return _right(sentence, end, later)
    if not later or later[0].start > end:
        return sentence[number.end : end]
    return re.sub(r"(?:[、,]|以?及|和|与|并|其?中|共计?|约|近|等)+$", "", sentence[number.end : later[0].start])


def _rows(sentence: str, found: list[Number]) -> list[tuple[int, int]]:
    """Return each number's position, and the count, in a row of numbers with only commas between them."""
    rows: list[list[Number]] = []
    for number in found:
        if rows and _JOINED.fullmatch(sentence[rows[-1][-1].end : number.start]):
            rows[-1].append(number)
        else:
            rows.append([number])
    return [(nth, len(row)) for row in rows for nth in range(len(row))]


def _becomes(sentence: str, number: Number, following: Number) -> bool:
    """Return whether a change leads from the number to the next; a shortened time limit is not another year's level."""
    from_here = re.search("[由从][^,;]{0,12}$", sentence[: number.start])
    change = _BECOMES.fullmatch(sentence[number.end : following.start])
    return bool(from_here and change) and number.unit == following.unit and number.unit not in TIME_UNITS


def _shield(sentence: str) -> str:
    """Mask punctuation inside titles, quotes and number-free brackets, which does not end a clause."""
    soften = lambda match: re.sub("[,;:!?。()]", "·", match[0])  # noqa: E731
    sentence = re.sub('《[^》]*》|“[^”]*”|"[^"]*"', soften, sentence)
    return re.sub(r"\([^()\d,;:]{1,24}\)", soften, sentence)
