"""Statements that fit no theme → clusters of similar ones with their typical words: candidates for new themes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi import normalization

LEAST = 20
SMALLEST = 3
MOST = 30
WORDS, EXAMPLES = 6, 2


def candidates(statements: pd.DataFrame, unfitting: list[str]) -> pd.DataFrame:
    """Cluster the statements that fit no theme.

    Statements are compared by the tf-idf of their words and of character bigrams, with the frequencies in all
    statements, so that words used in every statement count little. They are clustered by average linkage on the cosine
    distance; the number of clusters, up to half the statements and 30, is the one with the highest mean silhouette. A
    candidate is a cluster of three statements or more. Nothing is random.

    Parameters
    ----------
    statements : DataFrame [problem_id, text, words]
        All statements, `words` separated by blanks.
    unfitting : list of str
        The ids of those that fit no theme.

    Returns
    -------
    DataFrame [cluster, statements, words, examples, problem_ids]
        One row for each candidate, the largest first, `cluster` counting from 1, and a last one, 0, for the statements
        in no candidate, if there are any: with fewer than 20 such statements nothing is clustered, and this is
        the only row. `words` are the most typical words and `examples` the most typical statements, by tf-idf;
        `problem_ids` separated by "|", the most typical one first. Row 0 has no typical words.

    References
    ----------
    Rousseeuw, P. J. (1987). Silhouettes. Journal of Computational and Applied Mathematics 20, 53–65.
    """
    ordered = statements.sort_values("problem_id", ignore_index=True)
    chosen = ordered["problem_id"].isin(unfitting).to_numpy()
    found = np.zeros(chosen.sum(), dtype=int)
    weights = np.zeros((len(found), 0))
    vocabulary = np.array([], dtype=str)
    if len(found) >= LEAST:
        words, vocabulary, characters = _weights(ordered)
        weights = words[chosen].toarray()
        found = _numbered(_clustered(np.hstack([weights, characters[chosen].toarray()])))
    rows = [_row(n, ordered[chosen][found == n], weights[found == n], vocabulary) for n in sorted(set(found))]
    table = pd.DataFrame(rows, columns=["cluster", "statements", "words", "examples", "problem_ids"])
    return table.sort_values("cluster", key=lambda n: n.replace(0, len(found) + 1), ignore_index=True)


def _weights(statements: pd.DataFrame) -> tuple:
    """Return the tf-idf of words, the words, and the tf-idf of character bigrams."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(analyzer=str.split, sublinear_tf=True)
    characters = TfidfVectorizer(
        preprocessor=normalization.plain, analyzer="char", ngram_range=(2, 2), min_df=2, sublinear_tf=True
    )
    by_word, by_character = words.fit_transform(statements["words"]), characters.fit_transform(statements["text"])
    return by_word, words.get_feature_names_out(), by_character


def _clustered(features: np.ndarray) -> np.ndarray:
    """Return each statement's cluster, with the number of clusters that has the best silhouette."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist, squareform
    from sklearn.metrics import silhouette_score

    distances = np.nan_to_num(pdist(features, "cosine"), nan=1.0).clip(min=0)  # NaN: a statement without any feature
    tree = linkage(distances, "average")
    best, square = (-np.inf, np.zeros(len(features), dtype=int)), squareform(distances)
    for number in range(2, min(MOST, len(features) // 2) + 1):
        labels = fcluster(tree, number, "maxclust")
        if len(set(labels)) > 1:
            best = max(best, (silhouette_score(square, labels, metric="precomputed"), labels), key=lambda pair: pair[0])
    return best[1]


def _numbered(labels: np.ndarray) -> np.ndarray:
    """Renumber the clusters from 1, the largest first; those that are too small become 0."""
    sizes = pd.Series(labels).value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    numbers = {label: n for n, label in enumerate(sizes[sizes >= SMALLEST].index, 1)}
    return np.array([numbers.get(label, 0) for label in labels])


def _row(cluster: int, members: pd.DataFrame, weights: np.ndarray, vocabulary: np.ndarray) -> dict:
    """Describe a cluster by the words and members with the highest mean weight."""
    centre = weights.mean(axis=0) if cluster else np.zeros(weights.shape[1])
    typical = [vocabulary[n] for n in np.argsort(-centre, kind="stable")[:WORDS] if centre[n] > 0]
    by_nearness = members.iloc[np.argsort(-(weights @ centre), kind="stable")]
    return {
        "cluster": cluster,
        "statements": len(members),
        "words": ", ".join(typical),
        "examples": " / ".join(by_nearness["text"].head(EXAMPLES)),
        "problem_ids": "|".join(by_nearness["problem_id"]),
    }
