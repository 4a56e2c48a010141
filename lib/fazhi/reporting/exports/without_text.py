"""Tables → the same without the text of the reports, with hashes; these and the reports → the text restored."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from fazhi.corpus import Corpus
from fazhi.errors import FazhiError
from fazhi.reading.formats import files

HASHES = "text_hashes"
WORDS = {
    "reports": ["title"],
    "segments": ["raw", "label", "heading", "path", "text"],
    "quantities": ["raw", "subject", "verb", "scope", "evidence"],
    "problems": ["text"],
    "problem_themes": ["evidence"],
    "checks": ["message"],
    "metadata_evidence": ["value", "words"],
}
"""Columns that hold text of the reports. The table `words` is kept: it has counts, but not their order."""


def without_text(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Empty the columns that hold text of the reports.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Tables of `fazhi.columns` by name.

    Returns
    -------
    dict of str to DataFrame
        The same tables and rows with text replaced by ``""``, ids, counts and offsets unchanged; and `text_hashes`
        [segment_id, sha256], the hash of each segment's exact text.
    """
    emptied = {
        name: table.assign(**dict.fromkeys((one for one in WORDS.get(name, []) if one in table), ""))
        for name, table in tables.items()
    }
    segments = tables["segments"]
    hashes = pd.DataFrame({"segment_id": segments["segment_id"], "sha256": map(_hash, segments["raw"])})
    return emptied | {HASHES: hashes}


def restore(tables: Corpus, reports: Path) -> pd.DataFrame:
    """Restore the text of the segments, so that every number leads back to its sentence.

    Parameters
    ----------
    tables : Corpus
        Tables without text, with ``text_hashes.parquet`` beside them.
    reports : Path
        The folder of the reports, each under the file name in the table `reports`.

    Returns
    -------
    DataFrame
        The table `segments` with `raw`. Other columns of text stay empty; a new build fills them.

    Raises
    ------
    FazhiError
        If a report is missing, or its text differs from what the tables were made from; names the first.
    """
    hashes = pd.read_parquet(tables.folder / f"{HASHES}.parquet").set_index("segment_id")["sha256"]
    lines = {row.report_id: _lines(reports / row.file, row.report_id) for row in tables.reports.itertuples()}
    segments = tables.segments
    raw = [_span(lines[row.report_id], row) for row in segments.itertuples()]
    differ = [one for one, words in zip(segments["segment_id"], raw, strict=True) if hashes[one] != _hash(words)]
    if differ:
        raise FazhiError(
            f"segment {differ[0]} differs from the text the tables were made from, as do {len(differ)} of {len(raw)} "
            "in all: give the reports as they were then, or build the tables again"
        )
    return segments.assign(raw=raw)


def _lines(file: Path, report_id: str) -> tuple[str, ...]:
    if not file.exists():
        raise FazhiError(f"report {report_id}: {file} does not exist; give the folder the tables were built from")
    return files.read(file).lines


def _span(lines: tuple[str, ...], segment) -> str:
    return lines[segment.line - 1][segment.start : segment.end] if segment.line <= len(lines) else ""


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
