"""Documents → topics with their labels, words, stability and typical segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from fazhi.arguments import explained
from fazhi.modelling.topics.coherence import exclusivity, first_words, frex, npmi, relevance
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.models import model as new_model
from fazhi.modelling.topics.names import names_of_topics
from fazhi.modelling.topics.stability import by_chance, match, refit, shuffles

RETURNS_AT = 0.6
STABLE_FROM = 0.5
NAMED_AMONG = 30


@dataclass(frozen=True)
class Topics:
    """A fitted topic model with its refits; topics are in the order of their shares, the largest first.

    Attributes
    ----------
    documents : Documents
        The documents the model was fitted to.
    topic_word : ndarray, shape (topics, words)
        Rows sum to 1.
    shares : ndarray, shape (documents, topics)
        Rows sum to 1, or are 0 if no topic fits a document.
    similarity : ndarray, shape (refits, topics)
        Cosine of each topic with its match in each refit, 0–1.
    refit_shares : ndarray of float32, shape (refits, documents, topics)
        The documents' shares according to each refit's topics.
    coherence, exclusivity : ndarray, shape (refits, topics)
        For each topic's match in each refit: `coherence.npmi` in the reports not used for the refit, and
        `coherence.exclusivity`.
    seed : int
    chance : float
        The best cosine that topics of shuffled reports reach with their matches (`stability.by_chance`), 0–1.
    """

    documents: Documents
    topic_word: np.ndarray
    shares: np.ndarray
    similarity: np.ndarray
    refit_shares: np.ndarray
    coherence: np.ndarray
    exclusivity: np.ndarray
    seed: int
    chance: float = 0.0

    @property
    def returned(self) -> np.ndarray:
        """Whether each topic returned in each refit, shape (refits, topics).

        It did if the cosine with its match is at least 0.6 and higher than reached by chance.
        """
        return (self.similarity >= RETURNS_AT) & (self.similarity > self.chance)

    @property
    def overall(self) -> np.ndarray:
        """Each topic's share of all counted words, shape (topics,)."""
        return weighted_mean(self.documents, self.shares)

    @property
    def relevance(self) -> np.ndarray:
        """The relevance of each word to each topic (`coherence.relevance`), shape (topics, words)."""
        return relevance(self.topic_word, self.documents.word_shares)


@explained
def fit(documents: Documents, k: int, *, model: str = "nmf", refits: int = 20, seed: int = 1, jobs: int = 1) -> Topics:
    """Fit a topic model, and refit it to resampled reports to see which topics return.

    Parameters
    ----------
    documents : Documents
    k : int
        Number of topics, 2 or more.
    model : {"nmf", "lda"}
    refits : int
        Number of refits, 1 or more; more make stability and intervals more precise.
    seed : int
        Same seed, same result, with any number of `jobs` (processes).
    """
    topic_word, shares = _fit_once(documents, k, model, seed)
    tasks = (delayed(_fit_again)(documents, model, topic_word, seed, number) for number in range(refits))
    again = [np.array(part) for part in zip(*Parallel(n_jobs=jobs)(tasks), strict=True)]
    luck = (delayed(by_chance)(documents, model, k, seed, number) for number in range(shuffles(k)))
    chance = float(np.max(Parallel(n_jobs=jobs)(luck)))
    return Topics(documents, topic_word, shares, *again, seed=seed, chance=chance)


