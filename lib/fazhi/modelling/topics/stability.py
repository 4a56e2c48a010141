"""Documents → a topic model refitted to resampled reports, its topics matched to those of the first fit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from fazhi.arguments import in_range
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.models import LDA, NMF, model

ENOUGH_REPORTS = 5
CHANCE_REFITS = 3
CHANCE_TOPICS = 20


@dataclass(frozen=True)
class Refit:
    """A model fitted again.

    Attributes
    ----------
    model : NMF or LDA
    order : ndarray of int, shape (topics,)
        The model's topics in the order of the topics they were matched to.
    similarity : ndarray, shape (topics,)
        Cosine with the matched topic, 0–1.
    unseen : ndarray of bool, shape (documents,)
        Documents that were not drawn: the held-out part.
    """

    model: NMF | LDA
    order: np.ndarray
    similarity: np.ndarray
    unseen: np.ndarray

    @property
    def topic_word(self) -> np.ndarray:
        """The topics, shape (topics, words), in the order of the topics they were matched to."""
        return self.model.topic_word[self.order]

    def shares(self, documents: Documents) -> np.ndarray:
        """Return the topic shares of all documents, shape (documents, topics), in the same order."""
        return self.model.transform(documents.counts)[:, self.order]


@threadpool_limits.wrap(limits=1)
def refit(documents: Documents, name: str, reference: np.ndarray, seed: int, number: int) -> Refit:
    """Fit again with another random start, to reports drawn with replacement.

    Parameters
    ----------
    documents : Documents
    name : {"nmf", "lda"}
        The model.
    reference : ndarray, shape (topics, words)
        The topics to match to.
    seed, number : int
        Determine the draw and the start: the same two give the same refit. The draw does not depend on the number of
        topics, so that different numbers are compared on the same reports.
    """
    rng = np.random.default_rng([seed, number])
    times = resample(documents, rng)
    fitted = model(name, len(reference), int(rng.integers(2**31))).fit(documents.counts, documents.weights * times)
    return Refit(fitted, *match(reference, fitted.topic_word), unseen=times == 0)


@in_range
def by_chance(documents: Documents, name: str, k: int, seed: int, shuffle: int) -> np.ndarray:
    """Measure how well topics return by chance alone, in reports whose words are shuffled.

    Parameters
    ----------
    documents : Documents
    name, k : str, int
        The model and its number of topics.
    seed, shuffle : int
        Determine the shuffle and the starts.

    Returns
    -------
    ndarray, shape (k,)
        The median cosine of each topic with its match over `CHANCE_REFITS` refits, 0–1.
    """
    mixed = shuffled(documents, np.random.default_rng([seed, shuffle]))
    with threadpool_limits(limits=1):
        reference = model(name, k, seed).fit(mixed.counts, mixed.weights).topic_word
    return np.median([refit(mixed, name, reference, seed, n).similarity for n in range(CHANCE_REFITS)], axis=0)


def shuffles(k: int) -> int:
    """Return how many shuffles yield about twenty topics, the best of which shows what chance can do."""
    return math.ceil(CHANCE_TOPICS / k)


def shuffled(documents: Documents, rng: np.random.Generator) -> Documents:
    """Distribute the words of each report among its segments at random; every segment keeps its length.

    The vocabulary of a report is kept; the co-occurrence of words in segments, which topics are based on, is lost.
    """
    from scipy.sparse import csr_matrix

    counts = documents.counts.tocsr()
    segment = np.repeat(np.arange(counts.shape[0]), documents.n_words)
    word = np.repeat(counts.indices, counts.data)
    _, report = np.unique(documents.report_ids, return_inverse=True)
    order = np.lexsort((rng.random(len(word)), report[segment]))
    places = np.argsort(report[segment], kind="stable")
    dealt = np.empty_like(word)
    dealt[places] = word[order]
    mixed = csr_matrix((np.ones(len(word), dtype=counts.dtype), (segment, dealt)), shape=counts.shape)
    return replace(documents, counts=mixed)


def resample(documents: Documents, rng: np.random.Generator) -> np.ndarray:
    """Draw reports with replacement and return how often each document is drawn.

    With fewer than 5 reports, segments are drawn instead. At least one report (or segment) is never drawn.
    """
    names = documents.report_ids if len(set(documents.report_ids)) >= ENOUGH_REPORTS else documents.segment_ids
    units, unit_of = np.unique(names, return_inverse=True)
    times = np.ones(len(units), dtype=int)
    while times.all():
        times = np.bincount(rng.integers(len(units), size=len(units)), minlength=len(units))
    return times[unit_of]


def match(reference: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Match topics one to one so that the sum of their cosines is highest (Hungarian algorithm, Kuhn 1955).

    Parameters
    ----------
    reference, other : ndarray, shape (topics, words)
        Non-negative, as many topics in each.

    Returns
    -------
    order : ndarray of int, shape (topics,)
        ``other[order]`` corresponds to `reference`.
    similarity : ndarray of float, shape (topics,)
        The cosine of each pair, 0–1; 0 for an empty topic.
    """
    from scipy.optimize import linear_sum_assignment

    cosines = np.clip(_unit(reference) @ _unit(other).T, 0, 1)
    rows, order = linear_sum_assignment(-cosines)
    return order, cosines[rows, order]


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.zeros_like(rows, dtype=float), where=length > 0)
