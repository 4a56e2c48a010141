"""Tables with the reports' words → the same without them, with hashes; and back again where the reports are."""

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
"""Columns that hold words of the reports. The table `words` counts them without their order and stays."""


def without_text(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Empty the columns that hold words of the reports.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Tables of the contract by name.

    Returns
    -------
    dict of str to DataFrame
        The same tables and rows, ids, counts and offsets kept, words ``""``; and `text_hashes` [segment_id, sha256],
        the hash of each segment's exact words.
    """
    emptied = {
        name: table.assign(**dict.fromkeys((one for one in WORDS.get(name, []) if one in table), ""))
        for name, table in tables.items()
    }
    segments = tables["segments"]
    hashes = pd.DataFrame({"segment_id": segments["segment_id"], "sha256": map(_hash, segments["raw"])})
    return emptied | {HASHES: hashes}


def restore(tables: Corpus, reports: Path) -> pd.DataFrame:
    """Put the words of the segments back, so that every number leads to its sentence again.

    Parameters
    ----------
    tables : Corpus
        Tables without words, with their hashes beside them.
    reports : Path
        The folder of the reports, each under the name that the table `reports` tells.

    Returns
    -------
    DataFrame
        The table `segments` with `raw`; other columns of words stay empty, a new build makes them.

    Raises
    ------
    FazhiError
        If a report is missing, or its words are not those that the tables were made from; the first is named.
    """
    hashes = pd.read_parquet(tables.folder / f"{HASHES}.parquet").set_index("segment_id")["sha256"]
    lines = {row.report_id: _lines(reports / row.file, row.report_id) for row in tables.reports.itertuples()}
    segments = tables.segments
    raw = [_span(lines[row.report_id], row) for row in segments.itertuples()]
    differ = [one for one, words in zip(segments["segment_id"], raw, strict=True) if hashes[one] != _hash(words)]
    if differ:
        raise FazhiError(
            f"segment {differ[0]} is not what the tables were made from ({len(differ)} of {len(raw)} segments differ): "
            "give the reports as they were then, or build the tables anew"
        )
    return segments.assign(raw=raw)


def _lines(file: Path, report_id: str) -> tuple[str, ...]:
    if not file.exists():
        raise FazhiError(f"report {report_id}: {file} is not there; give the folder that the tables were built from")
    return files.read(file).lines


def _span(lines: tuple[str, ...], segment) -> str:
    return lines[segment.line - 1][segment.start : segment.end] if segment.line <= len(lines) else ""


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
