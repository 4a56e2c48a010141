"""The tables' contract: the columns of `columns` with keys and allowed values; a table → the same, typed or checked."""

from __future__ import annotations

import pandas as pd

from fazhi.columns import TABLES

ENOUGH_REPORTS = 30
"""Fewer reports illustrate the method; no conclusions can be drawn, and every page and caption then says so."""
REGION = ["region_code", "region"]  # of townships and zones the code is their parent's, and only both tell them apart
REPORTED_ON = [*REGION, "level", "year"]
PLACE = ["report_id", "line", "start", "end"]
OTHER = "other"  # the theme_id of a statement that no theme of the codebook fits
LEVELS = ["province", "prefecture", "county", "township"]
ISSUER_TYPES = ["government", "party_and_government", "department", "township", "other"]
# Whose report charts show where a region and year has several: whole governments before their parts.
ISSUER_PREFERENCE = ["government", "party_and_government", "department", "township", "other", ""]
ROLES = [
    "cruft",
    "title",
    "docnumber",
    "addressee",
    "opening",
    "achievement",
    "leadership",
    "problem",
    "plan",
    "signature",
]
BOUNDS = ["exact", "more_than", "less_than", "about"]
DISCLOSURE = ["reported", "reported as zero", "other measure", "not reported"]
CHECK_KINDS = ["sum", "ratio", "order", "repeat", "conflict", "magnitude", "change", "candidates"]
WHOSE = ["own", "larger", "part", "other body", "per unit"]
WHEN = ["year", "cumulative", "prior", "part of the year", "plan"]
KIND = ["total", "part", "mean", "subset", "change", "threshold"]
REUSE_KINDS = ["year on year", "upper and lower level", "region to region", "boilerplate"]
DIRECTIONS = ["source earlier", "shared"]
COMMITMENT_TYPES = ["meeting", "rule", "training", "institution", "platform", "campaign", "number target", "problem"]
OUTCOMES = ["reported with a number", "reported", "repeated as plan", "not mentioned", "no next report"]
# What notebooks write, beside the tables of the build.
OF_NOTEBOOKS = [
    "topics",
    "topic_words",
    "topic_shares",
    "reuse",
    "boilerplate",
    "commitments",
    "mentions",
]

COLUMNS: dict[str, dict[str, str]] = {
    name: {column: told.kind for column, told in table.columns.items()} for name, table in TABLES.items()
}

KEYS: dict[str, list[str]] = {
    "reports": ["report_id"],
    "segments": ["report_id", "line", "start"],
    "words": ["segment_id", "word"],
    "quantities": ["report_id", "line", "start"],
    "indicators": ["report_id", "indicator_id", "qualifier", "quantity_ids"],
    "ratios": ["report_id", "ratio_id"],
    "disclosure": ["report_id", "indicator_id"],
    "problems": ["report_id", "n"],
    "problem_themes": ["problem_id", "theme_id"],
    "checks": ["report_id", "kind", "quantity_ids"],
    "topics": ["topic_id"],
    "topic_words": ["topic_id", "rank"],
    "topic_shares": ["topic_id", "report_id"],
    "metadata_evidence": ["report_id", "field"],
    "reuse": ["report_id", "line", "start", "kind"],
    "boilerplate": ["report_id", "role"],
    "commitments": ["report_id", "line", "start"],
    "mentions": ["commitment_id", "rank"],
    "corrections": ["report", "line", "start", "field"],
    "ledger": ["file"],
}

ALLOWED: dict[tuple[str, str], list[str]] = {
    ("reports", "level"): LEVELS,
    ("reports", "issuer_type"): [*ISSUER_TYPES, ""],
    ("segments", "role"): ROLES,
    ("quantities", "bound"): BOUNDS,
    ("quantities", "role"): [*ROLES, ""],
    ("quantities", "whose"): WHOSE,
    ("quantities", "when"): WHEN,
    ("quantities", "kind"): KIND,
    ("indicators", "bound"): BOUNDS,
    ("disclosure", "status"): DISCLOSURE,
    ("checks", "kind"): CHECK_KINDS,
    ("reuse", "kind"): REUSE_KINDS,
    ("reuse", "direction"): DIRECTIONS,
    ("commitments", "type"): COMMITMENT_TYPES,
    ("commitments", "outcome"): OUTCOMES,
    ("ledger", "status"): ["included", "excluded"],
}


def validated(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it is when it keeps the contract: columns in order, types, a unique key, allowed values.

    Raises
    ------
    pandera.errors.SchemaError, pandera.errors.SchemaErrors
        At a breach: a defect of the program, never of a report.
    """
    import pandera.pandas as pandera

    columns = {
        column: pandera.Column(
            table[column].dtype if kind == "str" else kind,
            pandera.Check.isin(ALLOWED[name, column]) if (name, column) in ALLOWED else None,
            nullable=kind in ("float64", "Int64"),
            description=TABLES[name].columns[column].meaning,
        )
        for column, kind in COLUMNS[name].items()
    }
    schema = pandera.DataFrameSchema(columns, strict=True, ordered=True, unique=KEYS[name])
    return schema.validate(table)


def typed(name: str, rows: list[dict] | pd.DataFrame) -> pd.DataFrame:
    """Return rows as a table of the contract: its columns in order, its types, sorted by its key.

    Parameters
    ----------
    name : str
        A table of the contract, e.g. ``"quantities"``.
    rows : list of dict or DataFrame
        What is to go in. Columns that the contract does not know are dropped; string and float columns that are not
        given are filled as missing (``""``, NaN).
    """
    frame = pd.DataFrame(rows)
    blank = {"str": "", "float64": float("nan"), "Int64": pd.NA}
    columns = {}
    for column, kind in COLUMNS[name].items():
        if column in frame:
            values = frame[column].fillna("") if kind == "str" else frame[column]
        else:
            values = pd.Series([blank.get(kind)] * len(frame), index=frame.index, dtype=object)
        columns[column] = values.astype(kind)
    return pd.DataFrame(columns).sort_values(KEYS[name], kind="stable", ignore_index=True)
