"""Topics and documents they were not fitted to → how well half of a document's words predicts the other half."""

from __future__ import annotations

import numpy as np

from fazhi.modelling.topics.models import shares_given_topics

SMOOTHING = 0.05
"""Weight of the corpus's word distribution mixed into each topic, so that unseen words are not impossible."""


def completion(topic_word: np.ndarray, overall: np.ndarray, counts, rng: np.random.Generator) -> float:
    """Measure the likelihood of the second half of unseen documents, given the first.

    Parameters
    ----------
    topic_word : ndarray, shape (topics, words)
        The topics' word probabilities.
    overall : ndarray, shape (words,)
        The words' shares in the whole corpus, none of them 0.
    counts : scipy.sparse.csr_matrix of int, shape (documents, words)
        Documents not used for the fit.
    rng : Generator
        Assigns each word to one of the halves.

    Returns
    -------
    float
        Mean log probability (nats) of a word in the second halves, 0 or less; higher is better. NaN if there are no
        documents with words in both.

    References
    ----------
    Wallach, Murray, Salakhutdinov & Mimno (2009), Evaluation methods for topic models, ICML: 1105–1112, section 5
    (document completion).
    """
    first, second = _halves(counts, rng)
    known = np.flatnonzero((first.sum(axis=1) > 0) & (second.sum(axis=1) > 0))
    if not len(known):
        return float("nan")
    smoothed = (1 - SMOOTHING) * topic_word + SMOOTHING * overall
    foretold = second[known].tocoo()
    shares = shares_given_topics(first[known], smoothed)
    likely = np.einsum("ij,ji->i", shares[foretold.row], smoothed[:, foretold.col])
    return float(np.average(np.log(likely), weights=foretold.data))


def _halves(counts, rng: np.random.Generator) -> tuple:
    """Split the words of each document at random into two halves."""
    first = counts.tocsr().copy()
    first.data = rng.binomial(first.data, 0.5)
    second = (counts - first).tocsr()
    for half in (first, second):
        half.eliminate_zeros()
    return first, second
