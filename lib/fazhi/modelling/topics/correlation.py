"""Fitted topics and reports → which topics occur together in reports, with intervals over regions and refits."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.shares import grouped

RESAMPLES = 500
FEWEST_REGIONS = 5


@explained
def correlations(found: Topics, topics: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Correlate the topics' shares over the reports, pair by pair.

    Parameters
    ----------
    found, topics, reports
        As in `shares.topic_shares`.

    Returns
    -------
    DataFrame [topic_id, label, other_id, other, correlation, low, high]
        One row for each pair, in the order of `topics`. `correlation` is Pearson's, -1 to 1; NaN if a share does not
        vary. A report's shares sum to 1, so most pairs are below 0: only values above 0 show that topics occur
        together. `low` and `high` are a 95 % interval; NaN (not estimable) with fewer than five regions.

    Notes
    -----
    The interval is a bootstrap over regions, because their reports resemble each other; each resample uses another
    refit's shares, so it includes the noise of fitting. It does not include that the model may be wrong.

    References
    ----------
    Roberts, Stewart & Tingley (2019), stm, JSS 91(2), function topicCorr; Cameron, Gelbach & Miller (2008),
    Bootstrap-based improvements for inference with clustered errors, REStat 90: 414–427.
    """
    names, member = np.unique(found.documents.report_ids, return_inverse=True)
    regions = reports.set_index("report_id").loc[names, "region_code"].to_numpy(dtype=str)
    kept = topics.index.to_numpy()
    estimate = _correlated(grouped(found.shares, member, found.documents)[:, kept])
    refits = [grouped(shares, member, found.documents)[:, kept] for shares in found.refit_shares]
    low, high = _bounds(refits, regions, np.random.default_rng(found.seed))
    told = list(topics[["topic_id", "label"]].itertuples(index=False))
    rows = [
        (*told[one], *told[other], estimate[one, other], low[one, other], high[one, other])
        for one, other in combinations(range(len(told)), 2)
    ]
    return pd.DataFrame(rows, columns=["topic_id", "label", "other_id", "other", "correlation", "low", "high"])


def _bounds(refits: list[np.ndarray], regions: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of the intervals, each of shape (topics, topics)."""
    places, region = np.unique(regions, return_inverse=True)
    if len(places) < FEWEST_REGIONS:
        return (np.full((refits[0].shape[1],) * 2, np.nan),) * 2
    of_place = [np.flatnonzero(region == place) for place in range(len(places))]
    drawn = (np.concatenate([of_place[n] for n in rng.integers(len(places), size=len(places))])
             for _ in range(RESAMPLES))  # fmt: skip
    told = np.array([_correlated(refits[n % len(refits)][rows]) for n, rows in enumerate(drawn)])
    return tuple(np.nanpercentile(told, [2.5, 97.5], axis=0))


def _correlated(shares: np.ndarray) -> np.ndarray:
    if len(shares) < 3:
        return np.full((shares.shape[1],) * 2, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.atleast_2d(np.corrcoef(shares, rowvar=False))
