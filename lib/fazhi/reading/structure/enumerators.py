"""A folded line → the enumerators that open its headings: 一、 (一) 1. (1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = "一二三四五六七八九"
_TENS = ("", "十", "二十", "三十")
_NUMBERS = {
    tens + unit: 10 * i + j for i, tens in enumerate(_TENS) for j, unit in enumerate(("", *_UNITS)) if tens + unit
}
_ENCLOSED = {chr(first + i): i + 1 for first, n in ((0x3220, 10), (0x2474, 20), (0x2488, 20)) for i in range(n)}
_HAN = "[一二三四五六七八九十]{1,3}"
# What follows a bracketed number that cites an article: (一)至(三)项.
_CITED = r"(?!\s*(?:至|到|或|和|及|项|款|目|条|点|[-~—、,(（]))"

# form, level, pattern; (1) has level 4 below 1. and level 3 if it replaces it.
_HEADINGS = tuple(
    (form, level, re.compile(pattern))
    for form, level, pattern in (
        ("part", 1, rf"第\s*({_HAN})\s*部分\s*[、:.,]?"),
        ("ordinal", 1, rf"第\s*({_HAN})\s*、"),
        ("han", 1, rf"({_HAN})\s*[、.,](?!\s*(?:{_HAN}\s*[、,级类等线审次期产批至]|[、.,)]))"),
        ("bracketed han", 2, rf"\(\s*({_HAN})\s*\)\s*[、.,:]?{_CITED}"),
        ("bracketed han", 2, rf"({_HAN})\s*\){_CITED}"),
        ("han", 1, rf"({_HAN})\s*:(?=.)|({_HAN})\s+(?=\S{{2,30}}$)"),
        ("bracketed han", 2, r"([㈠-㈩])\s*[、.]?"),
        ("arabic", 3, r"([⒈-⒛])"),
        ("bracketed arabic", 4, r"([⑴-⒇])"),
        (
            "arabic",
            3,
            r"(\d{1,2})\s*(?:\.(?=\s*(?:19|20)\d\d年|\s*\D|\s*$)|、(?!\s*\d+\s*[、,至月日号期级类])|\)|,(?!\s*\d))",
        ),
        ("bracketed arabic", 4, rf"\(\s*(\d{{1,2}})\s*\)\s*[、.]?{_CITED}"),
    )
)
_SOME_ENUMERATOR = re.compile(
    rf"(?<=[^\s])(?:第?\s*{_HAN}\s*(?:、|\.|,|部分)|\(\s*(?:{_HAN}|\d{{1,2}})\s*\)|[㈠-㈩]|\d{{1,2}}\s*[.、])"
    rf"|(?<=\s)[第(一二三四五六七八九十㈠-㈩\d]"
)
_SENTENCE_END = re.compile("[。;!?]")
_LONGEST_INLINE_HEADING = 60


# A dot that ends a Chinese sentence in half-width texts; not the dot of 一. itself.
_DOT = re.compile(rf"(?:^|(?<=[。;:!?\s])){_HAN}\s*\.|(?<=[\u4e00-\u9fff”》%])\.(?=\s*(?:$|[\u4e00-\u9fff“《(]))")


def with_full_stops(text: str) -> str:
    """Return folded text with sentence-ending dots written as 。, so that one rule finds both."""
    return _DOT.sub(lambda found: "。" if found[0] == "." else found[0], text)


@dataclass(frozen=True)
class Enumerator:
    """An enumerator in folded text: its span, its number and the level of its heading."""

    start: int
    end: int
    number: int
    level: int
    form: str
    label: str


def _number(digits: str) -> int:
    """Value of a Chinese, Arabic or enclosed numeral; 0 if it is not one."""
    if digits.isascii():
        return int(digits)
    return _NUMBERS.get(digits) or _ENCLOSED.get(digits, 0)


def heading_enumerator(text: str, position: int = 0) -> Enumerator | None:
    """Return the heading enumerator in folded `text` at `position`, or None."""
    for form, level, pattern in _HEADINGS:
        found = pattern.match(text, position)
        number = _number(found[found.lastindex]) if found else 0
        if number:
            label = re.sub(r"\s", "", found[0]).rstrip(":")
            return Enumerator(found.start(), found.end(), number, level, form, label)
    return None


class Numbering:
    """The count of a report's headings so far: given every heading in turn, it knows which may follow."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._dotted = False

    def placed(self, mark: Enumerator) -> Enumerator:
        """Return the heading with its level in this context, and count it."""
        if mark.form == "bracketed arabic" and not self._dotted:
            mark = Enumerator(mark.start, mark.end, mark.number, 3, mark.form, mark.label)
        self._last = {level: n for level, n in self._last.items() if level < mark.level} | {mark.level: mark.number}
        if mark.level < 3:
            self._dotted = False
        elif mark.form == "arabic":
            self._dotted = True
        return mark

    def continues(self, mark: Enumerator) -> bool:
        """Whether the number is the next one on its level."""
        level = 3 if mark.level == 4 and not self._dotted else mark.level
        return mark.number == self._last.get(level, 0) + 1


def inline_headings(text: str, first: Enumerator | None, numbering: Numbering) -> Iterator[Enumerator]:
    """Yield the headings inside a folded line, after the one that opens it.

    Only a number that continues the count, at the end of a sentence or right after a heading, opens a heading; an item
    in a list separated by semicolons does not.
    """
    last = first
    for found in _SOME_ENUMERATOR.finditer(text, (first.end if first else 0) + 1):
        mark = heading_enumerator(text, found.start())
        if mark is None or (last and mark.start < last.end):
            continue
        if numbering.continues(mark) and _opens_inline(text, mark, last):
            last = numbering.placed(mark)
            yield last


def _opens_inline(text: str, mark: Enumerator, last: Enumerator | None) -> bool:
    """Whether a heading can begin at this place inside a line."""
    if mark.form == "bracketed arabic" or (mark.level > 2 and last is None):
        return False
    before = text[max(0, mark.start - 4) : mark.start]
    at_boundary = before[-1:].isspace() or before.endswith(("。", "!", "?", ":"))
    if not at_boundary:
        behind_heading = last is not None and last.level < mark.level
        if not behind_heading or _SENTENCE_END.search(text, last.end, mark.start) or mark.start - last.end > 40:
            return False
    end = _SENTENCE_END.search(text, mark.end)
    stop = end.start() if end else len(text)
    nested = _SOME_ENUMERATOR.search(text, mark.end + 1, stop)
    if nested and heading_enumerator(text, nested.start()):
        return True
    return (end is None or end[0] != ";") and (stop - mark.end <= _LONGEST_INLINE_HEADING or mark.level == 1)
