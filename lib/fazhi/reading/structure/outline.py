"""Lines of a report → its segments: headings with level and path, the role of every part, the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from fazhi.long_texts import MAX_SEGMENT, stretches
from fazhi.reading.structure.front_and_back_matter import back_roles, front_roles, is_addressee, is_prose
from fazhi.reading.structure.headings import Piece, pieces
from fazhi.reading.structure.page_furniture import is_form_row, is_furniture
from fazhi.reading.structure.problem_statements import problems
from fazhi.reading.structure.section_names import is_section_name, roles_named
from fazhi.reading.structure.section_roles import Sections

__all__ = ["outline", "problems"]

COLUMNS = ["line", "start", "end", "raw", "level", "label", "heading", "path", "role", "text"]

_OUTSIDE_SECTIONS = frozenset(["cruft", "title", "docnumber", "addressee", "signature"])
_ANNOUNCED = re.compile("如下[^。]{0,12}[:。.,]?$")
_LISTED = re.compile("一是|首先|第一,")


def outline(lines: Sequence[str]) -> pd.DataFrame:
    """Split a report into segments.

    Parameters
    ----------
    lines : sequence of str
        The report's lines as read.

    Returns
    -------
    DataFrame
        One row per segment, in order, covering every non-empty line: `line` (from 1), `start` and `end`
        (offsets of code points in the line, from 0), `raw` (the text between them), `level` (1 = 一、 2 = (一)
        3 = 1. 4 = (1) below 1., 0 = no heading), `label` (the enumerator in half-width), `heading` (without enumerator
        and final 。), `path` (labels and headings from the top, separated by ``/``), `role` (see
        `fazhi.schema.ROLES`) and `text` (what follows the heading). Missing strings are "".
    """
    found = pieces(lines)
    rows, path = [], []
    for piece, role in zip(found, _roles(found), strict=True):
        start, end = piece.span()
        raw = piece.source[start:end]
        if role in _OUTSIDE_SECTIONS:
            rows += _bounded((piece.line, start, end, raw, 0, "", "", "", role, raw))
            continue
        level, heading = piece.level, piece.heading()
        if level:
            path = [step for step in path if step[0] < level] + [(level, piece.label + heading)]
        names = "/".join(name for _, name in path)
        rows += _bounded((piece.line, start, end, raw, level, piece.label, heading, names, role, piece.body()))
    return pd.DataFrame(rows, columns=COLUMNS)


def _bounded(row: tuple) -> Iterator[tuple]:
    """Yield a segment, split if it is too long; only the first part keeps the heading."""
    line, start, end, raw, *_, path, role, text = row
    if end - start <= MAX_SEGMENT:
        yield row
        return
    before = len(raw) - len(text) if raw.endswith(text) else 0
    for first, last in stretches(raw, MAX_SEGMENT):
        part = raw[first:last]
        head = row[4:7] if first == 0 else (0, "", "")
        yield line, start + first, start + last, part, *head, path, role, raw[max(first, before) : last]


def _roles(found: list[Piece]) -> list[str]:
    """Role of every piece: front matter, sections and back matter."""
    texts = [piece.text for piece in found]
    headed = [piece.level > 0 for piece in found]
    body = next((i for i, text in enumerate(texts) if headed[i] or _opens_body(text)), len(texts))
    roles = front_roles(texts[:body]) + [""] * (len(texts) - body)
    title = "".join(text for text, role in zip(texts, roles, strict=False) if role == "title")
    for i, role in back_roles(texts[body:], headed[body:]).items():
        roles[body + i] = role
    for i in range(body, len(texts)):
        if not roles[i] and not headed[i] and is_furniture(texts[i]):
            roles[i] = "cruft"
    inner = [i for i in range(body, len(texts)) if not roles[i]]
    for i, role in zip(inner, _section_roles([found[i] for i in inner], title), strict=True):
        roles[i] = role
    return roles


def _opens_body(text: str) -> bool:
    """Whether a piece without heading is the first of the body."""
    announces = "," in text and text.endswith(":") and not is_addressee(text)
    return (is_prose(text) or announces) and not is_furniture(text) and not is_form_row(text)


def _section_roles(body: list[Piece], title: str) -> list[str]:
    """Role of every piece of the body."""
    headings = [piece for piece in body if piece.level]
    top = min((piece.level for piece in headings), default=1)
    names = [piece.name for piece in headings if piece.level == top or is_section_name(piece.name)]
    sections = Sections(top, [roles_named(name) for name in names], _year([title, *names[:1]]))
    opening, following = _opening(body), _following_headings(body)
    roles = ["opening"] * opening
    for i, piece in enumerate(body[opening:], start=opening):
        if piece.level:
            roles.append(sections.heading(piece.level, piece.name))
        else:
            roles.append(sections.paragraph(piece.text, _ends_the_account(following[i], top)))
    return roles


def _following_headings(body: list[Piece]) -> list[Piece | None]:
    """Return for each piece the next one that is a heading."""
    following: list[Piece | None] = [None] * len(body)
    for i in range(len(body) - 2, -1, -1):
        following[i] = body[i + 1] if body[i + 1].level else following[i + 1]
    return following


def _ends_the_account(following: Piece | None, top: int) -> bool:
    """Whether no heading about achievements follows."""
    return following is None or (
        following.level == top and roles_named(following.name)[:1] in (["plan"], ["leadership"])
    )


def _year(texts: list[str]) -> int | None:
    """Year that the report is about, from the first text that names one."""
    found = (re.search(r"20\d\d(?=\s*年)", text) for text in texts)
    return next((int(year[0]) for year in found if year), None)


def _opening(body: list[Piece]) -> int:
    """Count the pieces in the body's opening: all before the first heading, or up to 报告如下 if that is unclear."""
    announced = next((i + 1 for i, piece in enumerate(body) if _ANNOUNCED.search(piece.text[-60:])), 0)
    first = next((i for i, piece in enumerate(body) if piece.level), None)
    if first is None or (body[first].mark is None and roles_named(body[first].name)[:1] != ["achievement"]):
        return announced or int(bool(body) and not _LISTED.match(body[0].text))
    starts_in_the_middle = body[first].mark is not None and body[first].mark.number > 1
    return min(announced, first) if starts_in_the_middle else first
