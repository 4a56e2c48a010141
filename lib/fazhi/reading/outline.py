"""Lines of a report → its segments: headings with level and path, the role of every part, the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from fazhi.plain import fold, unfold
from fazhi.reading.enumerators import Enumerator, Numbering, heading_enumerator, inline_headings, with_full_stops
from fazhi.reading.frame import back_roles, front_roles, is_prose, is_signed
from fazhi.reading.furniture import is_download, is_form_row, is_furniture
from fazhi.reading.sections import Sections
from fazhi.reading.statements import problems
from fazhi.reading.wording import is_section_name, roles_named, tidy

__all__ = ["outline", "problems"]

COLUMNS = ["line", "start", "end", "raw", "level", "label", "heading", "path", "role", "text"]

_AROUND_HEADING = "。.:：;；】"
_IN_SECTIONS = frozenset(["achievement", "leadership", "problem", "plan"])
_LONGEST_HEADING = 80
_LONGEST_NAME = 30
_HEADING_TAIL = re.compile(r"[\s。.:;!?]*")
_HEADING_END = re.compile("[。!?]")
_FIRST_OF_LIST = re.compile(r"[\s:,;]*(?:一是|一方面|首先)")
_TITLE_IN_LINE = re.compile(
    r"^[^。;:]{4,80}?(?:报告|总结|情况)(?=\s+\S|\s*(?:20\d\d年(?:,|以来|度?,)|根据|按照|为(?:深入|全面|贯彻|认真)"
    r"|一年来|近年来|今年以来))"
)
_SIGNATURE_IN_LINE = re.compile(
    r"(?<=。)\s*[^。,;:]{2,80}?(?:20\d\d"
    r"|二〇[〇一二三四五六七八九]{2})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日\s*$"
)


@dataclass
class _Piece:
    """A span of a line that becomes a segment: folded text and the way back to the line."""

    line: int
    source: str
    at: list[int]
    folded: str
    start: int
    end: int
    mark: Enumerator | None = None

    def __post_init__(self) -> None:
        self.start += len(self.text) - len(self.text.lstrip())
        self.end -= len(self.text) - len(self.text.rstrip())

    @property
    def text(self) -> str:
        """Folded text of the span."""
        return self.folded[self.start : self.end]

    def raw(self, start: int, end: int) -> str:
        """Text as read between two folded offsets, without blanks around it."""
        first, last = unfold(self.at, start, end)
        return self.source[first:last].strip()


def outline(lines: Sequence[str]) -> pd.DataFrame:
    """Part a report into segments.

    Parameters
    ----------
    lines : sequence of str
        The report's lines as read.

    Returns
    -------
    DataFrame
        One row per segment, in order, covering every line that is not empty: `line` (from 1), `start` and `end`
        (offsets of code points in the line, from 0), `raw` (the text between them), `level` (1 = 一、 2 = (一)
        3 = 1. 4 = (1) below 1., 0 = no heading), `label` (the enumerator in half-width), `heading` (without enumerator
        and final 。), `path` (labels and headings from the top, separated by ``/``), `role` (see
        `fazhi.tables.ROLES`) and `text` (what follows the heading). Strings are "" where there is nothing.
    """
    pieces = _pieces(lines)
    headings = [_heading_span(piece) for piece in pieces]
    roles = _roles(pieces, headings)
    rows, path = [], []
    for piece, (start, end), role in zip(pieces, headings, roles, strict=True):
        level = piece.mark.level if piece.mark else int(end > start)
        label = piece.mark.label if piece.mark else ""
        heading = piece.raw(start, end).rstrip(_AROUND_HEADING).lstrip("【")
        if level:
            path = [step for step in path if step[0] < level] + [(level, label + heading)]
        body_start = end + len(_HEADING_TAIL.match(piece.folded, end, piece.end)[0]) if level else piece.start
        first, last = unfold(piece.at, piece.start, piece.end)
        rows.append(
            (
                piece.line,
                first,
                last,
                piece.source[first:last],
                level,
                label,
                heading,
                "/".join(name for _, name in path) if role in _IN_SECTIONS else "",
                role,
                piece.raw(body_start, piece.end),
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _pieces(lines: Sequence[str]) -> list[_Piece]:
    """Cut every line that is not empty where a heading, the body or the signature begins inside it."""
    pieces, numbering = [], Numbering()
    for number, source in enumerate(lines, start=1):
        folded, at = fold(source)
        folded = with_full_stops(folded)
        if folded.strip():
            cuts = _cuts(folded, numbering)
            ends = [start for start, _ in cuts[1:]] + [len(folded)]
            pieces += [
                _Piece(number, source, at, folded, start, end, mark)
                for (start, mark), end in zip(cuts, ends, strict=True)
            ]
    return _without_ordinals(pieces)


def _cuts(folded: str, numbering: Numbering) -> list[tuple[int, Enumerator | None]]:
    """Places in a folded line where its pieces begin, with the heading that opens there."""
    indent = len(folded) - len(folded.lstrip())
    first = heading_enumerator(folded, indent)
    if is_download(folded) or (first is None and (is_furniture(folded) or is_form_row(folded))):
        return [(0, None)]
    if first:
        first = numbering.placed(first)
    inline = list(inline_headings(folded, first, numbering))
    cuts = {0: first} | {mark.start: mark for mark in inline}
    title = _TITLE_IN_LINE.match(folded, indent) if first is None else None
    if title and (not inline or title.end() < inline[0].start):
        cuts.setdefault(title.end(), None)
    signature = _SIGNATURE_IN_LINE.search(folded)
    if signature and is_signed(signature[0].strip()):
        cuts.setdefault(signature.start(), None)
    return sorted(cuts.items(), key=lambda cut: cut[0])


def _without_ordinals(pieces: list[_Piece]) -> list[_Piece]:
    """Let 第一、 count as a heading only in a report whose sections are not numbered 一、."""
    if any(piece.mark and piece.mark.form in ("han", "part") for piece in pieces):
        for piece in pieces:
            if piece.mark and piece.mark.form == "ordinal":
                piece.mark = None
    return pieces


def _heading_span(piece: _Piece) -> tuple[int, int]:
    """Folded span of a piece's heading without enumerator; empty where there is none."""
    if piece.mark is None:
        name = tidy(piece.text)
        unnumbered = 2 < len(name) <= _LONGEST_NAME and not is_prose(piece.text) and "法治" not in name
        named = unnumbered and is_section_name(name) and roles_named(name)
        return (piece.start, piece.end) if named else (piece.start, piece.start)
    start = piece.mark.end
    sentence = _HEADING_END.search(piece.folded, start, piece.end)
    end = sentence.start() if sentence else piece.end
    opener = re.compile(r"[\s:,;]+(?=一是|一方面|首先)").search(piece.folded, start, end)
    if opener:
        return start, opener.start()
    colon = re.compile(r":(?=.)").search(piece.folded, start, min(end, start + 40))
    if colon:
        return start, colon.start()
    if end - start > _LONGEST_HEADING:
        cut = re.compile(r"[;\s]").search(piece.folded, start + 4, start + 50)
        end = cut.start() if cut else start
    return start, end


