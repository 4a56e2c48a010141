"""Topics and word counts → how coherent and how exclusive each topic's words are."""

from __future__ import annotations

import numpy as np

from fazhi.arguments import in_range

RELEVANCE_WEIGHT = 0.6
FREX_WEIGHT = 0.5


@in_range
def npmi(topic_word: np.ndarray, counts, top: int = 10) -> np.ndarray:
    """Measure each topic's coherence: normalised pointwise mutual information (NPMI) of its first words.

    Parameters
    ----------
    topic_word : ndarray, shape (topics, words)
        Any weights used to rank each topic's words, e.g. their relevance.
    counts : scipy.sparse.csr_matrix, shape (documents, words)
        Documents used for counting; held out from the fit, so that a topic is not judged by its own training data.
    top : int
        How many words of a topic are compared, in pairs.

    Returns
    -------
    ndarray of float, shape (topics,)
        Mean over the pairs, -1 (never together) to 1 (always together). A pair that never co-occurs, and would not be
        expected to co-occur even once if independent, is uninformative and counts as 0: in a small held-out
        part the usual -1 would penalise rare words for being rare. NaN if there are no documents.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction; Lau, Newman & Baldwin (2014),
    Machine reading tea leaves, EACL: 530–539.
    """
    if counts.shape[0] == 0:
        return np.full(len(topic_word), np.nan)
    words = first_words(topic_word, top)
    used, where = np.unique(words, return_inverse=True)
    there = (counts[:, used] > 0).astype(float)
    together = (there.T @ there).toarray() / counts.shape[0]
    alone = together.diagonal()
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.log(together / np.outer(alone, alone)) / -np.log(together)
    table[together == 0] = -1
    table[together == 1] = 1
    table[(together == 0) & (np.outer(alone, alone) * counts.shape[0] < 1)] = 0
    where = where.reshape(words.shape)
    above = np.triu_indices(words.shape[1], 1)
    return np.array([table[np.ix_(topic, topic)][above].mean() for topic in where])


@in_range
def exclusivity(topic_word: np.ndarray, top: int = 10) -> np.ndarray:
    """Measure each topic's exclusivity: the mean share of its first words' weight, over all topics, that is its own.

    Returns
    -------
    ndarray of float, shape (topics,)
        1 / topics (shared evenly) to 1 (used by no other topic).

    References
    ----------
    Bischof & Airoldi (2012), Summarizing topical content with word frequency and exclusivity, ICML: 9–16.
    """
    words = first_words(topic_word, top)
    total = topic_word.sum(axis=0)
    own = np.take_along_axis(topic_word, words, axis=1) / np.maximum(total[words], np.finfo(float).tiny)
    return own.mean(axis=1)


@in_range
def relevance(topic_word: np.ndarray, overall: np.ndarray, weight: float = RELEVANCE_WEIGHT) -> np.ndarray:
    """Return the relevance of each word to each topic: λ · log p(w | topic) + (1 - λ) · log (p(w | topic) / p(w)).

    Parameters
    ----------
    topic_word : ndarray, shape (topics, words)
        The topics' word probabilities.
    overall : ndarray, shape (words,)
        The words' shares in the whole corpus.
    weight : float
        λ, 0–1: 1 ranks by frequency, 0 by exclusivity; 0.6 worked best for readers in the study cited.

    Returns
    -------
    ndarray, shape (topics, words)
        -inf if a topic does not use the word.

    References
    ----------
    Sievert & Shirley (2014), LDAvis: a method for visualizing and interpreting topics, ILLVI: 63–70.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        weighed = np.log(topic_word) - (1 - weight) * np.log(overall)
    return np.where(topic_word > 0, weighed, -np.inf)


@in_range
def frex(topic_word: np.ndarray, weight: float = FREX_WEIGHT) -> np.ndarray:
    """Return the FREX score of each word in each topic: the harmonic mean of its frequency and exclusivity ranks.

    Parameters
    ----------
    topic_word : ndarray, shape (topics, words)
        The topics' word probabilities.
    weight : float
        Weight of exclusivity, 0–1; stm uses 0.5.

    Returns
    -------
    ndarray, shape (topics, words)
        0–1: 1 for a word that is both the most frequent and the most exclusive of a topic; 0 if the topic does not use
        it.

    References
    ----------
    Airoldi & Bischof (2016), Improving and evaluating topic models and other models of text, JASA 111: 1381–1403;
    Roberts, Stewart & Tingley (2019), stm, JSS 91(2), function labelTopics.
    """
    from scipy.stats import rankdata

    own = topic_word / np.maximum(topic_word.sum(axis=0), np.finfo(float).tiny)
    frequent, exclusive = (rankdata(values, "max", axis=1) / values.shape[1] for values in (topic_word, own))
    return np.where(topic_word > 0, 1 / (weight / exclusive + (1 - weight) / frequent), 0.0)


@in_range
def first_words(weights: np.ndarray, n: int) -> np.ndarray:
    """Return the columns of each row's `n` largest weights, the largest first; ties go to the first column."""
    return np.argsort(-weights, axis=1, kind="stable")[:, :n]
