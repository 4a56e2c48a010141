"""A long text → stretches short enough that every pattern reads them in bounded time.

Patterns look back and ahead, so their time may grow with the square of what they are given. A paragraph of a report has
at most some thousand characters; what is longer (a whole report on one line, a list without end) is read in stretches.
"""

from __future__ import annotations

from collections.abc import Iterator

MAX_SEGMENT = 1_000  # characters of a segment; the longest paragraphs of the reports that were looked at have 900
MAX_NUMBERS = 3_000  # of a report; the longest have some hundred
_ENDS = ["。！？!?\n", "；;，,、 \u3000"]  # of sentences, of clauses


def stretches(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield where the stretches of a text begin and end; together they are the text.

    Parameters
    ----------
    text : str
        Any text, folded or not.
    most : int
        How many characters a stretch has at most. It ends behind a sentence, where none ends behind a clause, and where
        there is neither at the bound.
    """
    start = 0
    while len(text) - start > most:
        end = start + _last_end(text[start : start + most])
        yield start, end
        start = end
    yield start, len(text)


def _last_end(stretch: str) -> int:
    """Return where the last sentence, else the last clause, ends in a stretch."""
    ends = (max(map(stretch.rfind, marks)) + 1 for marks in _ENDS)
    return next(filter(None, ends), len(stretch))
