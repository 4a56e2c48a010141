"""Two codings of the same statements → fourfold counts by theme, and measures computed from them."""

from __future__ import annotations

import numpy as np
import pandas as pd

RELIABILITY = ["kappa", "alpha"]
ACCURACY = ["precision", "recall", "f1"]


def crossed(reference: pd.DataFrame, coded: pd.DataFrame, statements: pd.DataFrame, theme_ids: list[str]) -> np.ndarray:
    """Count the statements to which both codings, one, the other, or neither assign a theme.

    Parameters
    ----------
    reference, coded : DataFrame [problem_id, theme_id]
        The two codings.
    statements : DataFrame [problem_id, report_id, weight]
        The statements in both codings; `weight` may be absent (all 1).
    theme_ids : list of str
        The themes to count.

    Returns
    -------
    ndarray of float, shape (reports, themes, 4)
        Weights of the statements in both, in the reference only, in the coding only, in neither.
    """
    first, second = (marks(coding, statements["problem_id"], theme_ids) for coding in (reference, coded))
    weight = statements["weight"].to_numpy(float) if "weight" in statements else np.ones(len(statements))
    cells = np.stack([first & second, first & ~second, ~first & second, ~first & ~second], axis=-1)
    weighted = cells * weight[:, np.newaxis, np.newaxis]
    report, _ = pd.factorize(statements["report_id"])
    sums = np.zeros((report.max() + 1, *weighted.shape[1:]))
    np.add.at(sums, report, weighted)
    return sums


def marks(coding: pd.DataFrame, problem_ids: pd.Series, theme_ids: list[str]) -> np.ndarray:
    """Return an array (statements, themes): whether the coding has the theme."""
    rows = pd.Index(problem_ids).get_indexer(coding["problem_id"])
    columns = pd.Index(theme_ids).get_indexer(coding["theme_id"])
    there = (rows >= 0) & (columns >= 0)
    found = np.zeros((len(problem_ids), len(theme_ids)), dtype=bool)
    found[rows[there], columns[there]] = True
    return found


def reliability(cells: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa and Krippendorff's alpha (last axis) of fourfold counts (last axis)."""
    tables, which = np.unique(cells.reshape(-1, 4), axis=0, return_inverse=True)  # most draws of a rare theme are equal
    alpha = np.array([_alpha(table) for table in tables])[which.ravel()].reshape(cells.shape[:-1])
    return np.stack([kappa(cells), alpha], axis=-1)


def kappa(cells: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa of fourfold counts (last axis)."""
    both, first, second, neither = np.moveaxis(cells, -1, 0)
    n = cells.sum(axis=-1)
    observed = (both + neither) / n
    expected = ((both + first) * (both + second) + (neither + first) * (neither + second)) / n**2
    return ratio(observed - expected, 1 - expected)


def accuracy(cells: np.ndarray) -> np.ndarray:
    """Return precision, recall and F1 (last axis) of fourfold counts (last axis)."""
    both, first, second, _ = np.moveaxis(cells, -1, 0)
    pairs = [(both, both + second), (both, both + first), (2 * both, 2 * both + first + second)]
    return np.stack([ratio(*pair) for pair in pairs], axis=-1)


def rates(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return sensitivity and specificity of fourfold counts (last axis)."""
    both, first, second, neither = np.moveaxis(cells, -1, 0)
    return ratio(both, both + first), ratio(neither, neither + second)


def ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Divide, returning NaN if the denominator is 0 (or nearly so)."""
    return np.divide(
        numerator, denominator, out=np.full(np.shape(numerator), np.nan), where=np.abs(denominator) > 1e-12
    )


def _alpha(cells: np.ndarray) -> float:
    """Return Krippendorff's alpha of one fourfold table; NaN if all values are the same."""
    import krippendorff

    both, first, second, neither = cells.round().astype(int)
    if min(2 * both + first + second, 2 * neither + first + second) == 0:
        return np.nan
    value_counts = np.repeat([[0, 2], [1, 1], [2, 0]], [both, first + second, neither], axis=0)
    return krippendorff.alpha(value_counts=value_counts, level_of_measurement="nominal")
