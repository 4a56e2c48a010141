"""Commitments of a year → the clauses in the region's next report that may answer them, ranked, and the outcome."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from fazhi.arguments import explained
from fazhi.lexicon import either
from fazhi.modelling.followthrough import commitments as made
from fazhi.modelling.followthrough.commitments import within
from fazhi.modelling.sentences import CLAUSE, bare, sentences

ENOUGH = 0.5
WORTH_A_LOOK = 0.25
CANDIDATES = 3
SAME_INDICATOR, SAME_UNIT = 0.2, 0.1
ACCOUNT = ["achievement", "leadership", "opening"]
NO_NEXT = "no next report"


@explained
def follow_all(
    segments: pd.DataFrame,
    quantities: pd.DataFrame,
    problems: pd.DataFrame,
    problem_themes: pd.DataFrame,
    reports: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Look up what became of all commitments in plans and all admitted problems (`follow`).

    Parameters
    ----------
    segments, quantities, problems, problem_themes, reports : DataFrame
        The tables of those names.

    Returns
    -------
    commitments, mentions : DataFrame
        As `follow` returns them.
    """
    planned, admitted = made.commitments(segments, quantities), made.admissions(problems, problem_themes)
    return follow(pd.concat([planned, admitted], ignore_index=True), segments, quantities, reports)


