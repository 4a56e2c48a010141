"""Segments → word counts → the document-term matrix for the models."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.normalization import ideographs
from fazhi.schema import typed

if TYPE_CHECKING:
    from fazhi.measuring.words.tokenizer import Tokenizer


@explained
def words(segments: pd.DataFrame, tokenizer: Tokenizer, stopwords: Iterable[str]) -> pd.DataFrame:
    """Count the words in every segment's heading and text.

    Parameters
    ----------
    segments : DataFrame
        With columns segment_id, heading and text.
    tokenizer : Tokenizer
        The tokenizer that cuts the text.
    stopwords : iterable of str
        Words to leave out.

    Returns
    -------
    DataFrame
        Columns segment_id, word, count (1 or more), sorted. Punctuation, numbers and stop words are left out, so a
        segment with nothing else has no row.
    """
    rows = counted(segments[["segment_id", "heading", "text"]].to_dict("records"), tokenizer, frozenset(stopwords))
    return typed("words", pd.DataFrame(rows, columns=["segment_id", "word", "count"]))


def counted(segments: list[dict], tokenizer: Tokenizer, stopwords: frozenset[str]) -> list[tuple[str, str, int]]:
    """Return the rows of `words`, given its segments as rows."""
    from fazhi.measuring.words.rejoining import is_content

    rows = []
    for segment in segments:
        counts = Counter(tokenizer.cut(ideographs(f"{segment['heading']}\n{segment['text']}")))
        kept = (word for word in counts if word not in stopwords and is_content(word))
        rows.extend((segment["segment_id"], word, counts[word]) for word in kept)
    return sorted(rows)


@explained
def matrix(words: pd.DataFrame) -> tuple:
    """Turn word counts into a sparse document-term matrix.

    Parameters
    ----------
    words : DataFrame
        Columns segment_id, word, count.

    Returns
    -------
    counts : scipy.sparse.csr_matrix of int64, shape (segments, words)
    segment_ids : ndarray of str
        The rows, sorted.
    vocabulary : ndarray of str
        The columns, sorted.
    """
    from scipy.sparse import csr_matrix

    segment_ids, row = np.unique(words["segment_id"].to_numpy(dtype=str), return_inverse=True)
    vocabulary, column = np.unique(words["word"].to_numpy(dtype=str), return_inverse=True)
    shape = len(segment_ids), len(vocabulary)
    return csr_matrix((words["count"].to_numpy("int64"), (row, column)), shape), segment_ids, vocabulary


def vocabulary_hash(terms: Iterable[str], stopwords: Iterable[str]) -> str:
    """Return the SHA-256, in hex, of the vocabulary (in order) and the stop words (in any order)."""
    lines = [*terms, "\0", *sorted(set(stopwords))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
