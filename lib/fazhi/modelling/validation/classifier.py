"""Statements coded by hand → for each theme the better coder: the rules, or a classifier trained on that coding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fazhi import normalization
from fazhi.arguments import in_range
from fazhi.errors import FazhiError
from fazhi.modelling.intervals import bootstrap
from fazhi.modelling.validation import contingency
from fazhi.schema import OTHER

LEAST = 200
FEW = 10
FOLDS, INNER_FOLDS = 5, 3
RULES, CLASSIFIER = "rules", "classifier"
COLUMNS = ["problem_id", "theme_id", "evidence", "start", "end"]


@dataclass(frozen=True)
class Learned:
    """The result of learning from a coding by hand.

    Attributes
    ----------
    comparison : DataFrame [theme_id, n, by_hand, used, gain, rules_f1, classifier_f1, rules_kappa, classifier_kappa]
        One row for each theme: `n` statements coded by hand, `by_hand` those with the theme, `used` ``"rules"`` or
        ``"classifier"``, `gain` the classifier's F1 less the rules'; the last five with ``…_low`` and ``…_high``, a
        95 % bootstrap interval over reports. NaN for the classifier if there are too few statements to train it.
    tested : DataFrame [problem_id, theme_id]
        The better coding of the statements coded by hand, with the classifier's part from classifiers not
        trained on these statements: the input for `agreement.agreement`.
    coding : DataFrame [problem_id, theme_id, evidence, start, end]
        The better coding of all statements, as in the table `problem_themes`. The classifier's codes have the whole
        statement as evidence.
    """

    comparison: pd.DataFrame
    tested: pd.DataFrame
    coding: pd.DataFrame


@in_range
def learn(
    by_hand: pd.DataFrame,
    sheet: pd.DataFrame,
    problem_themes: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    theme_ids: list[str],
    seed: int,
) -> Learned:
    """Train a classifier for each theme on a coding by hand, and use it if it is better than the rules.

    For each theme a logistic regression on tf-idf of words and of one to three characters, its probabilities calibrated
    by Platt's sigmoid, codes a statement at 0.5 or more. It is tested on regions not used for training (on other
    reports, with fewer than five regions), because a region's reports repeat each other. It is used if its F1 there
    is higher than the rules'; if tied, or with fewer than ten statements with or without the theme, or too few in any
    part, the rules are used. Choosing the better one makes the estimate optimistic: read `gain` with its interval.

    Parameters
    ----------
    by_hand : DataFrame [problem_id, theme_id]
        The coding by hand.
    sheet : DataFrame [problem_id, weight]
        The statements that were coded, and how many each represents (`agreement.sample_statements`).
    problem_themes : DataFrame
        The rules' coding of all statements.
    problems : DataFrame [problem_id, report_id, region, text, words]
        All statements with their region; `words` separated by blanks.
    theme_ids : list of str
        The codebook's ids.
    seed : int
        Seed of the folds and the bootstrap.

    Raises
    ------
    FazhiError
        If fewer than 200 statements are coded, or they come from fewer than five reports.

    References
    ----------
    Platt, J. (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, 61–74.
    Roberts, D. R., et al. (2017). Cross-validation strategies for data with … hierarchical structure. Ecography 40,
    913–929 (why not single statements).
    """
    if len(sheet) < LEAST:
        raise FazhiError(f"{len(sheet)} statements are coded, but a classifier needs at least {LEAST}: code more "
                         "(fazhi sample statements -n 300); fazhi agreement works with fewer")  # fmt: skip
    coded = sheet[["problem_id", "weight"]].merge(problems, on="problem_id", validate="1:1")
    coded = coded.sort_values("problem_id", ignore_index=True)
    truth = contingency.marks(by_hand, coded["problem_id"], theme_ids)
    predicted = _cross_validated(coded, truth, theme_ids, seed)
    rules = problem_themes[["problem_id", "theme_id"]]
    codings = [rules, _long(predicted, coded)]
    cells = np.stack([contingency.crossed(by_hand, coding, coded, theme_ids) for coding in codings], axis=-2)
    comparison = pd.DataFrame({"theme_id": theme_ids, "n": len(coded), "by_hand": truth.sum(axis=0)})
    comparison = comparison.join(_compared(cells, seed))
    comparison.loc[~comparison["theme_id"].isin(predicted), _figures(CLASSIFIER)] = np.nan
    chosen = list(comparison.loc[comparison["used"] == CLASSIFIER, "theme_id"])
    own = rules[rules["problem_id"].isin(coded["problem_id"]) & ~rules["theme_id"].isin([*chosen, OTHER])]
    tested = pd.concat([own, _long({theme: predicted[theme] for theme in chosen}, coded)], ignore_index=True)
    final = {t: _classifier().fit(coded, truth[:, theme_ids.index(t)]).predict(problems) for t in chosen}
    return Learned(comparison, tested, _recoded(problem_themes, _long(final, problems), problems, chosen))


def _classifier():
    """Return an untrained classifier of one theme; it reads the columns text and words."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    characters = TfidfVectorizer(
        preprocessor=normalization.plain, analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True
    )
    words = TfidfVectorizer(analyzer=str.split, min_df=2, sublinear_tf=True)
    features = ColumnTransformer([("characters", characters, "text"), ("words", words, "words")])
    linear = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear")
    return make_pipeline(features, CalibratedClassifierCV(linear, cv=INNER_FOLDS, ensemble=False))