@explained
def follow(
    commitments: pd.DataFrame, segments: pd.DataFrame, quantities: pd.DataFrame, reports: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Look up what the region's report of the following year says about each commitment.

    Parameters
    ----------
    commitments : DataFrame
        The results of `commitments.commitments` and `commitments.admissions`, concatenated.
    segments, quantities, reports : DataFrame
        The tables of those names.

    Returns
    -------
    commitments : DataFrame
        The table of that name, with `raw`. ``reported``: a clause in the account of the year scores `ENOUGH` or more;
        ``reported with a number``: and it states a number. Otherwise ``repeated as plan``: a clause in the plan (for a
        problem, in the problems) does; otherwise ``not mentioned``. A problem is reported only by a sentence about
        mending (word class rectifies). ``no next report``: the region has no report for the following year, so nothing
        is known. No outcome says that anything was actually done.
    mentions : DataFrame
        The table of that name, with `raw`: for each commitment the best `CANDIDATES` clauses of `WORTH_A_LOOK` or more.

    Notes
    -----
    The score is the share of the commitment's character bigrams that occur in the clause, weighted by inverse
    document frequency (Spärck Jones 1972); numbers and the word class planning_words are left out. A number for the
    same catalogue indicator adds 0.2, otherwise one with the same unit 0.1; the maximum is 1. A problem's score is the
    highest of its clauses'.
    """
    wanted = commitments.merge(_next(reports), on="report_id", how="left").fillna({"next_report_id": ""})
    told = wanted.drop_duplicates("commitment_id", ignore_index=True)
    clauses = _clauses(segments, quantities)
    scores = _of_whole(_scored(wanted, clauses, quantities), wanted, told)
    found = _eligible(scores, told, clauses)
    ranked = found.sort_values(["own", "answers", "score", "clause"], ascending=[True, False, False, True])
    ranked = ranked[ranked.groupby("own").cumcount() < CANDIDATES]
    return _with_outcomes(told, ranked, clauses), _mentions(told, ranked, clauses)


def _next(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the report following each one: the same region's for the next year, the longest if there are several."""
    later = reports.sort_values("n_chars", ascending=False).drop_duplicates(["region_code", "region", "year"])
    later = later[["region_code", "region", "year", "report_id"]].rename(columns={"report_id": "next_report_id"})
    own = reports[["report_id", "region_code", "region", "year"]].assign(year=reports["year"] + 1)
    return own.merge(later, on=["region_code", "region", "year"])[["report_id", "next_report_id"]]


def _clauses(segments: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """Split reports into clauses, with the numbers in each and whether their sentence is about mending."""
    cut = sentences(segments, pattern=CLAUSE, least=2)
    opens = cut["raw"].shift(fill_value="。").str.contains(r"[。！？!?；;]$")
    opens |= (cut[["report_id", "line"]] != cut[["report_id", "line"]].shift()).any(axis=1)
    mends = cut["raw"].str.contains(either("rectifies")).groupby(opens.cumsum()).transform("any")
    return cut.assign(mends=mends, **_numbers(quantities, cut)).reset_index(drop=True)


def _numbers(quantities: pd.DataFrame, places: pd.DataFrame) -> dict[str, list]:
    """Return the ids, indicators and units of the numbers in each place."""
    inside = within(quantities, places).groupby("at")
    ids = inside["quantity_id"].agg("|".join).reindex(range(len(places)), fill_value="")
    sets = {name: inside[column].agg(set) for name, column in (("indicators", "indicator_id"), ("units", "unit"))}
    told = {name: [found.get(at, set()) - {""} for at in range(len(places))] for name, found in sets.items()}
    return {"quantity_ids": list(ids), **told}


def _scored(told: pd.DataFrame, clauses: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """Score each commitment against the clauses of the next report: [own, clause, score], none below `WORTH_A_LOOK`."""
    wanted, offered, weights = _weighted_pairs(told["raw"], clauses["raw"])
    full = np.maximum(np.asarray(wanted @ weights).ravel(), 1e-9)
    numbers = pd.DataFrame(_numbers(quantities, told))
    of_report = clauses.groupby("report_id").indices
    rows = []
    for report, own in told.groupby("next_report_id").indices.items():
        there = of_report.get(report, np.empty(0, dtype=int))
        shared = (wanted[own].multiply(weights) @ offered[there].T).tocoo()
        scores = shared.data / full[own[shared.row]]
        kept = scores >= WORTH_A_LOOK
        rows.append(pd.DataFrame({"own": own[shared.row], "clause": there[shared.col], "score": scores})[kept])
    columns = {"own": "int64", "clause": "int64", "score": "float64"}
    found = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(columns)).astype(columns)
    bonus = [_bonus(numbers.loc[own], clauses.loc[clause]) for own, clause in found[["own", "clause"]].to_numpy(int)]
    return found.assign(score=(found["score"] + np.array(bonus, dtype=float)).clip(upper=1.0))


def _of_whole(scores: pd.DataFrame, wanted: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Return the highest score of each commitment's clauses with each clause of the next report."""
    whole = pd.Index(told["commitment_id"]).get_indexer(wanted["commitment_id"])
    return scores.assign(own=whole[scores["own"]]).groupby(["own", "clause"], as_index=False)["score"].max()


def _weighted_pairs(wanted: pd.Series, offered: pd.Series) -> tuple[csr_matrix, csr_matrix, np.ndarray]:
    """Return the character bigrams of the commitments and of the clauses, and the weight of each bigram."""
    from sklearn.feature_extraction.text import CountVectorizer

    pairs = CountVectorizer(analyzer="char", ngram_range=(2, 2), binary=True, dtype=np.float64)
    told = [*map(_telling, wanted), *map(_telling, offered)]
    if not any(len(text) > 1 for text in told):
        return csr_matrix((len(wanted), 1)), csr_matrix((len(offered), 1)), np.ones(1)
    counts = pairs.fit_transform(told)
    weights = np.log((1 + len(told)) / (1 + np.asarray(counts.sum(axis=0)).ravel()))
    return counts[: len(wanted)], counts[len(wanted) :], weights


def _telling(raw: str) -> str:
    """Return what a clause is about, without planning words and numbers."""
    return re.sub(rf"{either('planning_words')}|[\d.%]+", "", bare(raw))


def _bonus(own: pd.Series, clause: pd.Series) -> float:
    if own["indicators"] & clause["indicators"]:
        return SAME_INDICATOR
    return SAME_UNIT if own["units"] & clause["units"] else 0.0


def _eligible(found: pd.DataFrame, told: pd.DataFrame, clauses: pd.DataFrame) -> pd.DataFrame:
    """Keep clauses of the account, which answer (`answers`) if they score enough, and of sections that may repeat."""
    problem = told["type"].eq("problem").to_numpy()[found["own"]]
    role, mends = clauses["role"].to_numpy()[found["clause"]], clauses["mends"].to_numpy()[found["clause"]]
    account = np.isin(role, ACCOUNT) & (mends | ~problem)
    again = np.where(problem, role == "problem", role == "plan")
    return found.assign(account=account, answers=account & (found["score"] >= ENOUGH))[account | again]


def _with_outcomes(told: pd.DataFrame, ranked: pd.DataFrame, clauses: pd.DataFrame) -> pd.DataFrame:
    """Add the outcome of each commitment, from its best clause."""
    best = ranked.drop_duplicates("own").set_index("own")
    counted = clauses["quantity_ids"].reindex(best["clause"]).ne("").to_numpy()
    answered = np.where(counted, "reported with a number", "reported")
    open_ = np.where(best["score"] >= ENOUGH, "repeated as plan", "not mentioned")
    outcome = pd.Series(np.where(best["answers"], answered, open_), index=best.index, dtype="str")
    outcome = outcome.reindex(told.index).fillna("not mentioned").mask(told["next_report_id"] == "", NO_NEXT)
    score = best["score"].reindex(told.index).mask(told["next_report_id"] == "")
    return told.assign(outcome=outcome, score=score)


def _mentions(told: pd.DataFrame, ranked: pd.DataFrame, clauses: pd.DataFrame) -> pd.DataFrame:
    places = clauses.loc[ranked["clause"], ["report_id", "line", "start", "end", "role", "raw", "quantity_ids"]]
    ids = told["commitment_id"].loc[ranked["own"]].to_numpy()
    rank = (ranked.groupby("own").cumcount() + 1).to_numpy()
    return places.reset_index(drop=True).assign(commitment_id=ids, rank=rank, score=ranked["score"].to_numpy())
