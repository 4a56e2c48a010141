"""Two sides made of clusters → how certain their difference is; many such tests → which differences are discoveries."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.arguments import in_range
from fazhi.modelling.intervals import standard_error

RATE = 0.05


def clusters(regions: pd.Series, reports: pd.Series) -> np.ndarray:
    """Return the clusters of one side's rows: their region, or their report if there is only one region.

    A comparison of groups of regions has to allow for differences between regions; a single region compared with
    others is described by its own reports, which show how it varies.
    """
    names = regions if regions.nunique() > 1 else reports
    return names.to_numpy(dtype=str)


def error_of_difference(
    target: np.ndarray, names: np.ndarray, reference: np.ndarray, other_names: np.ndarray
) -> tuple[np.ndarray, int]:
    """Return the standard error of a difference between two sides, which may share clusters.

    Parameters
    ----------
    target, reference : ndarray, shape (clusters of that side, ...)
        Each cluster's contribution to the deviation of that side's estimate (linearisation).
    names, other_names : ndarray of str
        The clusters' names. One that occurs more than once, or on both sides (a region in two years), contributes one
        deviation: the sum within a side, and the difference between the sides.

    Returns
    -------
    error : ndarray, shape (...)
        NaN if a side is a single cluster.
    freedom : int
        Degrees of freedom: the number of clusters on the smaller side, minus one.
    """
    every = np.union1d(names, other_names)
    together = np.zeros((len(every), *target.shape[1:]))
    np.add.at(together, np.searchsorted(every, names), target)
    np.subtract.at(together, np.searchsorted(every, other_names), reference)
    fewest = min(len(set(names)), len(set(other_names)))
    return standard_error(together, np.full(target.shape[1:], fewest)), fewest - 1


def p_values(difference: np.ndarray, error: np.ndarray, freedom: int) -> np.ndarray:
    """Return two-sided p-values of differences by Student's t; NaN if the error is not estimable."""
    from scipy.stats import t

    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * t.sf(np.abs(difference / error), max(freedom, 1))


@in_range
def discoveries(p: np.ndarray, rate: float = RATE) -> np.ndarray:
    """Mark significant tests so that the expected share of false discoveries among them is at most `rate`.

    Parameters
    ----------
    p : ndarray of float
        The p-values of all tests made together, of any shape; NaN = no test, never marked.
    rate : float
        False discovery rate, between 0 and 1.

    Returns
    -------
    ndarray of bool
        Of the shape of `p`.

    References
    ----------
    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289–300.
    """
    from statsmodels.stats.multitest import multipletests

    p = np.asarray(p, dtype=float)
    marked, tested = np.zeros(p.shape, dtype=bool), ~np.isnan(p)
    if tested.any():
        marked[tested] = multipletests(p[tested], alpha=rate, method="fdr_bh")[0]
    return marked
