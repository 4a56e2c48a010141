"""A coding of all statements, and a hand-coded sample → theme shares corrected for the coding's errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling import intervals, statements
from fazhi.modelling.validation.contingency import marks

COLUMNS = [
    "statements", "of_statements", "by_hand", "uncorrected", "uncorrected_low", "uncorrected_high", "corrected",
    "corrected_low", "corrected_high",
]  # fmt: skip
GROUPS = ["region", "year", "level", "all"]
ENOUGH = 30
"""Minimum number of hand-coded statements for correcting a group's shares."""


def unseen(coding: pd.DataFrame, tested: pd.DataFrame, by_hand_ids: pd.Series) -> pd.DataFrame:
    """Replace a coder's codes for the statements it was trained on by those of coders not trained on them.

    A classifier reproduces the coding it was trained on, so that its errors elsewhere would seem smaller than they
    are (cross-fitting, as in Zrnic & Candès 2024).

    Parameters
    ----------
    coding, tested : DataFrame [problem_id, theme_id]
        The coding of all statements, and that of the hand-coded ones by coders not trained on them (`Learned`).
    by_hand_ids : Series of str
        The statements coded by hand.

    Returns
    -------
    DataFrame [problem_id, theme_id]

    References
    ----------
    Zrnic, T., & Candès, E. J. (2024). Cross-prediction-powered inference. PNAS 121, e2322083121.
    """
    pair = ["problem_id", "theme_id"]
    rest, own = coding[~coding["problem_id"].isin(by_hand_ids)], tested[tested["problem_id"].isin(by_hand_ids)]
    return pd.concat([rest[pair], own[pair]], ignore_index=True)


def corrected(
    by_hand: pd.DataFrame,
    filled: pd.DataFrame,
    coding: pd.DataFrame,
    problems: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    by: str,
    theme_ids: list[str],
) -> pd.DataFrame:
    """Correct each theme's share of the statements using the design of the hand-coded sample.

    The coding's share, plus the weighted mean of hand minus coding over the sample (the difference estimator). It is
    unbiased whatever errors the coding makes, because the design of the sample is known: no error rate is carried
    over from one group to another.

    Parameters
    ----------
    by_hand : DataFrame [problem_id, theme_id]
        The coding by hand.
    filled : DataFrame [problem_id, weight]
        The statements coded by hand, and how many each represents; may be empty.
    coding : DataFrame [problem_id, theme_id]
        The coding of all statements, by a coder not trained on the hand-coded ones (`unseen`).
    problems, reports : DataFrame
        The tables of those names.
    by : {"region", "year", "level", "all"}
        The grouping; ``"all"`` takes all statements together.
    theme_ids : list of str
        The codebook's ids.

    Returns
    -------
    DataFrame [by, theme_id, statements, of_statements, by_hand, uncorrected, uncorrected_low, uncorrected_high,
               corrected, corrected_low, corrected_high]
        One row for each group and theme, with `region_code` first if `by` is ``"region"``. `statements` counts
        those with the theme in the coding, `by_hand` those of the group coded by hand. Shares 0–1 with
        95 % intervals; `corrected` is NaN with fewer than `ENOUGH` of them. Bounds are NaN if not estimable: with
        statements of a single report.

    Raises
    ------
    UnknownName
        For any other `by`.

    Notes
    -----
    Regions are clusters; in a group of one region, its reports (`intervals.of_share`). An additional variance of
    2 / (n + 2)², with n the effective sample size, allows for errors too rare to be in the sample: as if it had one
    more of either kind (Agresti & Caffo's device). Shares of reports are not corrected: statements are what was
    sampled.

    References
    ----------
    Särndal, C.-E., Swensson, B., & Wretman, J. (1992). Model Assisted Survey Sampling, ch. 6 (difference estimator).
    Egami, N., Hinck, M., Stewart, B. M., & Wei, H. (2023). Using imperfect surrogates for downstream inference:
    design-based supervised learning … NeurIPS 36.
    Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I., & Zrnic, T. (2023). Prediction-powered inference.
    Science 382, 669–674.
    Agresti, A., & Caffo, B. (2000). Simple and effective confidence intervals for proportions … The American
    Statistician 54, 280–288.
    """
    told, groups = statements.in_groups(problems, reports, by, GROUPS)
    keys = list(groups)
    weight = told["problem_id"].map(filled.set_index("problem_id")["weight"]).fillna(0.0).to_numpy(float)
    machine, hand = (marks(coded, told["problem_id"], theme_ids).astype(float) for coded in (coding, by_hand))
    parts = []
    for group, rows in told.groupby(keys).indices.items():
        clusters = _clusters(told.iloc[rows])
        named = dict(zip(keys, group if isinstance(group, tuple) else (group,), strict=True))
        found = _group(clusters, weight[rows], machine[rows], hand[rows])
        parts.append(pd.DataFrame(named | {"theme_id": theme_ids} | found))
    if not parts:
        return pd.DataFrame(columns=[*keys, "theme_id", *COLUMNS]).astype(dict.fromkeys(COLUMNS, "float64"))
    return pd.concat(parts, ignore_index=True)


