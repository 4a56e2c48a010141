"""Fitted topics and reports → the topics' shares per report, region or year, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.models import rows_to_one

DRAWS_PER_REFIT = 20


def topic_shares(found: Topics, topics: pd.DataFrame, reports: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Measure how much of the counted words each topic takes in each report, region or year.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The topics to keep: rows of what `fazhi.modelling.topics.fitting.describe` returned, with their index.
    reports : DataFrame
        The table `reports`.
    by : sequence of str
        Columns of `reports` that make a group, e.g. ``["report_id"]`` or ``["region", "year"]``.

    Returns
    -------
    DataFrame [*by, topic_id, label, share, low, high]
        Sorted by group, then in the order of `topics`. `share` is 0–1; over all topics of `found` a group's shares sum
        to 1. `low` and `high` are the 95 % interval of `draws` from the refits in which the topic returned, widened
        where needed to hold the share; NaN for a topic that returned in none.
    """
    groups, member = _groups(found, reports, by)
    share = grouped(found.shares, member, found.documents)
    low, high = _bounds(found, draws(found, member))
    kept = topics.index.to_numpy()
    table = groups.merge(topics[["topic_id", "label"]], how="cross")
    bounds = {"share": share, "low": np.minimum(low, share), "high": np.maximum(high, share)}
    return table.assign(**{name: values[:, kept].ravel() for name, values in bounds.items()})


def draws(found: Topics, member: np.ndarray) -> np.ndarray:
    """Draw the groups' shares again and again, for intervals that carry the noise of fitting and of sampling.

    Each draw takes the shares of one refit (made on reports drawn with replacement), and reweights the reports, and the
    segments within them, at random.

    Parameters
    ----------
    found : Topics
    member : ndarray of int, shape (documents,)
        The group of each document, from 0.

    Returns
    -------
    ndarray, shape (refits, draws of each refit, groups, topics)

    References
    ----------
    Efron (1979), Bootstrap methods, Annals of Statistics 7: 1–26; Rubin (1981), The Bayesian bootstrap, Annals of
    Statistics 9: 130–134.
    """
    rng = np.random.default_rng([found.seed, len(found.similarity)])
    names, report = np.unique(found.documents.report_ids, return_inverse=True)
    drawn = np.empty((len(found.similarity), DRAWS_PER_REFIT, member.max() + 1, found.shares.shape[1]))
    for again, shares in enumerate(found.refit_shares):
        for draw in range(DRAWS_PER_REFIT):
            weights = rng.exponential(size=len(names))[report] * rng.exponential(size=len(report))
            drawn[again, draw] = grouped(shares, member, found.documents, weights)
    return drawn


def grouped(shares: np.ndarray, member: np.ndarray, documents: Documents, weights: np.ndarray | int = 1) -> np.ndarray:
    """Average documents' shares within groups, each document weighing as many words as it has; rows sum to 1."""
    from scipy.sparse import csr_matrix

    cells = member, np.arange(len(member))
    return rows_to_one(csr_matrix((documents.n_words * weights, cells), (member.max() + 1, len(member))) @ shares)


def _bounds(found: Topics, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval over the refits in which each topic returned, each of shape (groups, topics)."""
    bounds = np.full((2, *drawn.shape[2:]), np.nan)
    for topic, returned in enumerate(found.returned.T):
        if returned.any():
            values = drawn[returned, :, :, topic].reshape(-1, drawn.shape[2])
            bounds[:, :, topic] = np.percentile(values, [2.5, 97.5], axis=0)
    return bounds[0], bounds[1]


def _groups(found: Topics, reports: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the groups, one row each, and for each document the number of its group."""
    place = reports.set_index("report_id", drop=False).loc[found.documents.report_ids, list(by)].reset_index(drop=True)
    groups = place.drop_duplicates().sort_values(list(by), ignore_index=True)
    return groups, place.merge(groups.assign(number=range(len(groups))), how="left")["number"].to_numpy()
