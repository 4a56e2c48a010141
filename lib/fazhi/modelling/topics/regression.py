"""Facts about reports and a formula → regressors; these and outcomes → coefficients with errors by clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fazhi.errors import FazhiError, UnknownName


@dataclass(frozen=True)
class Regressors:
    """What a formula makes of facts.

    Attributes
    ----------
    table : DataFrame
        A constant first, then the regressors; those that are linear combinations of earlier ones are left out.
    facts : DataFrame
        The facts behind it, without the rows that lack one; numbers are centred.
    means : Series
        What was subtracted from each number.
    numbers : list of str
        The numbers that the formula names, in its order.
    spec : formulaic.ModelSpec
        How the regressors are made from facts.
    """

    table: pd.DataFrame
    facts: pd.DataFrame
    means: pd.Series
    numbers: list[str]
    spec: object

    def mean_at(self, number: str, value: float) -> np.ndarray:
        """Return the mean regressors, shape (coefficients,), if every row had this value of a number."""
        changed = self.spec.get_model_matrix(self.facts.assign(**{number: value - self.means[number]}))
        return pd.DataFrame(changed)[list(self.table)].mean().to_numpy(float)


def regressors(formula: str, facts: pd.DataFrame) -> Regressors:
    """Turn facts into regressors by a formula.

    Parameters
    ----------
    formula : str
        In Wilkinson's notation, e.g. ``year + level``, ``year * level``, ``bs(year, df=3)``.
    facts : DataFrame
        A row for each report.

    Raises
    ------
    UnknownName
        For a fact that is not in `facts`.
    FazhiError
        For an invalid formula.
    """
    from formulaic import Formula
    from formulaic.errors import FormulaicError

    means = facts.select_dtypes("number").mean()
    centred = facts.assign(**(facts[means.index] - means))
    try:
        read = Formula(formula)
        for name in sorted(map(str, read.required_variables)):
            if name not in facts:
                raise UnknownName("fact about the reports", name, facts.columns)
        matrix = read.get_model_matrix(centred)
    except (FormulaicError, SyntaxError, ValueError) as error:
        raise FazhiError(f"formula {formula!r} cannot be read: {error}; write e.g. 'year + level', 'year * level', "
                         "'bs(year, df=3)'") from error  # fmt: skip
    named = sorted(map(str, matrix.model_spec.required_variables), key=formula.find)
    whole, table = centred.dropna(subset=named), pd.DataFrame(matrix).astype(float)
    unknown = len(whole) - int(np.isfinite(table).all(axis=1).sum())
    if unknown:
        raise FazhiError(f"formula {formula!r} gives no value for {unknown} reports whose facts are known; numbers "
                         "are centred first: take logarithms in the file of facts")  # fmt: skip
    numbers = [name for name in named if name in means]
    return Regressors(_independent(table), whole, means, numbers, matrix.model_spec)


def _independent(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the columns that are no linear combinations of earlier ones."""
    kept: list[str] = []
    for column in table.columns:
        if np.linalg.matrix_rank(table[[*kept, column]].to_numpy()) > len(kept):
            kept.append(column)
    return table[kept]


def jackknife(
    design: np.ndarray, outcomes: np.ndarray, cluster: np.ndarray, points: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, int]:
    """Fit outcomes by least squares, and again leaving out each cluster.

    Parameters
    ----------
    design : ndarray, shape (cases, coefficients)
        Of full rank.
    outcomes : ndarray, shape (cases, outcomes)
    cluster : ndarray, shape (cases,)
    points : ndarray, shape (points, coefficients), optional
        What to estimate: combinations of the coefficients, e.g. the regressors of a prediction; None = each of them.

    Returns
    -------
    estimate, error : ndarray, shape (points, outcomes)
        The error is NaN for a point that is not estimable without one of the clusters.
    clusters : int

    References
    ----------
    MacKinnon, J. G., Nielsen, M. Ø., & Webb, M. D. (2023). Cluster-robust inference: a guide to empirical practice.
    Journal of Econometrics 232, 272–299 (the jackknife CV3).
    """
    points = np.eye(design.shape[1]) if points is None else points
    names, row = np.unique(cluster, return_inverse=True)
    estimate = points @ np.linalg.pinv(design) @ outcomes
    squares = np.zeros_like(estimate)
    for number in range(len(names)):
        rest = row != number
        inverse = points @ np.linalg.pinv(design[rest])
        known = np.isclose(inverse @ design[rest], points).all(axis=1)
        squares += np.where(known[:, np.newaxis], (inverse @ outcomes[rest] - estimate) ** 2, np.nan)
    return estimate, np.sqrt(squares * (len(names) - 1) / len(names)), len(names)