@threadpool_limits.wrap(limits=1)
def _fit_once(documents: Documents, k: int, name: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    fitted = new_model(name, k, seed).fit(documents.counts, documents.weights)
    shares = fitted.transform(documents.counts)
    order = np.argsort(-weighted_mean(documents, shares), kind="stable")
    return fitted.topic_word[order], shares[:, order]


@threadpool_limits.wrap(limits=1)
def _fit_again(documents: Documents, name: str, reference: np.ndarray, seed: int, number: int) -> tuple:
    again = refit(documents, name, reference, seed, number)
    telling = relevance(again.topic_word, documents.word_shares)
    coherent = npmi(telling, documents.counts[again.unseen])
    return again.similarity, again.shares(documents).astype("float32"), coherent, exclusivity(again.topic_word)


def weighted_mean(documents: Documents, shares: np.ndarray) -> np.ndarray:
    """Average documents' shares, weighted by their counted words, without those that fit no topic; sums to 1."""
    mass = documents.n_words @ shares
    return mass / mass.sum()


@explained
def describe(found: Topics, named: pd.DataFrame, lang: str = "zh") -> pd.DataFrame:
    """List the topics.

    Parameters
    ----------
    found : Topics
    named : DataFrame [id, name_zh, name_en, words]
        The researcher's own names (``data/catalog/topics.csv``), ``|`` between the words. A name is given to the topic
        with the most of its words among the first 30, at least half of them; one name per topic.
    lang : {"zh", "en"}
        Language of the names. Topics without a name are labelled with their three most relevant words, none of which
        is part of another.

    Returns
    -------
    DataFrame [topic_id, label, stability, stable, share, words, frex]
        In the order of `found`. `topic_id` is the name's id, or t01, t02 … by share; `stability` (0–1) the share of
        refits in which the topic returns, better than by chance, `stable` whether in at least half; `share` (0–1) of
        all counted words; `words` the ten most relevant words, ``|`` between, in the format of topics.csv; `frex` the
        ten words that are most frequent and exclusive at once (`coherence.frex`).

    Raises
    ------
    CatalogError
        If a name has the id of an unnamed topic (t01, t02 …).
    """
    words = [found.documents.vocabulary[row] for row in first_words(found.relevance, NAMED_AMONG)]
    rows = pd.DataFrame(
        {
            "stability": found.returned.mean(axis=0),
            "stable": found.returned.mean(axis=0) >= STABLE_FROM,
            "share": found.overall,
            "words": ["|".join(first[:10]) for first in words],
            "frex": ["|".join(found.documents.vocabulary[row]) for row in first_words(frex(found.topic_word), 10)],
        }
    )
    return names_of_topics(words, named, lang).join(rows)


@explained
def found_again(found: Topics, topics: pd.DataFrame, documents: Documents, *, model: str = "nmf") -> pd.DataFrame:
    """Determine which topics are also found in other documents, e.g. those without shared sentences.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The result of `describe`.
    documents : Documents
        The other documents; they are fitted once, with the same number of topics and the same seed.
    model : {"nmf", "lda"}

    Returns
    -------
    DataFrame [topic_id, label, similarity, again]
        `similarity` is the cosine with the matched topic over the words of `found`, 0–1; `again` whether it is 0.6 or
        more, as for stability. NaN and False if there are fewer documents than topics.
    """
    told = topics[["topic_id", "label"]]
    if len(documents.segment_ids) < len(topics):
        return told.assign(similarity=np.nan, again=False)
    topic_word, _ = _fit_once(documents, len(topics), model, found.seed)
    words = pd.DataFrame(topic_word, columns=documents.vocabulary)
    _, similarity = match(found.topic_word, words.reindex(columns=found.documents.vocabulary).fillna(0.0).to_numpy())
    return told.assign(similarity=similarity, again=similarity >= RETURNS_AT)


@explained
def quality(found: Topics, topics: pd.DataFrame) -> pd.DataFrame:
    """Measure each topic's coherence and exclusivity over the refits.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The result of `describe`.

    Returns
    -------
    DataFrame [topic_id, label, stable, coherence, coherence_low, coherence_high, exclusivity, exclusivity_low,
               exclusivity_high]
        `coherence` (NPMI in unseen reports, -1 to 1) and `exclusivity` (0–1) are means over the refits' matches; low
        and high bound the middle 95 % of them; NaN with fewer than two refits.

    References
    ----------
    Mimno, Wallach, Talley, Leenders & McCallum (2011), Optimizing semantic coherence in topic models, EMNLP; Roberts
    et al. (2014), Structural topic models for open-ended survey responses, AJPS 58: 1064–1082 (the two together).
    """
    table = topics[["topic_id", "label", "stable"]]
    for name, values in (("coherence", found.coherence), ("exclusivity", found.exclusivity)):
        several = len(values) > 1
        low, high = np.percentile(values, [2.5, 97.5], axis=0) if several else (np.nan, np.nan)
        table = table.assign(**{name: values.mean(axis=0), f"{name}_low": low, f"{name}_high": high})
    return table


@explained
def comparable(topics: pd.DataFrame) -> pd.DataFrame:
    """Keep the stable topics, which can be compared between regions and years; all of them if none is stable."""
    return topics[topics["stable"]] if topics["stable"].any() else topics


@explained
def topic_words(found: Topics, topics: pd.DataFrame, n: int = 15) -> pd.DataFrame:
    """List each topic's most relevant words.

    Returns
    -------
    DataFrame [topic_id, label, word, weight, rank]
        `weight` is the word's probability in the topic (0–1), `rank` counts from 1 by relevance. Words that a topic
        does not use have no row.
    """
    first = first_words(found.relevance, n)
    rows = [
        (topic.topic_id, topic.label, found.documents.vocabulary[word], found.topic_word[topic.Index, word], rank)
        for topic in topics.itertuples()
        for rank, word in enumerate(first[topic.Index], start=1)
    ]
    table = pd.DataFrame(rows, columns=["topic_id", "label", "word", "weight", "rank"])
    return table[table["weight"] > 0].reset_index(drop=True)


@explained
def typical_segments(found: Topics, topics: pd.DataFrame, segments: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Find the most typical segments of each topic.

    Returns
    -------
    DataFrame [topic_id, label, share, report_id, line, segment_id, raw]
        The `n` segments of each topic with the largest shares (in whole per cent, then by length), with distinct text,
        the largest first.
    """
    text = segments.set_index("segment_id").loc[found.documents.segment_ids, ["report_id", "line", "raw"]].reset_index()
    text["n_words"] = found.documents.n_words
    parts = [
        text.assign(topic_id=topic.topic_id, label=topic.label, share=found.shares[:, topic.Index])
        .assign(percent=lambda rows: rows["share"].round(2))
        .sort_values(["percent", "n_words"], ascending=False, kind="stable")
        .drop_duplicates("raw")
        .head(n)
        for topic in topics.itertuples()
    ]
    return pd.concat(parts, ignore_index=True)[["topic_id", "label", "share", "report_id", "line", "segment_id", "raw"]]