def _cross_validated(coded: pd.DataFrame, truth: np.ndarray, theme_ids: list[str], seed: int) -> dict[str, np.ndarray]:
    """Return, for each learnable theme, the codes of classifiers not trained on the statement's region."""
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    groups = _groups(coded)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    predicted = {}
    for theme_id, marks in zip(theme_ids, truth.T, strict=True):
        if min(marks.sum(), (~marks).sum()) < FEW:
            continue
        parts = list(folds.split(coded, marks, groups))
        if min(min(marks[train].sum(), (~marks[train]).sum()) for train, _ in parts) >= INNER_FOLDS:
            predicted[theme_id] = cross_val_predict(_classifier(), coded, marks, cv=parts)
    return predicted


def _groups(coded: pd.DataFrame) -> np.ndarray:
    """Return the groups not to be split between training and testing: regions, or reports if regions are too few."""
    for column in ("region", "report_id"):
        codes, names = pd.factorize(coded[column])
        if len(names) >= FOLDS:
            return codes
    raise FazhiError(f"the coded statements come from {len(names)} reports, but a classifier has to be tested on "
                     f"reports it was not trained on: code statements of at least {FOLDS} reports")  # fmt: skip


def _compared(cells: np.ndarray, seed: int) -> pd.DataFrame:
    """Return the scores of rules and classifier, from their fourfold counts (reports, themes, 2, 4)."""

    def statistic(totals: np.ndarray) -> np.ndarray:
        f1, kappa = contingency.accuracy(totals)[..., -1], contingency.kappa(totals)
        return np.concatenate([f1[..., 1:] - f1[..., :1], f1, kappa], axis=-1)

    values = statistic(cells.sum(axis=0))
    low, high = bootstrap(cells, statistic, seed)
    table = pd.DataFrame({"used": np.where(values[:, 0] > 0, CLASSIFIER, RULES)})
    for i, name in enumerate(["gain", "rules_f1", "classifier_f1", "rules_kappa", "classifier_kappa"]):
        table[name], table[f"{name}_low"], table[f"{name}_high"] = values[:, i], low[:, i], high[:, i]
    return table


def _figures(coder: str) -> list[str]:
    names = ["gain", f"{coder}_f1", f"{coder}_kappa"]
    return [f"{name}{end}" for name in names for end in ("", "_low", "_high")]


def _long(predicted: dict[str, np.ndarray], statements: pd.DataFrame) -> pd.DataFrame:
    """Return the coded pairs of statement and theme."""
    parts = [
        pd.DataFrame({"problem_id": statements["problem_id"][np.asarray(marks, bool)], "theme_id": theme_id})
        for theme_id, marks in predicted.items()
    ]
    return pd.concat([pd.DataFrame({"problem_id": [], "theme_id": []}, dtype="str"), *parts], ignore_index=True)


def _recoded(
    problem_themes: pd.DataFrame, classified: pd.DataFrame, problems: pd.DataFrame, chosen: list[str]
) -> pd.DataFrame:
    """Replace the rules' coding of the chosen themes by the classifier's, and add ``other`` if nothing is left."""
    kept = problem_themes[~problem_themes["theme_id"].isin([*chosen, OTHER])]
    named = pd.concat([kept["problem_id"], classified["problem_id"]])
    rest = problems.loc[~problems["problem_id"].isin(named), ["problem_id"]].assign(theme_id=OTHER)
    whole = pd.concat([classified, rest]).merge(problems[["problem_id", "text"]], on="problem_id")
    whole = whole.rename(columns={"text": "evidence"}).assign(start=0, end=lambda t: t["evidence"].str.len())
    order = {problem_id: n for n, problem_id in enumerate(problems["problem_id"])}
    table = pd.concat([kept[COLUMNS], whole[COLUMNS]]).astype({"start": "int64", "end": "int64"})
    return table.sort_values(
        ["problem_id", "theme_id"],
        key=lambda column: column.map(order) if column.name == "problem_id" else column,
        ignore_index=True,
    )
