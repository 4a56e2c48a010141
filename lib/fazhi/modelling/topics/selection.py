"""Documents and a grid of numbers of topics → how good each number is, with intervals, and which to choose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from fazhi.arguments import explained
from fazhi.modelling.topics.coherence import exclusivity, npmi, relevance
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.held_out import completion
from fazhi.modelling.topics.models import model as new_model
from fazhi.modelling.topics.stability import refit

METRICS = ["held_out", "coherence", "exclusivity", "stability"]
LEFT_OUT = np.exp(-1)
"""The share of reports that a draw with replacement leaves out, on average."""
HALVES = 1
"""Separates the random split into halves from the draw of the reports."""


@explained
def trials(
    documents: Documents, grid: Sequence[int], *, model: str = "nmf", refits: int = 10, seed: int = 1, jobs: int = 1
) -> pd.DataFrame:
    """Fit every number of topics repeatedly to resampled reports, and evaluate each fit.

    Parameters
    ----------
    documents : Documents
    grid : sequence of int
        Numbers of topics to try, 2 or more; instead of those above a third of the documents, that third is tried.
    model : {"nmf", "lda"}
    refits : int
        How often to fit each number, with the same resampled reports for every number.
    seed : int
        Same seed, same result, with any number of `jobs` (processes).

    Returns
    -------
    DataFrame [k, refit, held_out, coherence, exclusivity, stability, score]
        `held_out`: mean log probability of a word in reports not used for the refit, given half of each segment's words
        (`held_out.completion`; nats, 0 or less); `coherence`: mean NPMI of the topics' most relevant words in the same
        reports (-1 to 1); `exclusivity`: mean share of the first words' weight that is the topic's own (0–1);
        `stability`: mean cosine with the matched topics of the fit to all reports (0–1); `score` = coherence +
        stability.
    """
    tried = sorted({min(k, len(documents.segment_ids) // 3) for k in grid})
    rows = Parallel(n_jobs=jobs)(delayed(_try)(documents, model, k, refits, seed) for k in tried)
    table = pd.DataFrame([row for part in rows for row in part])
    return table.assign(score=table["coherence"] + table["stability"])


@threadpool_limits.wrap(limits=1)
def _try(documents: Documents, name: str, k: int, refits: int, seed: int) -> list[dict]:
    reference = new_model(name, k, seed).fit(documents.counts, documents.weights).topic_word
    rows = []
    for number in range(refits):
        again = refit(documents, name, reference, seed, number)
        telling = relevance(again.topic_word, documents.word_shares)
        unseen, tosses = documents.counts[again.unseen], np.random.default_rng([seed, number, HALVES])
        judged = {
            "held_out": completion(again.topic_word, documents.word_shares, unseen, tosses),
            "coherence": npmi(telling, unseen).mean(),
            "exclusivity": exclusivity(again.topic_word).mean(),
            "stability": again.similarity.mean(),
        }
        rows.append({"k": k, "refit": number, **judged})
    return rows


@explained
def equally_good(trials: pd.DataFrame) -> list[int]:
    """Return the numbers of topics that are indistinguishable from the best one, the smallest first.

    Held-out likelihood is applied first: it falls if topics are merged and if they are split. Among the
    numbers indistinguishable from its best, the best is the one with the highest mean score, coherence + stability; the
    result is every number indistinguishable from this one, and its first is the one to choose.

    A number is indistinguishable from the best if it is behind by at most one standard error of the difference (the
    one-standard-error rule), computed refit by refit on the same resampled reports. As resamples overlap, the standard
    error is corrected for the share of reports held out.

    References
    ----------
    Breiman, Friedman, Olshen & Stone (1984), Classification and regression trees, section 3.4.3; Nadeau & Bengio
    (2003), Inference for the generalization error, Machine Learning 52: 239–281.
    """
    likely = _near_the_best(trials, "held_out")
    return _near_the_best(trials[trials["k"].isin(likely)], "score")


def _near_the_best(trials: pd.DataFrame, metric: str) -> list[int]:
    """Return the numbers of topics that are indistinguishable from the best by a metric, sorted."""
    values = trials.pivot(index="refit", columns="k", values=metric)
    behind = values.rsub(values[values.mean().idxmax()], axis=0)
    error = behind.std(ddof=1).fillna(0) * np.sqrt(1 / len(values) + LEFT_OUT / (1 - LEFT_OUT))
    return [int(k) for k in values.columns if behind[k].mean() <= error[k]]


@explained
def curves(trials: pd.DataFrame) -> pd.DataFrame:
    """Summarise the trials for a chart.

    Returns
    -------
    DataFrame [k, metric, value, low, high, chosen]
        `value` is the mean over the refits, `low` and `high` bound the middle 95 % of them; `chosen` marks the number
        chosen by the rule.
    """
    long = trials.melt(["k", "refit"], METRICS, var_name="metric")
    grouped = long.groupby(["metric", "k"])["value"]
    table = grouped.agg(value="mean", low=_low, high=_high).reset_index()
    table["chosen"] = table["k"] == equally_good(trials)[0]
    table["metric"] = pd.Categorical(table["metric"], METRICS)
    table = table.sort_values(["metric", "k"], ignore_index=True).astype({"metric": "str"})
    return table[["k", "metric", "value", "low", "high", "chosen"]]


def _low(values: pd.Series) -> float:
    return float(np.percentile(values, 2.5))


def _high(values: pd.Series) -> float:
    return float(np.percentile(values, 97.5))
