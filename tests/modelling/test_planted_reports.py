"""Invented reports with every kind of reuse and of follow-through, read from text on: all that was planted is found.

``tests/planted`` holds the reports, ``tests/planted_truth.csv`` where each case stands and what it is to be told as.
"""

from pathlib import Path

import pandas as pd
import pytest

import fazhi
from fazhi import build
from fazhi.modelling.followthrough import commitments, matching
from fazhi.modelling.reuse import formulas, shared_sentences
from fazhi.schema import OUTCOMES, REUSE_KINDS

TESTS = Path(__file__).resolve().parents[1]
COLUMNS = ["file", "line", "told", "source_file", "source_line"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    tables = tmp_path_factory.mktemp("planted") / "tables"
    build.build(TESTS / "planted", tables, jobs=1)
    return fazhi.open(tables)


def planted(kinds):
    table = pd.read_csv(TESTS / "planted_truth.csv", dtype=str, keep_default_na=False)
    assert set(table["told"]) <= {*REUSE_KINDS, *OUTCOMES}
    return set(table[table["told"].isin(kinds)].itertuples(index=False, name=None))


def found(table, corpus):
    """Write places as the truth table does."""
    file = corpus.reports.set_index("report_id")["file"]
    named = table.assign(file=table["report_id"].map(file), source_file=table["source_report_id"].map(file))
    return set(named[COLUMNS].astype({"line": "Int64", "source_line": "Int64"}).astype(object)
               .map(lambda cell: "" if pd.isna(cell) else str(cell)).itertuples(index=False, name=None))  # fmt: skip


def precision_and_recall(told, truth):
    return len(told & truth) / len(told), len(told & truth) / len(truth)


def test_every_kind_of_reuse_is_found_with_its_source_and_nothing_else(corpus):
    reuse = shared_sentences.reuse(formulas.formulas(corpus.segments, corpus.reports), corpus.reports)
    truth = planted(REUSE_KINDS)
    assert {row[2] for row in truth} == set(REUSE_KINDS)
    precision, recall = precision_and_recall(found(reuse.rename(columns={"kind": "told"}), corpus), truth)
    assert precision >= 0.95 and recall >= 0.90


def test_every_outcome_of_a_plan_or_problem_is_told_with_its_answer(corpus):
    plans = commitments.commitments(corpus.segments, corpus.quantities)
    admitted = commitments.admissions(corpus.problems, corpus.problem_themes)
    told, mentions = matching.follow(pd.concat([plans, admitted], ignore_index=True), corpus.segments,
                                     corpus.quantities, corpus.reports)  # fmt: skip
    best = mentions[mentions["rank"] == 1].set_index("commitment_id")["line"]
    answered = ~told["outcome"].isin(["not mentioned", "no next report"])
    rows = told.assign(told=told["outcome"], source_report_id=told["next_report_id"].where(answered),
                       source_line=told["commitment_id"].map(best).where(answered))  # fmt: skip
    truth = planted(OUTCOMES)
    assert {row[2] for row in truth} == set(OUTCOMES)
    precision, recall = precision_and_recall(found(rows, corpus), truth)
    assert precision >= 0.90 and recall >= 0.80
