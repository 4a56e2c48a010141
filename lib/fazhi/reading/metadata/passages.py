"""Segments of a report → zones that describe the whole report: title, head, opening, body, signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from fazhi.normalization import plain

_SHORT = 30
_BEFORE_OPENING = frozenset(["cruft", "title", "docnumber", "addressee"])


@dataclass(frozen=True)
class Zones:
    """Lines of a report grouped by what they may say about it; all but the title are folded.

    Attributes
    ----------
    title : tuple of str
        The title's lines as read.
    head : tuple of str
        Lines before the opening and the first heading, except the title: page furniture, form, document number,
        addressee.
    opening : tuple of str
        Paragraphs before the first heading; the first paragraphs if no part is marked as opening.
    body : tuple of str
        All lines except page furniture and title.
    headings : tuple of str
        Headings of the first level.
    plans : tuple of str
        Those of them that open a plan.
    signature : tuple of str
        Lines of the signature.
    furniture : tuple of str
        Page furniture anywhere in the text.
    """

    title: tuple[str, ...]
    head: tuple[str, ...]
    opening: tuple[str, ...]
    body: tuple[str, ...]
    headings: tuple[str, ...]
    plans: tuple[str, ...]
    signature: tuple[str, ...]
    furniture: tuple[str, ...]


def zones(segments: pd.DataFrame) -> Zones:
    """Group the segments from `fazhi.reading.structure.outline.outline` into zones."""
    columns = (segments[column].tolist() for column in ("line", "start", "role", "level", "heading", "raw"))
    rows = [row[2:] for row in sorted(zip(*columns, strict=True))]
    parts = [(role, level, plain(raw)) for role, level, _, raw in rows]
    begins = next((i for i, (role, level, _) in enumerate(parts) if level or role not in _BEFORE_OPENING), len(parts))
    return Zones(
        title=tuple(raw for role, _, _, raw in rows if role == "title"),
        head=tuple(text for role, _, text in parts[:begins] if role != "title"),
        opening=_of(parts, "opening") or tuple(text for _, _, text in parts[begins : begins + 3] if len(text) > _SHORT),
        body=tuple(text for role, _, text in parts if role not in ("cruft", "title")),
        headings=tuple(plain(heading) for _, level, heading, _ in rows if level == 1),
        plans=tuple(plain(heading) for role, level, heading, _ in rows if level == 1 and role == "plan"),
        signature=_of(parts, "signature"),
        furniture=_of(parts, "cruft"),
    )


def _of(parts: Sequence[tuple[str, int, str]], role: str) -> tuple[str, ...]:
    """Texts of the parts with a given role."""
    return tuple(text for own, _, text in parts if own == role)
