"""Shared sentences, followed commitments → sheets to check or code by hand; the filled sheets → how good both are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fazhi import csv_rows
from fazhi.corpus import Corpus
from fazhi.modelling.followthrough import commitments, matching
from fazhi.modelling.reuse import kinships, repeats
from fazhi.modelling.validation import agreement, precision, sampling
from fazhi.reporting.exports.sheet_files import checked, columns
from fazhi.schema import OUTCOMES, REUSE_KINDS

REUSE, FOLLOWTHROUGH = ["reuse_id", "right"], ["commitment_id", "outcome"]
NO_COMMITMENT = "no commitment"
CODES = [*OUTCOMES[:4], NO_COMMITMENT]
_SHARED = ["reuse_id", "report_id", "kind", "weight", "similarity", "text", "source_place", "source_text", "changes",
           "right", "note"]  # fmt: skip
_FOLLOWED = ["commitment_id", "report_id", "region", "year", "weight", "text", "next_report_id", "mentions", "outcome",
             "note"]  # fmt: skip


def reuse(tables: Corpus, n: int, seed: int) -> dict[str, pd.DataFrame]:
    """Draw shared sentences beside their sources, of every kind as many as of any other while it lasts.

    Boilerplate has no source to be held against and is not drawn.

    Returns
    -------
    dict of str to DataFrame
        The sheets `reuse` and `columns`. `right` is for the checker: yes where the two sentences are one text, edited
        or not, no where they only speak of the same.
    """
    rows = _shared(tables)
    drawn = sampling.draw(rows, rows["kind"], n, seed).assign(right="", note="").round({"similarity": 3})
    return {"reuse": drawn[_SHARED], "columns": columns("reuse", drawn[_SHARED])}


def followthrough(tables: Corpus, n: int, seed: int) -> dict[str, pd.DataFrame]:
    """Draw commitments, admitted problems and other clauses of plans, to be coded from the region's next report.

    Drawn evenly of what the rules take for reported, repeated, not mentioned, and no commitment at all: so that what
    they miss can be estimated as well as where they err.

    Returns
    -------
    dict of str to DataFrame
        The sheets `followthrough`, `codebook` (the codes) and `columns`. What the rules found is not shown, but for
        `mentions`: the clauses of the next report that are nearest in wording.
    """
    rows = _followed(tables)
    drawn = sampling.draw(rows.drop(columns="outcome"), rows["outcome"], n, seed).assign(outcome="", note="")
    return {
        "followthrough": drawn[_FOLLOWED],
        "codebook": pd.DataFrame({"code": CODES}),
        "columns": columns("followthrough", drawn[_FOLLOWED]),
    }


def shared_judged(file: Path, sheet: pd.DataFrame, tables: Corpus) -> pd.DataFrame:
    """Say how many of the shared sentences are one text.

    Returns
    -------
    DataFrame [kind, n, right, precision, precision_low, precision_high]
        As `precision.precision`, a row for each kind and ``all``.

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


def outcomes_judged(file: Path, sheet: pd.DataFrame, tables: Corpus, seed: int) -> pd.DataFrame:
    """Say how well the rules tell what became of commitments: agreement as for themes, outcome by outcome.

    Returns
    -------
    DataFrame
        The columns of `agreement.agreement`, with `outcome` for `theme_id`: reliability, precision and recall.

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
    """Return every shared sentence that has a source, with an id."""
    shown = tables.shown()
    found = kinships.shared(shown.segments, shown.reports, REUSE_KINDS)
    rows = repeats.side_by_side(found, shown.segments).rename(columns={"shared": "kind"})
    place = rows["report_id"] + "/r" + rows["line"].astype(str) + "." + rows["start"].astype(str)
    rows = rows.assign(reuse_id=place + "/" + rows["kind"].str.replace(" ", "-"))
    return rows.sort_values("reuse_id", ignore_index=True)


def _followed(tables: Corpus) -> pd.DataFrame:
    """Return everything that plans and problems sections say and a next report may answer, with the rules' outcome."""
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
