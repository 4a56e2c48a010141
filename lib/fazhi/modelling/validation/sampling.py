"""Rows and their strata → a sample for checking by hand in which every stratum is well represented."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.arguments import in_range

ALL = "all"


@in_range
def draw(rows: pd.DataFrame, strata: pd.Series, n: int, seed: int) -> pd.DataFrame:
    """Draw equally many rows from every stratum, until it is exhausted.

    Parameters
    ----------
    rows : DataFrame
        In a reproducible order.
    strata : Series of str
        The stratum of each row, with the rows' index. With fewer rows to draw than strata they are drawn from all.
    n : int
        How many rows, at least 1; all of them if there are fewer.
    seed : int
        Seed of the drawing and of the order.

    Returns
    -------
    DataFrame
        The rows drawn, in random order, with `weight`: how many rows each represents.
    """
    if rows.empty:
        return rows.assign(weight=pd.Series(dtype="float64"))
    shuffled = rows.sample(frac=1, random_state=np.random.default_rng(seed))
    strata = strata.reindex(shuffled.index)
    if n < strata.nunique():
        strata = pd.Series(ALL, index=shuffled.index)
    taken = _even_shares(strata.value_counts().sort_index(), n)
    drawn = shuffled[shuffled.groupby(strata).cumcount() < strata.map(taken)]
    return drawn.assign(weight=(strata.map(strata.value_counts()) / strata.map(taken))[drawn.index])


def _even_shares(sizes: pd.Series, n: int) -> dict[str, int]:
    """Divide n evenly among strata; what exceeds a small one goes to the larger ones."""
    left, shares = min(n, sizes.sum()), {}
    for done, (stratum, size) in enumerate(sizes.sort_values(kind="stable").items()):
        shares[stratum] = min(size, left // (len(sizes) - done))
        left -= shares[stratum]
    return shares
