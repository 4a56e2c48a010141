"""Shared sentences and commitments → sheets to check or code by hand; the filled sheets → precision and agreement."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fazhi import csv_rows
from fazhi.arguments import in_range
from fazhi.corpus import Corpus
from fazhi.modelling.followthrough import commitments, matching
from fazhi.modelling.reuse import formulas, repeats, shared_sentences
from fazhi.modelling.validation import agreement, precision, sampling
from fazhi.reporting.exports.sheet_files import checked, columns
from fazhi.schema import OUTCOMES

REUSE, FOLLOWTHROUGH = ["reuse_id", "right"], ["commitment_id", "outcome"]
NO_COMMITMENT = "no commitment"
CODES = [*OUTCOMES[:4], NO_COMMITMENT]
_SHARED = ["reuse_id", "report_id", "kind", "weight", "similarity", "text", "source_place", "source_text", "changes",
           "right", "note"]  # fmt: skip
_FOLLOWED = ["commitment_id", "report_id", "region", "year", "weight", "text", "next_report_id", "mentions", "outcome",
             "note"]  # fmt: skip


@in_range
def reuse(tables: Corpus, n: int, seed: int) -> dict[str, pd.DataFrame]:
    """Draw shared sentences with their sources, equally many of each kind as far as there are enough.

    Boilerplate has no single source to compare with and is not drawn.

    Returns
    -------
    dict of str to DataFrame
        The sheets `reuse` and `columns`. The checker fills in `right`: yes if one sentence is a copy of the other,
        edited or not; no if they are merely about the same thing.
    """
    rows = _shared(tables)
    drawn = sampling.draw(rows, rows["kind"], n, seed).assign(right="", note="").round({"similarity": 3})
    return {"reuse": drawn[_SHARED], "columns": columns("reuse", drawn[_SHARED])}


@in_range
def followthrough(tables: Corpus, n: int, seed: int) -> dict[str, pd.DataFrame]:
    """Draw commitments, admitted problems and other clauses of plans, to be coded from the region's next report.

    Equally many are drawn of those that the rules code as reported, repeated, not mentioned, or no commitment, so that
    both precision and recall can be estimated.

    Returns
    -------
    dict of str to DataFrame
        The sheets `followthrough`, `codebook` (the codes) and `columns`. The rules' codes are not shown; `mentions`
        lists the clauses of the next report that are closest in wording.
    """
    rows = _followed(tables)
    drawn = sampling.draw(rows.drop(columns="outcome"), rows["outcome"], n, seed).assign(outcome="", note="")
    return {
        "followthrough": drawn[_FOLLOWED],
        "codebook": pd.DataFrame({"code": CODES}),
        "columns": columns("followthrough", drawn[_FOLLOWED]),
    }


def shared_judged(file: Path, sheet: pd.DataFrame, tables: Corpus) -> pd.DataFrame:
    """Estimate the share of shared sentences that are indeed copies.

    Returns
    -------
    DataFrame [kind, n, right, precision, precision_low, precision_high]
        A row for each kind and ``all``; columns as in `precision.precision`.

    Raises
    ------
    FazhiError
        As `sheets.judge`.
    """
    rows = _shared(tables)
    filled = checked(file, sheet, rows, "reuse_id", "text")
    answers = filled["right"].str.strip().str.lower()
    csv_rows.check_cells(file, answers[answers != ""], precision.YES | precision.NO)
    kinds = filled["reuse_id"].map(rows.set_index("reuse_id")["kind"])
    return precision.precision(filled.assign(area=kinds)).rename(columns={"area": "kind"})


@in_range
def outcomes_judged(file: Path, sheet: pd.DataFrame, tables: Corpus, seed: int) -> pd.DataFrame:
    """Measure how far the rules agree with the hand on what became of commitments, for each outcome.

    Returns
    -------
    DataFrame
        The columns of `agreement.agreement`, with `outcome` in place of `theme_id`.

    Raises
    ------
    FazhiError
        As `sheets.judge`.
    """
    rows = _followed(tables)
    sheet = checked(file, sheet, rows, "commitment_id", "text")
    filled = sheet[sheet["outcome"].str.strip() != ""]
    csv_rows.check_cells(file, filled["outcome"].str.strip(), CODES)
    named = {"commitment_id": "problem_id", "outcome": "theme_id"}
    by_hand = filled.rename(columns=named).assign(theme_id=filled["outcome"].str.strip())
    by_rule = rows[FOLLOWTHROUGH].rename(columns=named)
    found = agreement.agreement(by_hand, by_rule, by_hand, CODES, seed)
    return found.rename(columns={"theme_id": "outcome"})


def _shared(tables: Corpus) -> pd.DataFrame:
    """Return every shared sentence that has a source, with its id."""
    shown = tables.shown()
    found = shared_sentences.reuse(formulas.formulas(shown.segments, shown.reports), shown.reports)
    rows = repeats.side_by_side(found, shown.segments).rename(columns={"shared": "kind"})
    place = rows["report_id"] + "/r" + rows["line"].astype(str) + "." + rows["start"].astype(str)
    rows = rows.assign(reuse_id=place + "/" + rows["kind"].str.replace(" ", "-"))
    return rows.sort_values("reuse_id", ignore_index=True)


def _followed(tables: Corpus) -> pd.DataFrame:
    """Return all clauses of plans and admitted problems that a next report may answer, with the rules' outcome."""
    shown = tables.shown()
    clauses = commitments.plan_clauses(shown.segments, shown.quantities)
    admitted = commitments.admissions(shown.problems, shown.problem_themes)
    every = pd.concat([clauses, admitted], ignore_index=True)
    told, mentions = matching.follow(every, shown.segments, shown.quantities, shown.reports)
    near = mentions["line"].astype(str) + ": " + mentions["raw"]
    near = near.groupby(mentions["commitment_id"]).agg(" | ".join)
    told = told[told["next_report_id"] != ""].merge(shown.reports[["report_id", "region", "year"]], on="report_id")
    outcome = told["outcome"].mask(told["type"] == "", NO_COMMITMENT)
    told = told.assign(outcome=outcome, text=told["raw"], mentions=told["commitment_id"].map(near).fillna(""))
    return told.drop_duplicates("commitment_id").sort_values("commitment_id", ignore_index=True)
