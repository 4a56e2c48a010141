"""Documents → a topic model fitted again on resampled reports, its topics matched to those of the first fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.models import LDA, NMF, model

ENOUGH_REPORTS = 5


@dataclass(frozen=True)
class Refit:
    """A model fitted again.

    Attributes
    ----------
    model : NMF or LDA
    order : ndarray of int, shape (topics,)
        The model's topics in the order of those they were matched to.
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
        """The topics, shape (topics, words), in the order of those they were matched to."""
        return self.model.topic_word[self.order]

    def shares(self, documents: Documents) -> np.ndarray:
        """Return the topic shares of all documents, shape (documents, topics), in the same order."""
        return self.model.transform(documents.counts)[:, self.order]


@threadpool_limits.wrap(limits=1)
def refit(documents: Documents, name: str, reference: np.ndarray, seed: int, number: int) -> Refit:
    """Fit again with another random start, on reports drawn with replacement.

    Parameters
    ----------
    documents : Documents
    name : {"nmf", "lda"}
        The model.
    reference : ndarray, shape (topics, words)
        The topics to match to.
    seed, number : int
        Fix the draw and the start: the same two, the same refit. The draw does not depend on the number of topics, so
        that different numbers are compared on the same reports.
    """
    rng = np.random.default_rng([seed, number])
    times = resample(documents, rng)
    fitted = model(name, len(reference), int(rng.integers(2**31))).fit(documents.counts, documents.weights * times)
    return Refit(fitted, *match(reference, fitted.topic_word), unseen=times == 0)


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
    """Match topics one to one so that their cosines sum to the most (Hungarian algorithm, Kuhn 1955).

    Parameters
    ----------
    reference, other : ndarray, shape (topics, words)
        Non-negative, as many topics in each.

    Returns
    -------
    order : ndarray of int, shape (topics,)
        ``other[order]`` stands beside `reference`.
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
