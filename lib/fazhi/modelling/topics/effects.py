"""Topic shares, facts about the reports and a formula → effects on the shares, with errors clustered by region."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.shares import grouped, refit_error

LEVEL = 0.95
SPARE_REPORTS = 3


def effects(found: Topics, topics: pd.DataFrame, reports: pd.DataFrame, formula: str) -> pd.DataFrame:
    """Regress the reports' topic shares on facts about the reports.

    Parameters
    ----------
    found, topics
        As in `shares.topic_shares`.
    reports : DataFrame
        The table `reports`, with additional facts if there are any (`with_facts`).
    formula : str
        The covariates, in Wilkinson's notation: ``year + level``, an interaction ``year * level``, a spline
        ``bs(year, df=3)``. Numbers are centred; each value of a text but the first is compared with the first.
        Covariates that do not vary are left out, and so are reports that lack a fact.

    Returns
    -------
    DataFrame [topic_id, label, term, estimate, low, high, n]
        `estimate` is the change in share (1 = the whole text) per unit of a number, or for a text's value instead
        of its first, by least squares; `low` and `high` its 95 % interval, NaN if not estimable: a term identified
        by one region alone, or a topic that returned in fewer than two refits. `n` counts the reports. Empty if
        nothing varies, or if there are fewer than three reports more than coefficients.

    Raises
    ------
    UnknownName
        For a fact that is not in `reports`.
    FazhiError
        For an invalid formula.

    Notes
    -----
    A region's reports resemble each other: the sampling error is the jackknife over regions (over reports, if
    there is one region), with Student's quantile. The spread of the coefficient over the refits is added, as for
    multiple imputations. The noise of the segments is in the reports' shares already, and is not added again.

    References
    ----------
    MacKinnon, J. G., Nielsen, M. Ø., & Webb, M. D. (2023). Cluster-robust inference: a guide to empirical practice.
    Journal of Econometrics 232, 272–299 (the jackknife CV3).
    Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys, ch. 3; Roberts, Stewart & Tingley (2019), stm,
    JSS 91(2), function estimateEffect (which includes the noise of fitting in the same way).
    """
    from scipy.stats import t

    names, member = np.unique(found.documents.report_ids, return_inverse=True)
    facts = reports.set_index("report_id").loc[names]
    design = design_matrix(formula, facts)
    known = facts.index.isin(design.index)
    columns = ["topic_id", "label", "term", "estimate", "low", "high", "n"]
    if design.shape[1] == 1 or len(design) < design.shape[1] + SPARE_REPORTS:
        return pd.DataFrame(columns=columns)
    facts = facts[known]
    regions = (facts["region_code"] if facts["region_code"].nunique() > 1 else facts.index).to_numpy()
    shares = grouped(found.shares, member, found.documents)[known]
    estimate, error, clusters = jackknife(design.to_numpy(), shares, regions)
    inverse = np.linalg.pinv(design.to_numpy())
    again = np.array([inverse @ grouped(shares, member, found.documents)[known] for shares in found.refit_shares])
    reach = np.hypot(error, refit_error(found, again)) * t.isf((1 - LEVEL) / 2, clusters - 1)
    rows = [
        (topic.topic_id, topic.label, term, at, at - to, at + to, len(facts))
        for topic in topics.itertuples()
        for term, at, to in list(zip(design.columns, estimate[:, topic.Index], reach[:, topic.Index], strict=True))[1:]
    ]
    return pd.DataFrame(rows, columns=columns)


def design_matrix(formula: str, facts: pd.DataFrame) -> pd.DataFrame:
    """Turn facts into regressors by a formula: a constant first, numbers centred.

    Rows that lack a fact, and columns that are linear combinations of earlier ones, are left out.
    """
    from formulaic import Formula
    from formulaic.errors import FormulaicError

    numbers = facts.select_dtypes("number")
    centred = facts.assign(**(numbers - numbers.mean()))
    try:
        read = Formula(formula)
        for name in sorted(read.required_variables):
            if name not in facts:
                raise UnknownName("fact about the reports", name, facts.columns)
        whole = centred.dropna(subset=sorted(read.required_variables))
        table = pd.DataFrame(read.get_model_matrix(whole)).astype(float)
    except (FormulaicError, SyntaxError, ValueError) as error:
        raise FazhiError(f"formula {formula!r} cannot be read: {error}; write e.g. 'year + level', 'year * level', "
                         "'bs(year, df=3)'") from error  # fmt: skip
    kept: list[str] = []
    for column in table.columns:
        if np.linalg.matrix_rank(table[[*kept, column]].to_numpy()) > len(kept):
            kept.append(column)
    return table[kept]


def with_facts(reports: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Join additional facts to the reports of their region and year.

    Parameters
    ----------
    reports : DataFrame
        The table of that name.
    facts : DataFrame [region_code, year, …]
        One row for each region and year (`fazhi.reading.metadata.sidecars.facts`).

    Returns
    -------
    DataFrame
        `reports` with the additional columns; missing if `facts` has no row: nothing is imputed.

    Raises
    ------
    FazhiError
        If a column of `facts` is already in `reports`.
    """
    own = [column for column in facts if column not in ("region_code", "year")]
    taken = [column for column in own if column in reports]
    if taken:
        raise FazhiError(f"the facts have a column {taken[0]!r}, which the table reports has too; give it another name")
    return reports.merge(facts, on=["region_code", "year"], how="left", validate="many_to_one")


def jackknife(design: np.ndarray, outcomes: np.ndarray, cluster: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Fit outcomes by least squares, and again leaving out each cluster.

    Parameters
    ----------
    design : ndarray, shape (cases, coefficients)
        Of full rank.
    outcomes : ndarray, shape (cases, outcomes)
    cluster : ndarray, shape (cases,)

    Returns
    -------
    estimate, error : ndarray, shape (coefficients, outcomes)
        The error is NaN for a coefficient that is not estimable without one of the clusters.
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
