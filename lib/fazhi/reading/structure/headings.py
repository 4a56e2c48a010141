"""Lines → pieces: whole lines, or parts of lines that contain headings, each with its heading and source offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fazhi.normalization import fold, unfold
from fazhi.reading.dates import dates
from fazhi.reading.structure.enumerators import (
    Enumerator,
    Numbering,
    heading_enumerator,
    inline_headings,
    with_full_stops,
)
from fazhi.reading.structure.front_and_back_matter import is_date, is_prose, is_signed
from fazhi.reading.structure.page_furniture import is_download, is_form_row, is_furniture
from fazhi.reading.structure.section_names import is_section_name, roles_named, tidy

_LONGEST_HEADING = 80
_LONGEST_SECTION_NAME = 30
_AROUND_HEADING = " 。.:：;；!！?？】\u3000"
_HEADING_END = re.compile("[。!?]")
_FIRST_OF_LIST = re.compile(r"[\s:,;]+(?=一是|一方面|首先)")
_COLON = re.compile(r":(?=.)")
_PAUSE = re.compile(r"[;\s]")
_HEADING_TAIL = re.compile(r"[\s。.:;!?】]*")
_TITLE_IN_LINE = re.compile(
    r"[^。;:]{4,80}?(?:报告|总结|情况)"
    r"(?=\s+\S|\s*(?:20\d\d年(?:,|以来|度?,)|根据|按照|为(?:深入|全面|贯彻|认真)|一年来|近年来|今年以来))"
)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_WORD = re.compile(r"\s*(\S+)")
_SIGNATURE_IN_LINE = re.compile(r"(?<=。)[^。,;:]{6,120}$")


@dataclass(frozen=True)
class Piece:
    """A part of a line: folded text, where its heading begins and ends, and the offsets in the line as read."""

    line: int
    source: str
    at: list[int]
    folded: str
    start: int
    end: int
    mark: Enumerator | None = None
    heading_start: int = 0
    heading_end: int = 0

    @property
    def text(self) -> str:
        """Folded text."""
        return self.folded[self.start : self.end]

    @property
    def level(self) -> int:
        """Level of the heading, 0 if there is none; a section name without enumerator counts as 1."""
        return self.mark.level if self.mark else int(self.heading_end > self.heading_start)

    @property
    def label(self) -> str:
        """Enumerator, folded and without blanks."""
        return self.mark.label if self.mark else ""

    @property
    def name(self) -> str:
        """Folded heading."""
        return self.folded[self.heading_start : self.heading_end]

    def heading(self) -> str:
        """Return the heading as read, without enumerator and full stop."""
        return self._read(self.heading_start, self.heading_end).rstrip(_AROUND_HEADING).lstrip("【 ")

    def body(self) -> str:
        """Return the text after the heading as read."""
        start = self.start
        if self.level:
            start = _HEADING_TAIL.match(self.folded, self.heading_end, self.end).end()
        return self._read(start, self.end)

    def span(self) -> tuple[int, int]:
        """Return the piece's offsets in its line."""
        return unfold(self.at, self.start, self.end)

    def _read(self, start: int, end: int) -> str:
        """Text as read between two folded offsets."""
        first, last = unfold(self.at, start, end)
        return self.source[first:last].strip()


def pieces(lines: Sequence[str]) -> list[Piece]:
    """Split every non-empty line where a heading, the body or the signature begins inside it."""
    found, numbering = [], Numbering()
    for number, source in enumerate(lines, start=1):
        folded, at = fold(source)
        folded = with_full_stops(folded)
        cuts = _cuts(folded, numbering) if folded.strip() else []
        ends = [start for start, _ in cuts[1:]] + [len(folded)]
        for (start, mark), end in zip(cuts, ends[: len(cuts)], strict=True):
            text = folded[start:end]
            first = start + len(text) - len(text.lstrip())
            found.append(Piece(number, source, at, folded, first, start + len(text.rstrip()), mark))
    return [_with_heading(piece) for piece in _without_ordinals(found)]


def _cuts(folded: str, numbering: Numbering) -> list[tuple[int, Enumerator | None]]:
    """Offsets in a folded line where its pieces begin, with the heading that opens there."""
    indent = len(folded) - len(folded.lstrip())
    first = heading_enumerator(folded, indent)
    if is_download(folded) or (first is None and (is_furniture(folded) or is_form_row(folded))):
        return [(0, None)]
    if first:
        first = numbering.placed(first)
    inline = list(inline_headings(folded, first, numbering))
    cuts = {0: first} | {mark.start: mark for mark in inline}
    before_headings = indent if first else inline[0].start if inline else len(folded)
    for start in [*_ends_of_front(folded, indent, before_headings), *_starts_of_back(folded)]:
        cuts.setdefault(start, None)
    return sorted(cuts.items(), key=lambda cut: cut[0])


def _ends_of_front(folded: str, start: int, end: int) -> list[int]:
    """Offsets inside a line where a title, and publish notes after it, end."""
    title = _TITLE_IN_LINE.match(folded, start, end)
    if title is None:
        return []
    ends = [title.end()]
    word = _WORD.match(folded, title.end(), end)
    while word and (is_furniture(word[1]) or is_date(word[1]) or _TIME.fullmatch(word[1])):
        ends.append(word.end())
        word = _WORD.match(folded, word.end(), end)
    return ends if folded[ends[-1] : end].strip() else ends[:-1]


def _starts_of_back(folded: str) -> list[int]:
    """Offsets inside a line where a signature, and the page below it, begin."""
    tail = _SIGNATURE_IN_LINE.search(folded)
    for date in dates(tail[0]) if tail else ():
        signature_end = date.end + tail[0][date.end :].startswith("日")
        if is_signed(tail[0][:signature_end].strip()):
            below = [tail.start() + signature_end] if tail[0][signature_end:].strip() else []
            return [tail.start(), *below]
    return []


def _without_ordinals(found: list[Piece]) -> list[Piece]:
    """Count 第一、 as a heading only in a report whose sections are not numbered 一、."""
    if any(piece.mark and piece.mark.form in ("han", "part") for piece in found):
        return [replace(p, mark=None) if p.mark and p.mark.form == "ordinal" else p for p in found]
    return found


def _with_heading(piece: Piece) -> Piece:
    """Return the piece with the position of its heading."""
    if piece.mark:
        return replace(piece, heading_start=piece.mark.end, heading_end=_heading_end(piece))
    name = tidy(piece.text)
    possible = 2 < len(name) <= _LONGEST_SECTION_NAME and not is_prose(piece.text) and "法治" not in name
    if possible and is_section_name(name) and roles_named(name):
        return replace(piece, heading_start=piece.start, heading_end=piece.end)
    return replace(piece, heading_start=piece.start, heading_end=piece.start)


def _heading_end(piece: Piece) -> int:
    """Where the heading after an enumerator ends: at the first 。, before a list or a colon, else at the line's end."""
    start = piece.mark.end
    sentence = _HEADING_END.search(piece.folded, start, piece.end)
    end = sentence.start() if sentence else piece.end
    listed = _FIRST_OF_LIST.search(piece.folded, start, end)
    if listed:
        return listed.start()
    colon = _COLON.search(piece.folded, start, min(end, start + _LONGEST_HEADING // 2))
    if colon:
        return colon.start()
    if end - start > _LONGEST_HEADING:
        pause = _PAUSE.search(piece.folded, start + 4, start + _LONGEST_HEADING // 2)
        return pause.start() if pause else start
    return end
