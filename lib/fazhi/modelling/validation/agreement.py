"""Two codings of the same statements → how well they agree; also the sheet for coding by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.intervals import bootstrap
from fazhi.modelling.validation.contingency import ACCURACY, RELIABILITY, accuracy, crossed, rates, ratio, reliability
from fazhi.modelling.validation.sampling import ALL, draw
from fazhi.schema import OTHER

SEPARATOR = "|"
SHEET = ["problem_id", "report_id", "region", "level", "year", "weight", "text", "themes", "note"]


@explained
def sample_statements(
    problems: pd.DataFrame, problem_themes: pd.DataFrame, reports: pd.DataFrame, n: int, seed: int
) -> pd.DataFrame:
    """Draw statements for coding by hand, so that rare themes are included.

    Statements are drawn by strata, one for each rarest theme of a statement, equally many from every stratum
    until it is exhausted. With fewer statements than strata they are drawn at random from all.

    Parameters
    ----------
    problems, problem_themes, reports : DataFrame
        The tables of those names.
    n : int
        How many statements, at least 1; all of them if there are fewer.
    seed : int
        Seed of the drawing and of the order.

    Returns
    -------
    DataFrame [problem_id, report_id, region, level, year, weight, text, themes, note]
        One row for each statement, in random order. `weight` is how many statements the row represents. `themes` and
        `note` are empty for the coder, who enters theme ids with "|" between, or ``other`` if none fits; the results of
        the rules are not shown.
    """
    ordered = problems.sort_values("problem_id", ignore_index=True)
    strata = ordered["problem_id"].map(_strata(problem_themes)).fillna(OTHER)
    sheet = draw(ordered, strata, n, seed).assign(themes="", note="")
    return sheet.merge(reports[["report_id", "region", "level", "year"]], on="report_id", how="left")[SHEET]


@explained
def coded_by_hand(sheet: pd.DataFrame, theme_ids: list[str]) -> pd.DataFrame:
    """Read a filled sheet.

    Parameters
    ----------
    sheet : DataFrame [problem_id, themes, …]
        A sheet from `sample_statements`; rows whose `themes` are still empty are left out.
    theme_ids : list of str
        The codebook's ids.

    Returns
    -------
    DataFrame [problem_id, theme_id]
        One row for each statement and theme, ``other`` if none fits.

    Raises
    ------
    UnknownName
        For a theme that is not in the codebook.
    FazhiError
        If no statement of the sheet is coded.
    """
    done = sheet[sheet["themes"].str.strip() != ""]
    if done.empty:
        raise FazhiError("the sheet's column 'themes' is empty; fill in theme ids, joined by '|'")
    long = done.assign(theme_id=done["themes"].str.split(SEPARATOR, regex=False)).explode("theme_id")
    long["theme_id"] = long["theme_id"].str.strip()
    for theme_id in long["theme_id"]:
        if theme_id not in (*theme_ids, OTHER):
            raise UnknownName("theme", theme_id, [*theme_ids, OTHER])
    return long[["problem_id", "theme_id"]].drop_duplicates().sort_values(["problem_id", "theme_id"], ignore_index=True)


@explained
def agreement(
    reference: pd.DataFrame, coded: pd.DataFrame, statements: pd.DataFrame, theme_ids: list[str], seed: int
) -> pd.DataFrame:
    """Compare a coding with a reference, by theme and overall.

    Kappa and alpha measure how well the two codings of these statements agree. Precision, recall and F1 estimate how
    well the coding would do on all statements that these represent: they are weighted.

    Parameters
    ----------
    reference, coded : DataFrame [problem_id, theme_id]
        The reference (a person's coding) and the coding to be evaluated; other columns are ignored.
    statements : DataFrame [problem_id, report_id, weight]
        The statements in both codings; `weight` may be absent (all 1).
    theme_ids : list of str
        The codebook's ids; ``other`` is not a theme.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    DataFrame [theme_id, n, reference, coded, both, kappa, alpha, precision, recall, f1 (each with …_low, …_high)]
        One row for each theme and one, ``all``, over every pair of statement and theme. Counts are of statements.
        Kappa is Cohen's, alpha Krippendorff's (nominal). Each figure has its 95 % interval from a bootstrap over
        reports. NaN = not defined, e.g. the recall of a theme that never occurs in the reference.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20,
    37–46.
    Krippendorff, K. (2019). Content Analysis, 4th ed., ch. 12.
    """
    plain = crossed(reference, coded, statements.assign(weight=1.0), theme_ids)
    weighted = crossed(reference, coded, statements, theme_ids)
    counts = _with_all(plain.sum(axis=0)).astype("int64")
    table = pd.DataFrame({"theme_id": [*theme_ids, ALL], "n": counts.sum(axis=1)})
    table["reference"], table["coded"], table["both"] = (
        counts[:, :2].sum(axis=1),
        counts[:, [0, 2]].sum(axis=1),
        counts[:, 0],
    )
    for names, cells, statistic in ((RELIABILITY, plain, reliability), (ACCURACY, weighted, accuracy)):
        _add(table, names, cells, statistic, seed)
    return table


@explained
def prevalence(
    reference: pd.DataFrame,
    coded: pd.DataFrame,
    statements: pd.DataFrame,
    problem_themes: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    theme_ids: list[str],
    seed: int,
) -> pd.DataFrame:
    """Correct each theme's share of all statements for the coding's errors.

    Parameters
    ----------
    reference, coded, statements, theme_ids, seed
        As in `agreement`.
    problem_themes, problems : DataFrame
        The coding of all statements, and all statements.

    Returns
    -------
    DataFrame [theme_id, apparent, sensitivity, specificity, corrected, corrected_low, corrected_high]
        Shares 0–1, one row per theme. `apparent` is the coding's share, `corrected` Rogan and Gladen's estimate
        clipped to 0–1, with a 95 % interval from a bootstrap over the reports coded by hand. NaN if the sheet has no
        statement with, or none without, the theme, or if the coding is no better than chance.

    References
    ----------
    Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology 107, 71–76.
    """
    share = problem_themes.drop_duplicates(["problem_id", "theme_id"])["theme_id"].value_counts() / len(problems)
    apparent = share.reindex(theme_ids, fill_value=0.0).to_numpy()
    cells = crossed(reference, coded, statements, theme_ids)

    def statistic(totals: np.ndarray) -> np.ndarray:
        return _rogan_gladen(apparent, *rates(totals))[..., np.newaxis]

    sensitivity, specificity = rates(cells.sum(axis=0))
    table = pd.DataFrame(
        {"theme_id": theme_ids, "apparent": apparent, "sensitivity": sensitivity, "specificity": specificity}
    )
    table["corrected"] = _rogan_gladen(apparent, sensitivity, specificity)
    low, high = bootstrap(cells, statistic, seed)
    return table.assign(corrected_low=low[:, 0], corrected_high=high[:, 0])


def _strata(problem_themes: pd.DataFrame) -> pd.Series:
    """Return each statement's rarest theme."""
    frequency = problem_themes["theme_id"].map(problem_themes["theme_id"].value_counts())
    ranked = problem_themes.assign(frequency=frequency).sort_values(["problem_id", "frequency", "theme_id"])
    return ranked.groupby("problem_id")["theme_id"].first()


def _with_all(cells: np.ndarray) -> np.ndarray:
    """Append the sum over themes as an additional theme."""
    return np.concatenate([cells, cells.sum(axis=-2, keepdims=True)], axis=-2)


def _add(table: pd.DataFrame, names: list[str], cells: np.ndarray, statistic, seed: int) -> None:
    """Add figures with their intervals to the table."""
    cells = _with_all(cells)
    values = statistic(cells.sum(axis=0))
    low, high = bootstrap(cells, statistic, seed)
    for i, name in enumerate(names):
        table[name], table[f"{name}_low"], table[f"{name}_high"] = values[:, i], low[:, i], high[:, i]


def _rogan_gladen(apparent: np.ndarray, sensitivity: np.ndarray, specificity: np.ndarray) -> np.ndarray:
    """Return the corrected prevalence in 0–1; NaN if the coding is no better than chance."""
    informed = sensitivity + specificity - 1
    return np.clip(ratio(apparent + specificity - 1, np.where(informed > 0, informed, 0)), 0, 1)
