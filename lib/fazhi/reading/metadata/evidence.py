"""Metadata cells with the words they were read from → where in the report those words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from fazhi.normalization import plain
from fazhi.reading.dates import dates

_NUMBER = re.compile(r"[〔\[(【<{]?\s*((?:19|20)\d\d)\s*年?\s*[〕\])】>}]?\s*第?\s*([0-9]{1,4})\s*号")
_LONGEST = 120


def located(segments: pd.DataFrame, cells: Mapping[str, object], words: Mapping[str, str]) -> list[dict]:
    """Find the line from which each cell was read.

    Parameters
    ----------
    segments : DataFrame
        Columns line, start and raw of `fazhi.reading.structure.outline.outline`.
    cells : mapping
        The record's fields and values; fields with the value "" get no row.
    words : mapping of str to str
        The words a field was read from, "" if it comes only from a sidecar or from nothing in the text; dates and the
        document number are found by their values.

    Returns
    -------
    list of dict
        field, value (str), line (from 1; 0 = not in the text) and words (as written in the text, folded).
    """
    lines = [(int(line), plain(raw)) for line, raw in sorted(zip(segments["line"], segments["raw"], strict=True))]
    bare = [(line, _bare(text)) for line, text in lines]
    finders = {"signed": _last_date, "published": _first_date, "document_number": _number}
    rows = []
    for field, value in cells.items():
        if value == "":
            continue
        find = finders.get(field)
        line, said = find(lines, str(value)) if find else _words(bare, words.get(field, ""))
        rows.append({"field": field, "value": str(value), "line": line, "words": said[:_LONGEST]})
    return rows


def _words(bare: Iterable[tuple[int, str]], words: str) -> tuple[int, str]:
    """Find the line, given without blanks, that contains words, or the longest beginning of them at a line's end."""
    wanted = _bare(words)
    whole = next((line for line, text in bare if wanted and wanted in text), 0)
    first = next((line for line, text in bare if len(text) > 3 and wanted.startswith(text)), 0)
    return (whole or first, words) if whole or first else (0, "")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


def _first_date(lines: Iterable[tuple[int, str]], value: str) -> tuple[int, str]:
    found = ((line, text[date.start : date.end]) for line, text in lines for date in dates(text) if date.value == value)
    return next(found, (0, ""))


def _last_date(lines: list[tuple[int, str]], value: str) -> tuple[int, str]:
    return _first_date(reversed(lines), value)


def _number(lines: Iterable[tuple[int, str]], value: str) -> tuple[int, str]:
    wanted = _NUMBER.search(value)
    found = ((line, text.strip()) for line, text in lines for match in _NUMBER.finditer(text)
             if wanted and (match[1], int(match[2])) == (wanted[1], int(wanted[2])))  # fmt: skip
    return next(found, (0, ""))
