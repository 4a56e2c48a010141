"""Topic shares, facts about the reports and a formula → effects on the shares, and expected shares, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.regression import Regressors, jackknife, regressors
from fazhi.modelling.topics.shares import grouped, refit_error

LEVEL = 0.95
SPARE_REPORTS = 3
POINTS = 25


@explained
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
    Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys, ch. 3; Roberts, Stewart & Tingley (2019), stm,
    JSS 91(2), function estimateEffect (which includes the noise of fitting in the same way).
    """
    columns = ["topic_id", "label", "term", "estimate", "low", "high", "n"]
    given = regressors(formula, _facts(found, reports))
    if not _enough(given):
        return pd.DataFrame(columns=columns)
    terms = list(given.table)
    estimate, low, high = _estimated(found, given, np.eye(len(terms)))
    rows = [
        (topic.topic_id, topic.label, term, *(one[row, topic.Index] for one in (estimate, low, high)), len(given.table))
        for topic in topics.itertuples()
        for row, term in enumerate(terms[1:], start=1)
    ]
    return pd.DataFrame(rows, columns=columns)


def expected_shares(
    found: Topics, topics: pd.DataFrame, reports: pd.DataFrame, formula: str, over: str = ""
) -> pd.DataFrame:
    """Predict the topics' shares over the range of a number, by the regression of `effects`.

    Parameters
    ----------
    found, topics, reports, formula
        As in `effects`.
    over : str
        The number, one of the formula's; ``""`` = its first.

    Returns
    -------
    DataFrame [topic_id, label, fact, value, share, low, high, n]
        For each topic the values of the number `fact` from its lowest to its highest: every whole number if they are
        few, else `POINTS` steps. `share` (0–1) is expected if all reports had this value and otherwise their own
        facts; `low` and `high` are its 95 % interval, NaN if not estimable, as in `effects`. A line may leave what is
        possible: all three are cut at 0 and 1. `n` counts the reports. Empty if the formula has no number, if it does
        not vary, or if `effects` is empty.

    Raises
    ------
    UnknownName
        For an `over` that is no number of the formula, or a fact that is not in `reports`.
    FazhiError
        For an invalid formula.

    References
    ----------
    Lane, P. W., & Nelder, J. A. (1982). Analysis of covariance and standardization as instances of prediction.
    Biometrics 38, 613–621 (the mean over the other facts); Roberts, Stewart & Tingley (2019), stm, JSS 91(2), function
    plot.estimateEffect (which holds the other facts at their medians).
    """
    columns = ["topic_id", "label", "fact", "value", "share", "low", "high", "n"]
    given = regressors(formula, _facts(found, reports))
    if over and over not in given.numbers:
        raise UnknownName(f"variable in the formula {formula!r}:", over, given.numbers)
    fact = over or next(iter(given.numbers), "")
    if not fact or given.facts[fact].nunique() < 2 or not _enough(given):
        return pd.DataFrame(columns=columns)
    values = _steps(reports.loc[reports["report_id"].isin(given.facts.index), fact])
    points = np.array([given.mean_at(fact, value) for value in values])
    shares = [np.clip(one, 0, 1) for one in _estimated(found, given, points)]
    rows = [
        (topic.topic_id, topic.label, fact, value, *(one[row, topic.Index] for one in shares), len(given.table))
        for topic in topics.itertuples()
        for row, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=columns)


def _facts(found: Topics, reports: pd.DataFrame) -> pd.DataFrame:
    return reports.set_index("report_id").loc[np.unique(found.documents.report_ids)]


def _enough(given: Regressors) -> bool:
    """Tell whether something varies, and there are more reports than coefficients."""
    reports, coefficients = given.table.shape
    return 1 < coefficients <= reports - SPARE_REPORTS


def _steps(values: pd.Series) -> np.ndarray:
    low, high = values.min(), values.max()
    whole = pd.api.types.is_integer_dtype(values) and high - low < POINTS
    return np.arange(low, high + 1) if whole else np.linspace(low, high, POINTS)


def _estimated(found: Topics, given: Regressors, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate combinations of the coefficients with their intervals, each of shape (points, topics)."""
    from scipy.stats import t

    names, member = np.unique(found.documents.report_ids, return_inverse=True)
    known = np.isin(names, given.facts.index)
    shares, *again = (grouped(one, member, found.documents)[known] for one in (found.shares, *found.refit_shares))
    place = given.facts["region_code"]
    regions = (place if place.nunique() > 1 else place.index).to_numpy()
    design = given.table.to_numpy()
    estimate, error, clusters = jackknife(design, shares, regions, points)
    inverse = points @ np.linalg.pinv(design)
    refits = refit_error(found, np.array([inverse @ one for one in again]))
    reach = np.hypot(error, refits) * t.isf((1 - LEVEL) / 2, clusters - 1)
    return estimate, estimate - reach, estimate + reach


@explained
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
        raise FazhiError(f"the facts have a column {taken[0]!r}, as has the table reports; rename it")
    return reports.merge(facts, on=["region_code", "year"], how="left", validate="many_to_one")
