"""Counts → shares with intervals: Wilson's for a proportion, the bootstrap over clusters for anything made of sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

LEVEL = 0.95


def wilson(k, n, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's score interval of the proportion k/n.

    Parameters
    ----------
    k, n : array_like of int
        Successes and trials, 0 ≤ k ≤ n.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray of float
        Bounds in 0–1; NaN where n is 0.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209–212.
    Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical
    Science 16, 101–133 (why not Wald's).
    """
    from statsmodels.stats.proportion import proportion_confint

    k, n = np.broadcast_arrays(np.asarray(k, dtype=float), np.asarray(n, dtype=float))
    low, high = proportion_confint(k, np.where(n > 0, n, np.nan), alpha=1 - level, method="wilson")
    return np.asarray(low), np.asarray(high)


def bootstrap(
    sums: np.ndarray, statistic: Callable[[np.ndarray], np.ndarray], seed: int, draws: int = 1000, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Return percentile intervals of a statistic of totals, by drawing whole clusters anew.

    Statements of one report resemble each other, so that intervals over single statements are too narrow: draw reports.

    Parameters
    ----------
    sums : ndarray, shape (clusters, ...)
        What each cluster adds to the totals.
    statistic : callable
        Takes totals of shape (draws, ...) and returns one row of results for each draw; NaN = not defined there.
    seed : int
        Seed of the draws.
    draws : int
        How often to draw.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray
        Bounds, of the shape of one row of results; over the draws where it is defined, NaN where it never is.

    References
    ----------
    Cameron, A. C., Gelbach, J. B., & Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered
    errors. Review of Economics and Statistics 90, 414–427.
    """
    n = len(sums)
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    results = np.ma.masked_invalid(statistic(np.tensordot(times, sums, axes=1)))
    tail = (1 - level) / 2
    columns = results.reshape(draws, -1).T
    bounds = [np.quantile(c.compressed(), [tail, 1 - tail]) if c.count() else (np.nan, np.nan) for c in columns]
    low, high = np.array(bounds).T.reshape(2, *results.shape[1:])
    return low, high
