"""Topics → their positions on a map of distances, and how much each uses its distinctive words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling.topics.coherence import first_words, relevance
from fazhi.modelling.topics.fitting import Topics

FARTHEST = np.sqrt(np.log(2))
"""The Jensen–Shannon distance of topics that share no word."""
WEIGHTS = np.linspace(0, 1, 11)
"""Steps of λ for which a topic's most relevant words are listed."""


@explained
def positions(found: Topics, topics: pd.DataFrame) -> pd.DataFrame:
    """Place the topics on a plane so that topics with similar words are close together.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The result of `fazhi.modelling.topics.fitting.describe`.

    Returns
    -------
    DataFrame [topic_id, label, share, stability, stable, x, y]
        In the order of `topics`; `x` and `y` as returned by `coordinates`.
    """
    x, y = coordinates(distances(found.topic_word)).T
    return topics[["topic_id", "label", "share", "stability", "stable"]].assign(x=x, y=y)


def distances(topic_word: np.ndarray) -> np.ndarray:
    """Measure the distances between the topics' word distributions.

    Parameters
    ----------
    topic_word : ndarray, shape (topics, words)
        Rows sum to 1; a row of zeros gets the maximum distance from every other.

    Returns
    -------
    ndarray, shape (topics, topics)
        Jensen–Shannon distances (the square root of the divergence in nats), 0 to 0.83.

    References
    ----------
    Endres & Schindelin (2003), A new metric for probability distributions, IEEE Trans. Inf. Theory 49: 1858–1860.
    """
    from scipy.spatial.distance import pdist, squareform

    table = squareform(np.nan_to_num(pdist(topic_word, "jensenshannon")))  # rounding may put equal rows below 0
    empty = topic_word.sum(axis=1) == 0
    table[empty[:, None] | empty] = FARTHEST
    np.fill_diagonal(table, 0)
    return table


def coordinates(distances: np.ndarray) -> np.ndarray:
    """Represent distances on a plane as well as possible (classical scaling, principal coordinates).

    Parameters
    ----------
    distances : ndarray, shape (topics, topics)

    Returns
    -------
    ndarray, shape (topics, 2)
        Centred; the first axis shows most of the differences. The topic farthest out on an axis is on its
        positive side, so that the same topics always give the same map. With two topics the second axis is 0.

    References
    ----------
    Gower (1966), Some distance properties of latent root and vector methods, Biometrika 53: 325–338.
    """
    centring = np.eye(len(distances)) - 1 / len(distances)
    values, vectors = np.linalg.eigh(-centring @ distances**2 @ centring / 2)
    placed = (vectors * np.sqrt(np.maximum(values, 0)))[:, :-3:-1]
    farthest = placed[np.abs(placed).round(9).argmax(axis=0), range(placed.shape[1])]
    return placed * np.where(farthest < 0, -1, 1)


@explained
def usage(found: Topics, topics: pd.DataFrame, n: int = 30) -> pd.DataFrame:
    """List the words that are among a topic's most relevant at any relevance weight.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The result of `fazhi.modelling.topics.fitting.describe`.
    n : int
        How many words are shown at a time.

    Returns
    -------
    DataFrame [topic_id, word, inside, overall, log_share, log_lift]
        `overall` counts the word in the documents, `inside` estimates how many of these belong to the topic.
        λ · `log_share` + (1 - λ) · `log_lift` is the word's relevance (`coherence.relevance`).
    """
    overall = found.documents.word_shares
    total = found.documents.counts.sum()
    lift, share = (relevance(found.topic_word, overall, weight) for weight in (0, 1))
    shown = np.stack([first_words(relevance(found.topic_word, overall, weight), n) for weight in WEIGHTS], axis=1)
    parts = []
    for topic, identifier in enumerate(topics["topic_id"]):
        words = np.unique(shown[topic])
        words = words[found.topic_word[topic, words] > 0]
        columns = {
            "topic_id": identifier,
            "word": found.documents.vocabulary[words],
            "inside": found.topic_word[topic, words] * found.overall[topic] * total,
            "overall": overall[words] * total,
            "log_share": share[topic, words],
            "log_lift": lift[topic, words],
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)
