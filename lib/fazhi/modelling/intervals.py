"""Counts and measured shares → intervals: Wilson's, also for clusters; the bootstrap for any statistic of sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fazhi.arguments import in_range

LEVEL = 0.95
SAME = 1e-12


@in_range
def wilson(successes, trials, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's score interval of the proportion of successes.

    Parameters
    ----------
    successes, trials : array_like of int
        Numbers of both, 0 ≤ successes ≤ trials.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray of float
        Bounds in 0–1; NaN if there are no trials.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209–212.
    Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical
    Science 16, 101–133 (why not Wald's).
    """
    from statsmodels.stats.proportion import proportion_confint

    k, n = np.broadcast_arrays(np.asarray(successes, dtype=float), np.asarray(trials, dtype=float))
    low, high = proportion_confint(k, np.where(n > 0, n, np.nan), alpha=1 - level, method="wilson")
    return np.asarray(low), np.asarray(high)


@in_range
def clustered(successes, trials, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of a share whose trials are clustered, e.g. statements in regions.

    The clusters' spread about the share gives the effective sample size; Wilson's interval is computed for that size,
    with Student's quantile for the number of clusters instead of the normal one.

    Parameters
    ----------
    successes, trials : array_like of int, shape (clusters, ...)
        Each cluster's counts. Clusters without trials are ignored.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray, shape (...)
        Bounds in 0–1. NaN = not estimable: one cluster does not show how clusters differ. If every cluster is one
        trial, this is Wilson's interval. If all trials or none succeed, each cluster counts as one trial, which
        gives an upper bound on the uncertainty.

    Notes
    -----
    The clusters' spread includes all variation between regions, years and the reports within them.
    ``benchmarks/coverage.py`` measures the coverage.

    References
    ----------
    Kish, L. (1965). Survey Sampling, ch. 5 and 8 (design effect, effective size).
    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data. Survey Methodology 24, 193–201 (Student's quantile).
    Franco, C., Little, R. J. A., Louis, T. A., & Slud, E. V. (2019). Comparative study of confidence intervals for
    proportions in complex sample surveys. Journal of Survey Statistics and Methodology 7, 334–364 (Wilson's form).
    """
    share, spread, clusters, voices, total = _pooled(successes, trials)
    alone = (np.asarray(trials) <= 1).all(axis=0)
    most = np.where((share <= 0) | (share >= 1), np.minimum(voices, total), total)
    bounds = zip(wilson(share * total, total, level), of_share(share, spread, clusters, most, level), strict=True)
    low, high = (np.where(alone, plain, widened) for plain, widened in bounds)
    return low, high


@in_range
def measured(sums, weights, error=0.0, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of a mean of shares that are measured in clusters, not counted, e.g. a topic's in regions.

    Parameters
    ----------
    sums, weights : array_like of float, shape (clusters, ...)
        Each cluster's share (0–1) times its weight, and its weight. Clusters without weight are ignored.
    error : array_like of float
        An additional standard error of the mean, from another source; NaN = unknown, and then there is no interval.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray, shape (...)
        Bounds in 0–1. NaN = not estimable: one cluster does not show how clusters differ.

    Notes
    -----
    The clusters' standard deviation grows with the mean m, like m (1 − m): whoever happens to draw regions that hardly
    mention a topic sees a low mean and a small spread. The interval therefore holds the means whose own spread, not the
    observed one, makes the observation plausible (a score interval); Student's quantile allows for few clusters. No
    mean of shares varies more than if each cluster were one trial, all or nothing: Wilson's interval with the spread
    that is estimated from such clusters is the widest possible, and the one for a topic that nobody mentions.

    References
    ----------
    Wedderburn, R. W. M. (1974). Quasi-likelihood functions, generalized linear models, and the Gauss–Newton method.
    Biometrika 61, 439–447 (the variance m² (1 − m)² of shares).
    """
    from scipy.stats import t

    share, spread, clusters, voices, _ = _pooled(sums, weights)
    at_most = np.sqrt(share * (1 - share) / np.maximum(voices - 1, 1))
    bounds = of_share(share, np.hypot(at_most, error), clusters, voices, level)
    quantile = t.isf((1 - level) / 2, np.where(clusters > 1, clusters - 1, np.nan))
    inner = (share > 0) & (share < 1)
    reach = _ratio(quantile * np.hypot(spread, error), share * (1 - share), 0.0)
    high = 2 * share / (1 - reach + np.sqrt((1 - reach) ** 2 + 4 * reach * share))
    low = 2 * share / (1 + reach + np.sqrt((1 + reach) ** 2 - 4 * reach * share))
    return np.maximum(bounds[0], np.where(inner, low, 0)), np.minimum(bounds[1], np.where(inner, high, 1))


def _pooled(sums, weights) -> tuple[np.ndarray, ...]:
    """Return the mean, its spread by clusters, the clusters, how many of equal weight they are worth, and the total."""
    sums, weights = np.broadcast_arrays(np.asarray(sums, dtype=float), np.asarray(weights, dtype=float))
    total = np.where(weights.any(axis=0), weights.sum(axis=0), np.nan)
    share = sums.sum(axis=0) / total
    clusters = (weights > 0).sum(axis=0)
    spread = standard_error((sums - share * weights) / total, clusters)
    return share, spread, clusters, total**2 / (weights**2).sum(axis=0), total


@in_range
def of_share(share, error, clusters, size, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's interval of a share with a standard error estimated from a number of clusters.

    It is computed for the size that the error is worth, with Student's quantile, and for independent trials, with the
    normal one; the lower and the higher bound of the two are taken. Clusters that differ less than independent trials
    would are chance, for which Student's quantile would be too wide.

    Parameters
    ----------
    share, error : array_like of float
        The share (0–1) and its standard error.
    clusters : array_like of int
        The number of clusters behind the error; Student's quantile has one degree of freedom less.
    size : array_like of float
        The number of independent trials.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray of float
        Bounds in 0–1; NaN if there are fewer than two clusters.
    """
    from scipy.stats import norm, t
    from statsmodels.stats.proportion import proportion_confint

    share, error, clusters, size = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (share, error, clusters, size))
    )
    independent = share * (1 - share) / np.maximum(size - 1, 1)
    worth = size / np.maximum(_ratio(error**2, independent, 1.0), SAME)
    tail = norm.sf(t.isf((1 - level) / 2, np.where(clusters > 1, clusters - 1, np.nan)))
    bounds = (
        proportion_confint(share * worth, worth, alpha=2 * tail, method="wilson"),
        wilson(share * size, size, level),
    )
    (low, high), (plain_low, plain_high) = bounds
    return np.minimum(low, plain_low), np.maximum(high, plain_high)


def standard_error(influence: np.ndarray, clusters=None) -> np.ndarray:
    """Return the standard error of an estimate from each cluster's contribution to its deviation (linearisation).

    Parameters
    ----------
    influence : ndarray, shape (clusters, ...)
        Sums over each cluster; their total is about 0.
    clusters : array_like of int, optional
        The number of clusters to assume, if some are empty.

    Returns
    -------
    ndarray, shape (...)
        NaN if there are fewer than two clusters.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex surveys. International
    Statistical Review 51, 279–292.
    """
    clusters = np.asarray(len(influence) if clusters is None else clusters, dtype=float)
    small = np.where(clusters > 1, clusters, np.nan)
    return np.sqrt(small / (small - 1) * (influence**2).sum(axis=0))


def _ratio(numerator: np.ndarray, denominator: np.ndarray, otherwise: float) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.full(numerator.shape, otherwise), where=denominator > 0)


@in_range
def bootstrap(
    sums: np.ndarray, statistic: Callable[[np.ndarray], np.ndarray], seed: int, draws: int = 1000, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Return percentile intervals of a statistic of totals, by resampling whole clusters.

    Statements in one report resemble each other, so intervals over single statements are too narrow: draw reports.

    Parameters
    ----------
    sums : ndarray, shape (clusters, ...)
        Each cluster's contribution to the totals.
    statistic : callable
        Takes totals of shape (draws, ...) and returns one row of results for each draw; NaN = undefined for a draw.
    seed : int
        Seed of the draws.
    draws : int
        Number of draws.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray
        Bounds, with the shape of one row of results, over the draws where it is defined. NaN = not estimable: if it
        never is, with one cluster, or if every draw gives the same value (e.g. perfect agreement), since an
        interval of zero width would claim certainty.

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
    told = high - low > SAME
    return np.where(told, low, np.nan), np.where(told, high, np.nan)