def _roles(pieces: list[_Piece], headings: list[tuple[int, int]]) -> list[str]:
    """Role of every piece."""
    texts = [piece.text for piece in pieces]
    headed = [piece.mark is not None or end > start for piece, (start, end) in zip(pieces, headings, strict=True)]
    body = next((i for i, text in enumerate(texts) if headed[i] or _opens_body(text)), len(texts))
    roles = front_roles(texts[:body]) + [""] * (len(texts) - body)
    back = back_roles(texts[body:], headed[body:])
    for i, role in back.items():
        roles[body + i] = role
    for i in range(body, len(texts)):
        if not roles[i] and not headed[i] and is_furniture(texts[i]):
            roles[i] = "cruft"
    inner = [i for i in range(body, len(texts)) if not roles[i]]
    for i, role in zip(
        inner,
        _section_roles([pieces[i] for i in inner], [headings[i] for i in inner], " ".join(texts[: body + 1])),
        strict=True,
    ):
        roles[i] = role
    return roles


def _opens_body(text: str) -> bool:
    """Whether a piece without heading is the first of the body."""
    return is_prose(text) and not is_furniture(text) and not is_form_row(text)


def _section_roles(pieces: list[_Piece], spans: list[tuple[int, int]], preface: str) -> list[str]:
    """Role of every piece of the body."""
    levels = [_level(piece, span) for piece, span in zip(pieces, spans, strict=True)]
    names = [piece.folded[start:end] for piece, (start, end) in zip(pieces, spans, strict=True)]
    headed = [i for i, level in enumerate(levels) if level]
    top = min((levels[i] for i in headed), default=1)
    named = [roles_named(names[i]) for i in headed if levels[i] == top or is_section_name(names[i])]
    year = re.search(r"20\d\d(?=年|\.|-)", preface)
    sections = Sections(top, named, int(year[0]) if year else None)
    opening = _opening(pieces, levels)
    roles = ["opening"] * opening
    for i in range(opening, len(pieces)):
        if levels[i]:
            roles.append(sections.heading(levels[i], names[i]))
        else:
            roles.append(sections.paragraph(pieces[i].text, headings_follow=bool(headed) and i < headed[-1]))
    return roles


def _level(piece: _Piece, span: tuple[int, int]) -> int:
    """Level of a piece's heading; a section's name without enumerator counts as 1."""
    return piece.mark.level if piece.mark else int(span[1] > span[0])


def _opening(pieces: list[_Piece], levels: list[int]) -> int:
    """Count the pieces of the body that open it: all before the first heading, or up to 报告如下."""
    first = next((i for i, level in enumerate(levels) if level), None)
    announced = next((i + 1 for i, piece in enumerate(pieces) if re.search("如下[:。.,]?|如下$", piece.text[-60:])), 0)
    if first is None:
        listed = bool(pieces) and bool(re.match("一是|首先|第一", pieces[0].text))
        return announced or int(bool(pieces) and not listed)
    mark = pieces[first].mark
    in_the_middle = mark is not None and mark.number > 1
    return min(announced, first) if in_the_middle else first
