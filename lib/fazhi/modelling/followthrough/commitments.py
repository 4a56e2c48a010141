"""Plan sections and problem statements → commitments, with their type, to follow up in the next year."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from fazhi.arguments import explained
from fazhi.lexicon import either
from fazhi.modelling.sentences import CLAUSE, bare, sentences

COLUMNS = ["commitment_id", "report_id", "line", "start", "end", "type", "theme_id", "raw"]
LEAST = 6


@explained
def commitments(segments: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """List the commitments made in the plan sections.

    Parameters
    ----------
    segments, quantities : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame [commitment_id, report_id, line, start, end, type, theme_id, raw]
        One row for each piece between commas that names an act of a known type (the word classes meetings, makes_rules,
        trainings, sets_up with institutions, platforms, campaigns in ``lexicon.csv``) or else a number. Intentions
        with neither, such as 提升依法行政水平, are not commitments: nothing could show that they were met.
    """
    clauses = plan_clauses(segments, quantities)
    return clauses[clauses["type"] != ""].reset_index(drop=True)


def plan_clauses(segments: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """List all pieces between commas in the plan sections, with type ``""`` if they are not commitments.

    Returns
    -------
    DataFrame
        As `commitments`.
    """
    cut = sentences(segments[segments["role"] == "plan"], pattern=CLAUSE, least=LEAST)
    counted = set(within(quantities, cut)["at"])
    types = [_type(raw) or ("number target" if at in counted else "") for at, raw in enumerate(map(bare, cut["raw"]))]
    return cut.assign(type=types, theme_id="", commitment_id=_ids(cut))[COLUMNS]


@explained
def admissions(problems: pd.DataFrame, problem_themes: pd.DataFrame) -> pd.DataFrame:
    """List the admitted problems, in the form of commitments.

    Returns
    -------
    DataFrame
        As `commitments`, with type ``problem`` and a row for each clause of a statement, under one `commitment_id`: an
        answer may take up the problem or only what explains it. `theme_id` is the statement's first theme.
    """
    themes = problem_themes.drop_duplicates("problem_id").set_index("problem_id")["theme_id"]
    theme = problems["problem_id"].map(themes).astype("str").fillna("")
    listed = problems.assign(raw=problems["text"].map(_clauses), type="problem", theme_id=theme)
    return listed.assign(commitment_id=_ids(problems)).explode("raw", ignore_index=True)[COLUMNS]


def _clauses(text: str) -> list[str]:
    """Return a statement's clauses; of those after the first, only the ones of `LEAST` characters or more."""
    first, *others = CLAUSE.findall(text) or [text]
    return [first, *(clause for clause in others if len(bare(clause)) >= LEAST)]


def within(quantities: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Find the numbers inside given places.

    Parameters
    ----------
    quantities : DataFrame
        The table of that name.
    places : DataFrame [report_id, line, start, end]

    Returns
    -------
    DataFrame
        The quantities found, with `at`: the position of their place in the rows of `places`.
    """
    spans = places[["report_id", "line"]].assign(at=range(len(places)), opens=places["start"], closes=places["end"])
    both = quantities.merge(spans, on=["report_id", "line"])
    return both[(both["opens"] <= both["start"]) & (both["start"] < both["closes"])]


def _ids(table: pd.DataFrame) -> pd.Series:
    return table["report_id"] + "/c" + table["line"].astype(str) + "." + table["start"].astype(str)


def _type(raw: str) -> str:
    """Return the first type whose words occur in a clause, ``""`` for none."""
    return next((name for name, pattern in _patterns().items() if pattern.search(raw)), "")


@cache
def _patterns() -> dict[str, re.Pattern]:
    return {
        "rule": re.compile(f"(?<!新){either('makes_rules')}"),
        "institution": re.compile(f"{either('sets_up')}.*{either('institutions')}"),
        "platform": re.compile(either("platforms")),
        "training": re.compile(either("trainings")),
        "meeting": re.compile(either("meetings")),
        "campaign": re.compile(either("campaigns")),
    }
