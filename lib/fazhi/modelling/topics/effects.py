"""Topic shares and facts about the reports → how shares go with year, level …, with errors that regions cluster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.shares import grouped, refit_error

LEVEL = 0.95
SPARE_REPORTS = 3


def effects(found: Topics, topics: pd.DataFrame, reports: pd.DataFrame, covariates: Sequence[str]) -> pd.DataFrame:
    """Regress the reports' topic shares on facts about the reports.

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
        `estimate` is the change in share (1 = the whole text) for one more of a number, or for a text's value instead
        of its first, by least squares; `low` and `high` its 95 % interval, NaN where it is not estimable: a term that
        one region alone tells, a topic that returned in fewer than two refits. `n` counts the reports. Empty where
        nothing varies, or where there are fewer than three reports more than coefficients.

    Notes
    -----
    A region's reports resemble each other: the error of sampling is the jackknife over regions (over reports, where
    there is one region), with Student's quantile. To it comes the spread of the coefficient over the refits, as for
    multiple imputations. The noise of the segments is in the reports' shares, and not added again.

    References
    ----------
    MacKinnon, J. G., Nielsen, M. Ø., & Webb, M. D. (2023). Cluster-robust inference: a guide to empirical practice.
    Journal of Econometrics 232, 272–299 (the jackknife CV3).
    Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys, ch. 3; Roberts, Stewart & Tingley (2019), stm,
    JSS 91(2), function estimateEffect (which carries the noise of fitting likewise).
    """
    from scipy.stats import t

    names, member = np.unique(found.documents.report_ids, return_inverse=True)
    facts = reports.set_index("report_id").loc[names]
    design = design_matrix(facts[list(covariates)])
    columns = ["topic_id", "label", "term", "estimate", "low", "high", "n"]
    if design.shape[1] == 1 or len(design) < design.shape[1] + SPARE_REPORTS:
        return pd.DataFrame(columns=columns)
    regions = facts["region_code"].to_numpy() if facts["region_code"].nunique() > 1 else names
    estimate, error, clusters = jackknife(design.to_numpy(), grouped(found.shares, member, found.documents), regions)
    inverse = np.linalg.pinv(design.to_numpy())
    again = np.array([inverse @ grouped(shares, member, found.documents) for shares in found.refit_shares])
    reach = np.hypot(error, refit_error(found, again)) * t.isf((1 - LEVEL) / 2, clusters - 1)
    rows = [
        (topic.topic_id, topic.label, term, at, at - to, at + to, len(names))
        for topic in topics.itertuples()
        for term, at, to in list(zip(design.columns, estimate[:, topic.Index], reach[:, topic.Index], strict=True))[1:]
    ]
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


def jackknife(design: np.ndarray, outcomes: np.ndarray, cluster: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Fit outcomes by least squares, and again without each cluster.

    Parameters
    ----------
    design : ndarray, shape (cases, coefficients)
        Of full rank.
    outcomes : ndarray, shape (cases, outcomes)
    cluster : ndarray, shape (cases,)

    Returns
    -------
    estimate, error : ndarray, shape (coefficients, outcomes)
        The error is NaN for a coefficient that cannot be estimated without one of the clusters.
    clusters : int
    """
    names, row = np.unique(cluster, return_inverse=True)
    estimate = np.linalg.pinv(design) @ outcomes
    squares = np.zeros_like(estimate)
    for number in range(len(names)):
        rest = row != number
        inverse = np.linalg.pinv(design[rest])
        known = np.isclose(inverse @ design[rest], np.eye(design.shape[1])).all(axis=1)
        squares += np.where(known[:, np.newaxis], (inverse @ outcomes[rest] - estimate) ** 2, np.nan)
    return estimate, np.sqrt(squares * (len(names) - 1) / len(names)), len(names)
