"""Fitted topics and reports → the topics' shares per report, region or year, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling import intervals
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.models import rows_to_one

LEAST_REFITS = 2


@explained
def topic_shares(found: Topics, topics: pd.DataFrame, reports: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Measure each topic's share of the counted words in each report, region or year.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The topics to keep: rows of the result of `fazhi.modelling.topics.fitting.describe`, with their index.
    reports : DataFrame
        The table `reports`.
    by : sequence of str
        Columns of `reports` that define a group, e.g. ``["report_id"]`` or ``["region", "year"]``.

    Returns
    -------
    DataFrame [*by, topic_id, label, share, low, high]
        Sorted by group, then in the order of `topics`. `share` is 0–1; over all topics of `found` a group's shares sum
        to 1. `low` and `high` are a 95 % interval; NaN if not estimable: for a topic that returned in fewer
        than two refits, or a group of one segment.

    Notes
    -----
    The interval includes the noise of sampling (clusters are a group's regions, a single region's reports, or
    a single report's segments: `intervals.measured`) and that of fitting (the spread over the refits in which the
    topic returned). It does not include that the model itself may be wrong.
    """
    groups, member = _groups(found, reports, by)
    share = grouped(found.shares, member, found.documents)
    low, high = _bounds(found, _clusters(found, reports, member), member)
    kept = topics.index.to_numpy()
    table = groups.merge(topics[["topic_id", "label"]], how="cross")
    bounds = {"share": share, "low": low, "high": high}
    return table.assign(**{name: values[:, kept].ravel() for name, values in bounds.items()})


def grouped(shares: np.ndarray, member: np.ndarray, documents: Documents) -> np.ndarray:
    """Average documents' shares within groups, weighted by their numbers of words; rows sum to 1."""
    from scipy.sparse import csr_matrix

    cells = member, np.arange(len(member))
    return rows_to_one(csr_matrix((documents.n_words, cells), (member.max() + 1, len(member))) @ shares)


def refit_error(found: Topics, values: np.ndarray) -> np.ndarray:
    """Return the standard error of fitting: the spread of values over the refits in which each topic returned.

    Parameters
    ----------
    found : Topics
    values : ndarray, shape (refits, ..., topics)

    Returns
    -------
    ndarray, shape (..., topics)
        With Rubin's correction for the number of refits; NaN for a topic that returned in fewer than two.

    References
    ----------
    Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys, ch. 3.
    """
    back = found.returned.sum(axis=0).astype(float)
    back[back < LEAST_REFITS] = np.nan
    there = np.expand_dims(found.returned, tuple(range(1, values.ndim - 1)))
    shown = np.where(there, values, 0)
    squares = np.where(there, (values - shown.sum(axis=0) / back) ** 2, 0).sum(axis=0)
    return np.sqrt(squares / (back - 1) * (1 + 1 / back))


def _bounds(found: Topics, cluster: np.ndarray, member: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval of each group's share of each topic, each of shape (groups, topics)."""
    error = refit_error(found, np.array([grouped(shares, member, found.documents) for shares in found.refit_shares]))
    words = found.documents.n_words[:, np.newaxis]
    trials = words * found.shares.sum(axis=1, keepdims=True)
    bounds = np.full((2, member.max() + 1, found.shares.shape[1]), np.nan)
    for group in range(member.max() + 1):
        inside = member == group
        sums = [_summed(values[inside], cluster[inside]) for values in (words * found.shares, trials)]
        bounds[:, group] = intervals.measured(*sums, error=error[group])
    return bounds[0], bounds[1]


def _summed(values: np.ndarray, cluster: np.ndarray) -> np.ndarray:
    names, row = np.unique(cluster, return_inverse=True)
    sums = np.zeros((len(names), values.shape[1]))
    np.add.at(sums, row, values)
    return sums


def _clusters(found: Topics, reports: pd.DataFrame, member: np.ndarray) -> np.ndarray:
    """Return each document's cluster: the first of region, report, document with more than one in its group."""
    place = reports.set_index("report_id").loc[found.documents.report_ids, "region_code"].to_numpy(dtype=str)
    table = pd.DataFrame(
        {"region": place, "report": found.documents.report_ids, "segment": found.documents.segment_ids}
    )
    several = table.groupby(member).transform("nunique") > 1
    return np.select([several["region"], several["report"]], [table["region"], table["report"]], table["segment"])


def _groups(found: Topics, reports: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the groups, one row each, and for each document the number of its group."""
    place = reports.set_index("report_id", drop=False).loc[found.documents.report_ids, list(by)].reset_index(drop=True)
    groups = place.drop_duplicates().sort_values(list(by), ignore_index=True)
    return groups, place.merge(groups.assign(number=range(len(groups))), how="left")["number"].to_numpy()
