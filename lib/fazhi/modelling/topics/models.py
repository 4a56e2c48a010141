"""Word counts → topics: two models with one interface, `fit(counts, weights)`, `transform(counts)`, `topic_word`."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fazhi.arguments import in_range
from fazhi.errors import UnknownName

REESTIMATES = 10


@dataclass(frozen=True)
class Seeded:
    """LDA with some topics seeded by given words: passed to `model` instead of a name.

    Attributes
    ----------
    words : tuple of tuple of int
        For each seeded topic the columns of its words.
    """

    words: tuple[tuple[int, ...], ...]


class NMF:
    """Non-negative matrix factorisation of tf-idf weights (Lee & Seung 1999), by scikit-learn.

    The factors define the topics, but they weight words by tf-idf. How often a topic uses a word is estimated
    again from the counts, by maximum likelihood given the documents' shares.

    Parameters
    ----------
    k : int
        Number of topics.
    seed : int
        Fixes the random start.

    Attributes
    ----------
    topic_word : ndarray, shape (k, words)
        Each topic's word probabilities; rows sum to 1 (a topic that found nothing: 0). Set by `fit`.

    References
    ----------
    Lee & Seung (1999), Learning the parts of objects by non-negative matrix factorization, Nature 401: 788–791;
    Gaussier & Goutte (2005), Relation between PLSA and NMF and implications, SIGIR: 601–602 (the estimate).
    """

    def __init__(self, k: int, seed: int) -> None:
        self.k, self.seed = k, seed

    def fit(self, counts, weights: np.ndarray) -> NMF:
        """Fit to word counts (documents × words), each document counting as much as its weight (0 or more)."""
        from scipy.sparse import diags
        from sklearn.decomposition import NMF as Factorisation
        from sklearn.feature_extraction.text import TfidfTransformer

        drawn = np.flatnonzero(weights > 0)
        self._tfidf = TfidfTransformer(sublinear_tf=True).fit(counts[drawn])
        rows = diags(np.sqrt(weights[drawn])) @ self._tfidf.transform(counts[drawn])
        start = "nndsvdar" if self.k <= min(rows.shape) else "random"
        self._factors = Factorisation(self.k, init=start, random_state=self.seed, tol=1e-3)
        _ignoring_last_digits(self._factors.fit, rows)
        self.topic_word = _words_given_shares(counts[drawn], weights[drawn], self.transform(counts[drawn]))
        return self

    def transform(self, counts) -> np.ndarray:
        """Return each document's topic shares, shape (documents, k): rows sum to 1, or are 0 if no topic fits."""
        loadings = _ignoring_last_digits(self._factors.transform, self._tfidf.transform(counts))
        return rows_to_one(loadings * self._factors.components_.sum(axis=1))


class LDA:
    """Latent Dirichlet allocation (Blei, Ng & Jordan 2003) by Gibbs sampling with one worker, by tomotopy.

    Parameters and attributes are those of `NMF`; `seeds` gives, for the first topics, the columns of the words that
    their prior favours (as in keyATM, Eshima, Imai & Sasaki 2024, though by the prior alone, as Jagarlamudi, Daumé &
    Udupa 2012 seed topics). Of three chains with different starts the most likely is continued: a single one may get
    stuck where two topics are merged. A document's weight becomes a whole number of copies, rounded up or down at
    random so that its expectation is the weight.
    """

    STARTS = 3
    SWEEPS_OF_STARTS = 100
    SWEEPS = 200
    SWEEPS_OF_INFERENCE = 100
    PRIOR = 0.1
    LOUDNESS = 4

    def __init__(self, k: int, seed: int, seeds: Sequence[Sequence[int]] = ()) -> None:
        self.k, self.seed, self.seeds = k, seed, seeds

    def fit(self, counts, weights: np.ndarray) -> LDA:
        """Fit to word counts (documents × words), each document counting as much as its weight (0 or more)."""
        times = np.floor(weights + np.random.default_rng(self.seed).random(len(weights))).astype(int)
        documents = [words for words, n in zip(_as_words(counts), times, strict=True) for _ in range(n)]
        chains = [self._start(documents, self.seed + start) for start in range(self.STARTS)]
        self._model = max(chains, key=lambda chain: chain.ll_per_word)
        self._model.train(self.SWEEPS, workers=1)
        columns = [int(word) for word in self._model.used_vocabs]
        self.topic_word = np.zeros((self.k, counts.shape[1]))
        self.topic_word[:, columns] = [self._model.get_topic_word_dist(topic) for topic in range(self.k)]
        self.topic_word = rows_to_one(self.topic_word)
        return self

    def _start(self, documents: list[list[str]], seed: int):
        import tomotopy

        chain = tomotopy.LDAModel(k=self.k, alpha=0.1, eta=self.PRIOR, seed=seed)
        chain.optim_interval = 0  # tomotopy would fit alpha along the way, and starve a topic in a small corpus
        for words in documents:
            chain.add_doc(words)
        self._favour_seeds(chain, documents)
        chain.train(self.SWEEPS_OF_STARTS, workers=1)
        return chain

    def _favour_seeds(self, chain, documents: list[list[str]]) -> None:
        """Let the prior of each seed count `LOUDNESS` times as much as all its occurrences."""
        times = Counter(word for words in documents for word in words)
        for topic, columns in enumerate(self.seeds):
            for word in map(str, columns):
                chain.set_word_prior(word, {topic: max(self.PRIOR, self.LOUDNESS * times[word])})

    def transform(self, counts) -> np.ndarray:
        """Return each document's topic shares, shape (documents, k); rows sum to 1."""
        documents = [self._model.make_doc(document) for document in _as_words(counts)]
        shares, _ = self._model.infer(documents, iterations=self.SWEEPS_OF_INFERENCE, workers=1)
        return rows_to_one(np.array(shares, dtype=float).reshape(-1, self.k))


