"""Segments of a report → the problems it admits, split into statements as numbered in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from fazhi.lexicon import either
from fazhi.normalization import fold, plain, unfold
from fazhi.reading.structure.enumerators import heading_enumerator, with_full_stops
from fazhi.reading.structure.section_names import is_section_name, roles_named, tidy

COLUMNS = ["n", "line", "start", "end", "text"]

_HAN = "[一二三四五六七八九十]{1,2}"
_ORDER = {character: i for i, character in enumerate("一二三四五六七八九十", start=1)}
# Families of counting words inside a text, the most common first; each pattern's group is the count.
_FAMILIES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"({_HAN})是(?:要)?[,:]?\s*",
        rf"第\s*({_HAN})\s*(?:个?方面)?(?:是)?\s*[,、:]\s*",
        rf"\(\s*({_HAN})\s*\)\s*[、.,:]?\s*",
        r"\(\s*(\d{1,2})\s*\)\s*[、.,:]?\s*",
        r"(?<![\d.])(\d{1,2})\s*(?:\.(?!\d)|、(?!\d)|\))\s*",
        r"([①-⑳])\s*[、.]?\s*",
        rf"({_HAN})\s*、\s*",
        rf"其\s*({_HAN})\s*(?:是)?[,、:]?\s*",
        r"(首先|其次|再次|再者|最后|此外|另外)\s*(?:是)?[,、:]\s*",
        r"(一方面|另一方面|再一方面)\s*(?:是)?[,、:]?\s*",
    )
)
_WORDS = {"首先": 1, "一方面": 1}
_BOUNDARY = re.compile(r"(?:^|[。;:!?,、)\]】”\s为在有括现])\s*$")
_CAUSES = re.compile(r"^(?:存在|产生|主要|问题|不足|的|上述|以上)*原因(?:分析|剖析)?$")
_CLOSES = re.compile(
    rf"(?:^|(?<=[。;!?]))\s*(?:{either('starts_of_plans')}|对于?{either('follows_up_on')}"
    r"|针对(?:这些|上述|以上|存在)|(?:以上|上述|这些|对上述|对以上)[^。]{0,12}(?:问题|不足|短板|差距|困难)"
    r"|20\d\d年,?[^。]{0,24}将|[^。]{0,12}我[们局区市县州省镇乡办院委厅]+将|将(?:采取|认真|切实|在今后))"
)
_NOUN = f"{either('problem_nouns')}(?:之处)?"
_NOUNS = (
    rf"(?:主要|突出|明显)?(?:的)?{_NOUN}(?:(?:和|与|及|以及|、){_NOUN})*"
    r"(?:(?:亟待|有待|亟需|需要)(?:解决|改进|重视|克服|破解))?"
)
_SOME = f"(?:{either('quantifiers_of_problems')}|[一二三四五六七八]个?方面)(?:的)?(?:方面)?"
# A sentence that says that there are problems, but not which.
_INTRODUCES = re.compile(
    rf"{either('admits_verbs')}(?:着|的|了|出)?{_SOME}{_NOUNS}[。:;]?$"
    r"|(?:^|,)(?:但是?|然而|同时|也|仍然?|还|依然|尚|目前|当前|工作中?|[我全][省市县区州局镇乡]|法治(?:政府)?|依法行政|建设|中|方面)*+"
    rf"(?:存在|面临|有)(?:着|的)?{_NOUNS}[。:;]?$"
    rf"|(?:主要)?{either('shows_in')}(?:在|为)?[^,;。]{{0,16}}[:。]$|如下[^,;]{{0,10}}[。:]?$"
    r"|以下[^,;。]{0,8}(?:问题|不足|方面|困难)[。:]?$"
)
_SENTENCE = re.compile(r"[^。!?]+[。!?]*")
_CLAUSE = re.compile(r"[^;]+;?")


@dataclass
class _Part:
    """A stretch of a segment: folded text with offsets in the line as read."""

    line: int
    offset: int
    raw: str
    at: list[int]
    folded: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """Folded text of the stretch."""
        return self.folded[self.start : self.end]

    def between(self, start: int, end: int) -> _Part:
        """Return the stretch between two offsets of the folded segment, stripped of blanks and separators."""
        text = self.folded[start:end]
        start += len(text) - len(text.lstrip(" :,;、。."))
        end -= len(text) - len(text.rstrip(" :,;、"))
        return _Part(self.line, self.offset, self.raw, self.at, self.folded, start, max(start, end))

    def span(self) -> tuple[int, int]:
        """Offsets in the segment as read."""
        return unfold(self.at, self.start, self.end)


def problems(segments: pd.DataFrame) -> pd.DataFrame:
    """Split the section on problems into its statements.

    Parameters
    ----------
    segments : DataFrame
        Segments of one report as returned by `fazhi.reading.structure.outline.outline`.

    Returns
    -------
    DataFrame
        One row per statement: `n` (from 1), `line`, `start` and `end` (offsets of its text in the line, without its
        enumerator; of its first line if it runs over several) and `text` (as read; parts from several lines
        joined, with 。 added to a heading on its own). Introductory sentences are left out. Empty if the
        report has no such section.
    """
    return pd.DataFrame(statements(segments.itertuples(index=False)), columns=COLUMNS)


def statements(segments: Iterable) -> list[tuple]:
    """Return the rows of `problems`, given the rows of the segments with their columns as attributes."""
    rows = []
    for section in _sections(segments):
        for statement in _statements(section):
            first = statement[0]
            start, end = first.span()
            rows.append((len(rows) + 1, first.line, first.offset + start, first.offset + end, _joined(statement)))
    return rows


def _sections(segments: Iterable) -> Iterator[list[tuple[int, _Part]]]:
    """Yield each run of problem segments as (level, part), without the section's name and without causes."""
    run, hidden = [], None
    for row in segments:
        if row.role == "cruft":
            continue
        names = row.level > 0 and (row.level == 1 or is_section_name(plain(row.heading)))
        roles = roles_named(plain(row.heading)) if names else []
        if run and (row.role != "problem" or (row.level == 1 and "problem" in roles)):
            yield run
            run = []
        if row.role != "problem":
            hidden = None
            continue
        if hidden is not None and (not row.level or row.level > hidden):
            continue
        hidden = row.level if names and _CAUSES.search(tidy(plain(row.heading))) else None
        if hidden is None:
            run += _parts(row, is_name="problem" in roles)
    if run:
        yield run


