"""Several people's codings of the same statements → their agreement, the majority coding, the disputed statements."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fazhi.modelling.validation.contingency import marks
from fazhi.schema import OTHER


def alpha_among(codings: Sequence[pd.DataFrame], problem_ids: Sequence[str], theme_ids: list[str]) -> pd.DataFrame:
    """Measure the agreement between people on each theme.

    Parameters
    ----------
    codings : sequence of DataFrame [problem_id, theme_id]
        One for each person, two or more.
    problem_ids : sequence of str
        The statements coded by all of them.
    theme_ids : list of str
        The codebook's ids.

    Returns
    -------
    DataFrame [theme_id, coders, alpha_people]
        Krippendorff's alpha (nominal: has the theme or not); NaN if the theme is always, or never, given.

    References
    ----------
    Krippendorff, K. (2019). Content Analysis, 4th ed., ch. 12.
    """
    import krippendorff

    given = _given(codings, problem_ids, theme_ids)
    alphas = [
        krippendorff.alpha(given[:, :, n].astype(float), level_of_measurement="nominal") if varied else np.nan
        for n, varied in enumerate(given.any(axis=(0, 1)) & ~given.all(axis=(0, 1)))
    ]
    return pd.DataFrame({"theme_id": theme_ids, "coders": len(codings), "alpha_people": alphas})


def majority(codings: Sequence[pd.DataFrame], problem_ids: Sequence[str], theme_ids: list[str]) -> pd.DataFrame:
    """Return what more than half of the people say; statements with a tie on any theme are left out.

    Parameters
    ----------
    codings, problem_ids, theme_ids
        As in `alpha_among`.

    Returns
    -------
    DataFrame [problem_id, theme_id]
        ``other`` if most give no theme.
    """
    votes = 2 * _given(codings, problem_ids, theme_ids).sum(axis=0)
    has, tied = votes > len(codings), (votes == len(codings)).any(axis=1)
    rows, columns = np.nonzero(has & ~tied[:, np.newaxis])
    ids = np.asarray(problem_ids, dtype=object)
    none = ids[~has.any(axis=1) & ~tied]
    found = {"problem_id": [*ids[rows], *none], "theme_id": [*np.take(theme_ids, columns), *[OTHER] * len(none)]}
    return pd.DataFrame(found, dtype="str")


def disputed(codings: Sequence[pd.DataFrame], problem_ids: Sequence[str], theme_ids: list[str]) -> list[str]:
    """Return the statements that people coded differently."""
    given = _given(codings, problem_ids, theme_ids)
    return list(np.asarray(problem_ids, dtype=object)[(given != given[0]).any(axis=(0, 2))])


def _given(codings: Sequence[pd.DataFrame], problem_ids: Sequence[str], theme_ids: list[str]) -> np.ndarray:
    """Return an array (coders, statements, themes): who assigns which theme."""
    return np.stack([marks(coding, pd.Series(problem_ids), theme_ids) for coding in codings])