MODELS = {"nmf": NMF, "lda": LDA}


@in_range
def model(name: str | Seeded, k: int, seed: int) -> NMF | LDA:
    """Return an unfitted model by its name, ``"nmf"`` or ``"lda"``, or LDA with seeds.

    Raises
    ------
    UnknownName
        For another name.
    """
    if isinstance(name, Seeded):
        return LDA(k, seed, name.words)
    if name not in MODELS:
        raise UnknownName("topic model", name, MODELS)
    return MODELS[name](k, seed)


def rows_to_one(table: np.ndarray) -> np.ndarray:
    """Scale rows to sum to 1; rows of zeros stay unchanged."""
    total = table.sum(axis=1, keepdims=True)
    return np.divide(table, total, out=np.zeros_like(table, dtype=float), where=total > 0)


def shares_given_topics(counts, topic_word: np.ndarray) -> np.ndarray:
    """Estimate the topic shares that maximise the likelihood of the counts, given the topics' word probabilities.

    Both models are compared by this estimate (folding in; Hofmann 1999), whatever shares `transform` returns.

    Parameters
    ----------
    counts : scipy.sparse.csr_matrix, shape (documents, words)
    topic_word : ndarray, shape (topics, words)
        Rows sum to 1, and are not 0 for any word that is counted.

    Returns
    -------
    ndarray, shape (documents, topics)
        Rows sum to 1, or are 0 for a document without words.
    """
    return rows_to_one(_with_one_factor_kept(counts, topic_word))


def _words_given_shares(counts, weights: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Estimate the word probabilities of topics that maximise the likelihood of the counts, given the topic shares."""
    from scipy.sparse import diags

    weighted = diags(weights) @ counts
    kept = np.ascontiguousarray((shares * np.asarray(weighted.sum(axis=1))).T)
    return rows_to_one(_with_one_factor_kept(weighted.T.tocsr(), kept).T)


def _with_one_factor_kept(table, kept: np.ndarray) -> np.ndarray:
    """Return the factor whose product with the fixed one is nearest to a table by Kullback–Leibler divergence."""
    from sklearn.decomposition import non_negative_factorization

    given = dict(H=kept, n_components=len(kept), init="custom", update_H=False)
    how = dict(solver="mu", beta_loss="kullback-leibler", max_iter=REESTIMATES)
    return _ignoring_last_digits(non_negative_factorization, table, **given, **how)[0]


def _as_words(counts) -> list[list[str]]:
    """Write each row of counts as words named by their column."""
    spans = zip(counts.indptr, counts.indptr[1:], strict=False)
    return [np.repeat(counts.indices[a:b], counts.data[a:b]).astype(str).tolist() for a, b in spans]


def _ignoring_last_digits(call, rows, **options):
    """Call without scikit-learn's warning that the last digits have not converged."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return call(rows, **options)
