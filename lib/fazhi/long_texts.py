"""A long text → stretches short enough that every pattern reads them in bounded time.

Patterns look back and ahead, so their time may grow with the square of the text's length. A paragraph in a report has
at most a few thousand characters; longer text (a whole report on one line, an endless list) is read in stretches.
"""

from __future__ import annotations

from collections.abc import Iterator

MAX_SEGMENT = 1_000  # characters per segment; the longest paragraphs in the reports examined have 900
MAX_NUMBERS = 3_000  # per report; the longest have a few hundred
_ENDS = ["。！？!?\n", "；;，,、 \u3000"]  # of sentences, of clauses


def stretches(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of the stretches of a text, which together cover it.

    Parameters
    ----------
    text : str
        Any text, folded or not.
    most : int
        The maximum length of a stretch. It ends after a sentence, if there is none after a clause, and otherwise
        at the maximum.
    """
    start = 0
    while len(text) - start > most:
        end = start + _last_end(text[start : start + most])
        yield start, end
        start = end
    yield start, len(text)


def _last_end(stretch: str) -> int:
    """Return the end of the last sentence, else of the last clause, in a stretch."""
    ends = (max(map(stretch.rfind, marks)) + 1 for marks in _ENDS)
    return next(filter(None, ends), len(stretch))
