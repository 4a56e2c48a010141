"""Word counts and segments → the documents for topic models, with near-duplicates down-weighted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fazhi.arguments import explained, in_range
from fazhi.errors import FazhiError, UnknownName
from fazhi.schema import ROLES

BODY = ["achievement", "leadership", "problem", "plan"]
MIN_DOCUMENTS = 10


@dataclass(frozen=True)
class Documents:
    """The input of topic models: one document is one segment of a report.

    Attributes
    ----------
    counts : scipy.sparse.csr_matrix of int64, shape (documents, words)
    segment_ids, report_ids : ndarray of str
        The rows; sorted by segment.
    vocabulary : ndarray of str
        The columns; sorted.
    weights : ndarray of float, shape (documents,)
        1 / the number of near-duplicates of a document, including itself: a passage copied from year to year
        counts once.
    too_short : int
        How many segments with the chosen roles were left out because they have too few words.
    """

    counts: object
    segment_ids: np.ndarray
    report_ids: np.ndarray
    vocabulary: np.ndarray
    weights: np.ndarray
    too_short: int

    @property
    def n_words(self) -> np.ndarray:
        """The number of counted words in each document."""
        return np.asarray(self.counts.sum(axis=1)).ravel()

    @property
    def word_shares(self) -> np.ndarray:
        """Each word's share of all counted words, shape (words,); sums to 1."""
        return np.asarray(self.counts.sum(axis=0)).ravel() / self.counts.sum()

    @property
    def n_copies(self) -> int:
        """The number of documents with a near-duplicate."""
        return int((self.weights < 1).sum())


@explained
def documents(
    matrix: tuple,
    segments: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    roles: Sequence[str] = BODY,
    min_words: int = 5,
    max_share: float = 0.5,
    likeness: float = 0.8,
) -> Documents:
    """Choose the segments and words for a topic model.

    Parameters
    ----------
    matrix : tuple
        Counts, segment ids and vocabulary, as returned by `fazhi.measuring.words.word_counts.matrix`.
    segments, reports : DataFrame
        The tables of those names; segments of other reports are left out.
    roles : sequence of str
        Sections of the reports to use.
    min_words : int
        Segments with fewer counted words are left out.
    max_share : float
        Words in more than this share of the segments (0–1) do not distinguish topics and are left out. So are
        words used by only one region (by only one report, if there is only one region): they are mostly its names.
    likeness : float
        Two segments are near-duplicates if their sets of words are at least this similar (Jaccard, 0–1).

    Raises
    ------
    UnknownName
        For a role that does not exist.
    FazhiError
        If fewer than 10 segments remain.
    """
    for role in roles:
        if role not in ROLES:
            raise UnknownName("role", role, ROLES)
    counts, segment_ids, vocabulary = matrix
    report_of = segments.loc[segments["role"].isin(roles)].set_index("segment_id")["report_id"]
    report_of = report_of[report_of.isin(reports["report_id"])]
    rows = np.isin(segment_ids, report_of.index.to_numpy(dtype=str))
    counts, segment_ids = counts[rows], segment_ids[rows]
    report_ids = report_of.reindex(segment_ids).to_numpy(dtype=str)
    columns = _telling_words(counts, report_ids, reports, max_share)
    counts, vocabulary = counts[:, columns], vocabulary[columns]
    long = np.asarray(counts.sum(axis=1)).ravel() >= min_words
    if long.sum() < MIN_DOCUMENTS:
        raise FazhiError(
            f"{long.sum()} segments of {', '.join(roles)} have at least {min_words} words, but a topic model needs "
            f"{MIN_DOCUMENTS} of them: choose more reports or roles"
        )
    counts = counts[long]
    weights = 1 / copies(counts, likeness)
    return Documents(counts, segment_ids[long], report_ids[long], vocabulary, weights, int((~long).sum()))


def _telling_words(counts, report_ids: np.ndarray, reports: pd.DataFrame, max_share: float) -> np.ndarray:
    """Return the columns of words used by more than one region (or report), but not in too many segments."""
    place = reports.set_index("report_id")["region_code"].reindex(report_ids).to_numpy(dtype=str)
    groups = place if len(set(place)) > 1 else report_ids
    used = counts > 0
    spread = sum((used[groups == group].sum(axis=0) > 0).astype(int) for group in sorted(set(groups)))
    spread = np.asarray(spread).ravel() >= min(2, len(set(groups)))
    return np.flatnonzero(spread & (np.asarray(used.sum(axis=0)).ravel() <= max_share * max(1, counts.shape[0])))


@in_range
def copies(counts, likeness: float) -> np.ndarray:
    """Count each document's near-duplicates, including itself.

    Candidates come from MinHash (Broder 1997) and are compared exactly; documents linked by a chain of
    near-duplicates form one group.

    Parameters
    ----------
    counts : scipy.sparse.csr_matrix, shape (documents, words)
    likeness : float
        The lowest Jaccard similarity of two near-duplicates' sets of words, 0–1.

    Returns
    -------
    ndarray of int64, shape (documents,)
        The size of each document's group; 1 = no near-duplicate.
    """
    from datasketch import MinHash, MinHashLSH
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    words = [set(counts.indices[a:b].tolist()) for a, b in zip(counts.indptr, counts.indptr[1:], strict=False)]
    index = MinHashLSH(threshold=likeness, num_perm=128)
    hashes = MinHash.bulk([[f"{word}".encode() for word in document] for document in words], num_perm=128)
    pairs = []
    for row, signature in enumerate(hashes):
        near = [other for other in index.query(signature) if _jaccard(words[row], words[other]) >= likeness]
        pairs.extend((row, other) for other in near)
        index.insert(row, signature)
    left, right = np.array(pairs, dtype=int).reshape(-1, 2).T
    graph = coo_matrix((np.ones(len(left)), (left, right)), (len(words), len(words)))
    _, group = connected_components(graph, directed=False)
    return np.bincount(group)[group]


def _jaccard(first: set, second: set) -> float:
    return len(first & second) / max(1, len(first | second))