def _parts(row, is_name: bool) -> list[tuple[int, _Part]]:
    """Return a segment as (level, part); for a section's name, only the text after it."""
    text = row.text if is_name or not row.level else row.raw
    if not text:
        return []
    folded, at = fold(text)
    folded = with_full_stops(folded)
    mark = heading_enumerator(folded) if row.level and not is_name else None
    start = mark.end if mark else 0
    closing = _CLOSES.search(folded[start:])
    end = start + closing.start() if closing else len(folded)
    part = _Part(row.line, row.start + len(row.raw) - len(text), text, at, folded, start, end)
    return [(0 if is_name else row.level, part)] if part.end > part.start else []


def _statements(section: list[tuple[int, _Part]]) -> list[list[_Part]]:
    """Statements of one section, each as its parts."""
    top = min((level for level, _ in section if level), default=0)
    if not top:
        return _counted([part for _, part in section]) or _uncounted([part for _, part in section])
    statements: list[list[_Part]] = []
    for level, part in section:
        if level == top:
            statements.append([part.between(part.start, part.end)])
        elif statements:
            statements[-1].append(part.between(part.start, part.end))
    return _filled(statements)


def _filled(statements: list[list[_Part]]) -> list[list[_Part]]:
    """Drop empty parts, and statements with no part left."""
    filled = ([part for part in statement if part.end > part.start] for statement in statements)
    return [statement for statement in filled if statement]


def _counted(parts: list[_Part]) -> list[list[_Part]]:
    """Statements numbered inside paragraphs; empty if nothing is numbered."""
    family = _family(parts)
    statements: list[list[_Part]] = []
    if family is None:
        return statements
    for part in parts:
        marks = _marks(part, family, len(statements))
        if statements and (not marks or marks[0].start() > part.start):
            rest = part.between(part.start, marks[0].start() if marks else part.end)
            statements[-1].append(rest)
        ends = [*(mark.start() for mark in marks[1:]), part.end][: len(marks)]
        statements += [[part.between(mark.end(), end)] for mark, end in zip(marks, ends, strict=True)]
    return _filled(statements)


def _family(parts: list[_Part]) -> re.Pattern | None:
    """Find the family of counting words that comes first."""
    for part in parts:
        firsts = {family: marks[0].start() for family in _FAMILIES if (marks := _marks(part, family, 0))}
        if firsts:
            return min(firsts, key=firsts.get)
    return None


def _marks(part: _Part, family: re.Pattern, counted: int) -> list[re.Match]:
    """Find the counting words of a family that continue from `counted`."""
    marks = []
    for found in family.finditer(part.folded, part.start, part.end):
        number = _count(found[1])
        before = part.folded[max(part.start, found.start() - 3) : found.start()]
        expected = counted + len(marks) + 1
        if _follows(number, expected) and _BOUNDARY.search(before):
            marks.append(found)
    return marks


def _follows(number: int | None, expected: int) -> bool:
    """Whether a count continues, allowing for a number skipped or repeated by mistake."""
    if number is None:
        return expected > 1
    return number == expected or (expected > 1 and number == expected + 1) or (expected > 2 and number == expected - 1)


def _count(word: str) -> int | None:
    """Return the number of a counting word, or None if it has none."""
    if word.isascii() and word.isdigit():
        return int(word)
    if word in _ORDER:
        return _ORDER[word]
    if "①" <= word <= "⑳":
        return ord(word) - ord("①") + 1
    return _WORDS.get(word)


def _uncounted(parts: list[_Part]) -> list[list[_Part]]:
    """Statements without numbers: paragraphs, or the items or sentences of a single paragraph."""
    bodies = [body for part in parts if (body := _without_introduction(part)) is not None]
    if len(bodies) != 1:
        return [[body] for body in bodies]
    body = bodies[0]
    pieces = _CLAUSE if body.text.count(";") else _SENTENCE
    cut = [body.between(found.start(), found.end()) for found in pieces.finditer(body.folded, body.start, body.end)]
    return [[part] for part in cut if part.end > part.start]


def _without_introduction(part: _Part) -> _Part | None:
    """Return the paragraph after its introductory sentences; None if nothing is left."""
    if part.text.endswith(":"):
        return None
    start = part.start
    for found in _SENTENCE.finditer(part.folded, part.start, part.end):
        head, colon, _ = found[0].partition(":")
        if colon and (_INTRODUCES.search(head + colon) or found.start() == part.start):
            start = found.start() + len(head) + 1
            break
        if not _INTRODUCES.search(found[0]):
            break
        start = found.end()
    rest = part.between(start, part.end)
    return rest if rest.end > rest.start else None


def _joined(statement: list[_Part]) -> str:
    """Text of a statement, as read; a part without a full stop gets one before the next."""
    texts = []
    for part in statement:
        start, end = part.span()
        texts.append(part.raw[start:end])
    closed = [text if re.search(r"[。.;；:：!！?？,，、]$", text) else text + "。" for text in texts[:-1]]
    return "".join([*closed, *texts[-1:]])
