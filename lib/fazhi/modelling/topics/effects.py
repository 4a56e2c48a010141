"""Topic shares and facts about the reports → how shares go with year, level …, by the method of composition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.shares import draws

SPARE_REPORTS = 3


def effects(found: Topics, topics: pd.DataFrame, reports: pd.DataFrame, covariates: Sequence[str]) -> pd.DataFrame:
    """Regress the reports' topic shares on facts about the reports, carrying on that the shares are uncertain.

    For each draw of the shares (`fazhi.modelling.topics.shares.draws`) a linear model is fitted by least squares and
    coefficients are drawn from their normal distribution; the pooled draws make the intervals.

    Parameters
    ----------
    found : Topics
    topics : DataFrame
        The topics to keep: rows of what `fazhi.modelling.topics.fitting.describe` returned, with their index.
    reports : DataFrame
        The table `reports`.
    covariates : sequence of str
        Columns of `reports`. Numbers go in as they are, less their mean; of texts each value but the first is compared
        with the first. What does not vary is left out.

    Returns
    -------
    DataFrame [topic_id, label, term, estimate, low, high, n]
        `estimate` is the mean, `low` and `high` the 95 % interval of the change in share (1 = the whole text) for one
        more of a number, or for a text's value instead of its first; `n` counts the reports. Empty where nothing
        varies, or where there are fewer than three reports more than coefficients. A topic that returned in no refit
        has no row.

    References
    ----------
    Treier & Jackman (2008), Democracy as a latent variable, AJPS 52: 201–217 (method of composition); Roberts, Stewart
    & Tingley (2019), stm: an R package for structural topic models, JSS 91(2), function estimateEffect.
    """
    names, member = np.unique(found.documents.report_ids, return_inverse=True)
    design = design_matrix(reports.set_index("report_id").loc[names, list(covariates)])
    columns = ["topic_id", "label", "term", "estimate", "low", "high", "n"]
    if design.shape[1] == 1 or len(design) < design.shape[1] + SPARE_REPORTS:
        return pd.DataFrame(columns=columns)
    drawn = draws(found, member)
    rng = np.random.default_rng([found.seed, len(names)])
    rows = []
    for topic in topics[found.returned.any(axis=0)[topics.index]].itertuples():
        shares = drawn[found.returned[:, topic.Index], :, :, topic.Index].reshape(-1, len(names))
        coefficients = draw_coefficients(design.to_numpy(), shares, rng)
        low, high = np.percentile(coefficients, [2.5, 97.5], axis=0)
        for n, term in enumerate(design.columns[1:], start=1):
            estimate = coefficients[:, n].mean()
            rows.append((topic.topic_id, topic.label, term, estimate, low[n], high[n], len(names)))
    return pd.DataFrame(rows, columns=columns)


def design_matrix(facts: pd.DataFrame) -> pd.DataFrame:
    """Turn facts into regressors: a constant, numbers less their mean, one column for each further value of a text.

    Columns that are linear combinations of earlier ones are left out.
    """
    numbers = facts.select_dtypes("number")
    texts = pd.get_dummies(facts.drop(columns=numbers.columns), drop_first=True, dtype=float)
    table = pd.concat([numbers - numbers.mean(), texts], axis=1)
    table.insert(0, "constant", 1.0)
    kept: list[str] = []
    for column in table.columns:
        if np.linalg.matrix_rank(table[[*kept, column]].to_numpy()) > len(kept):
            kept.append(column)
    return table[kept]


def draw_coefficients(design: np.ndarray, outcomes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Fit each outcome by least squares and draw one vector of coefficients from its normal distribution.

    Parameters
    ----------
    design : ndarray, shape (cases, coefficients)
        Of full rank.
    outcomes : ndarray, shape (draws, cases)
    rng : numpy Generator

    Returns
    -------
    ndarray, shape (draws, coefficients)
    """
    cases, size = design.shape
    precision = np.linalg.inv(design.T @ design)
    fitted = outcomes @ design @ precision
    residual = outcomes - fitted @ design.T
    spread = np.sqrt((residual**2).sum(axis=1, keepdims=True) / (cases - size))
    return fitted + spread * rng.standard_normal(fitted.shape) @ np.linalg.cholesky(precision).T