@explained
def most_coded(corrected: pd.DataFrame, by: str, most: int = 8) -> pd.DataFrame:
    """Keep the groups that can be corrected, the ones with the most hand-coded statements.

    Parameters
    ----------
    corrected : DataFrame
        The result of `corrected`.
    by : str
        Its `by`.
    most : int
        How many groups to keep.

    Returns
    -------
    DataFrame
        The rows of those groups, in the same order, without themes that none of them has; empty without hand coding.
    """
    keys = ["region_code", "region"] if by == "region" else [by]
    groups = corrected.drop_duplicates(keys).query("by_hand >= @ENOUGH").nlargest(most, "by_hand")[keys]
    rows = corrected.merge(groups, on=keys)
    found = rows.groupby("theme_id")[["uncorrected", "corrected"]].transform("max").max(axis=1) > 0
    return rows[found].reset_index(drop=True)


def _clusters(told: pd.DataFrame) -> np.ndarray:
    """Return the cluster of each statement: its region, or its report if all are from one region."""
    return pd.factorize(told["place" if told["place"].nunique() > 1 else "report_id"])[0]


def _group(clusters: np.ndarray, weight: np.ndarray, machine: np.ndarray, hand: np.ndarray) -> dict[str, np.ndarray]:
    """Return the columns of one group, with a value for each theme, from its statements × themes."""
    n, themes = machine.shape
    sums = _summed(machine, clusters)
    low, high = intervals.clustered(sums, np.bincount(clusters)[:, np.newaxis])
    share = machine.mean(axis=0)
    counted = int((weight > 0).sum())
    figures = [machine.sum(axis=0).astype("int64"), np.full(themes, n), np.full(themes, counted), share, low, high]
    unknown = [np.full(themes, np.nan)] * 3
    estimate = _difference(clusters, weight, machine, hand) if counted >= ENOUGH else unknown
    return dict(zip(COLUMNS, [*figures, *estimate], strict=True))


def _difference(clusters: np.ndarray, weight: np.ndarray, machine: np.ndarray, hand: np.ndarray) -> list[np.ndarray]:
    """Return the difference estimate of each theme and its bounds."""
    drawn = (weight / weight.sum())[:, np.newaxis]
    error = hand - machine
    correction = (drawn * error).sum(axis=0)
    share = machine.mean(axis=0)
    influence = _summed((machine - share) / len(machine) + drawn * (error - correction), clusters)
    rare = np.sqrt(2) / (weight.sum() ** 2 / (weight**2).sum() + 2)
    spread = np.hypot(intervals.standard_error(influence), rare)
    estimate = np.clip(share + correction, 0, 1)
    return [estimate, *intervals.of_share(estimate, spread, len(influence), len(machine))]


def _summed(values: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Sum rows by cluster."""
    sums = np.zeros((clusters.max() + 1, values.shape[1]))
    np.add.at(sums, clusters, values)
    return sums
