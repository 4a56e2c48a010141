"""Segments → their sentences, each with its position: the unit by which reports are compared."""

from __future__ import annotations

import re

import pandas as pd

from fazhi.arguments import explained
from fazhi.normalization import plain

ROLES = ["opening", "achievement", "leadership", "problem", "plan"]
COLUMNS = ["report_id", "line", "start", "end", "role", "raw", "key"]
SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
CLAUSE = re.compile(r"[^。！？!?；;，,：:]+[。！？!?；;，,：:]*")
_NO_TEXT = re.compile(r"[\W_]+")


@explained
def sentences(segments: pd.DataFrame, *, pattern: re.Pattern = SENTENCE, least: int = 1) -> pd.DataFrame:
    """Split the running text of reports into sentences.

    Parameters
    ----------
    segments : DataFrame
        The table `segments`, or rows of it. Titles, addressees, signatures and page furniture are left out.
    pattern : Pattern
        What counts as a sentence: `SENTENCE`, or `CLAUSE` for the pieces between commas.
    least : int
        Minimum number of characters in a sentence, without punctuation and enumerator.

    Returns
    -------
    DataFrame [report_id, line, start, end, role, raw, key]
        One row for each sentence, in the segments' order. `raw` is its text without the enumerator, from `start` to
        `end` in the line; `key` is the same without punctuation, width and blanks, used for comparison.
    """
    rows = []
    for segment in segments[segments["role"].isin(ROLES)].itertuples():
        labelled = plain(segment.raw).startswith(plain(segment.label))
        skipped = len(segment.label) if labelled else 0
        for found in pattern.finditer(segment.raw, skipped):
            raw = found[0].strip()
            key = bare(raw)
            if len(key) >= least:
                start = segment.start + found.start() + len(found[0]) - len(found[0].lstrip())
                rows.append((segment.report_id, segment.line, start, start + len(raw), segment.role, raw, key))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"line": "int64", "start": "int64", "end": "int64"})


def bare(text: str) -> str:
    """Return a text without punctuation, blanks and differences of width."""
    return _NO_TEXT.sub("", plain(text))
