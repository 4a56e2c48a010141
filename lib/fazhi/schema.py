"""The tables' contract: every table's columns with their types, keys and allowed values."""

from __future__ import annotations

import pandas as pd

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

# str: "" means none.  int: never missing.  Int: may be missing.  float: NaN means none.
COLUMNS: dict[str, dict[str, str]] = {
    "reports": {
        "report_id": "str",
        "file": "str",
        "format": "str",
        "encoding": "str",
        "sha256": "str",
        "title": "str",
        "region": "str",
        "region_code": "str",
        "province": "str",
        "prefecture": "str",
        "county": "str",
        "level": "str",
        "issuer": "str",
        "issuer_type": "str",
        "department": "str",
        "year": "int64",
        "document_number": "str",
        "signed": "str",
        "published": "str",
        "n_chars": "int64",
        "n_segments": "int64",
        "n_quantities": "int64",
        "n_problems": "int64",
        "warnings": "str",
    },
    "segments": {
        "segment_id": "str",
        "report_id": "str",
        "line": "int64",
        "start": "int64",
        "end": "int64",
        "raw": "str",
        "level": "int64",
        "label": "str",
        "heading": "str",
        "path": "str",
        "role": "str",
        "text": "str",
    },
    "words": {"segment_id": "str", "word": "str", "count": "int64"},
    "quantities": {
        "quantity_id": "str",
        "report_id": "str",
        "segment_id": "str",
        "line": "int64",
        "start": "int64",
        "end": "int64",
        "raw": "str",
        "value": "float64",
        "value_high": "float64",
        "unit": "str",
        "bound": "str",
        "subject": "str",
        "verb": "str",
        "scope": "str",
        "qualifier": "str",
        "year": "Int64",
        "role": "str",
        "whose": "str",
        "when": "str",
        "kind": "str",
        "evidence": "str",
        "indicator_id": "str",
        "also": "str",
        "rule": "str",
    },
    "indicators": {
        "report_id": "str",
        "region_code": "str",
        "year": "int64",
        "indicator_id": "str",
        "value": "float64",
        "unit": "str",
        "bound": "str",
        "qualifier": "str",
        "quantity_ids": "str",
    },
    "ratios": {
        "report_id": "str",
        "region_code": "str",
        "year": "int64",
        "ratio_id": "str",
        "stated": "float64",
        "computed": "float64",
        "numerator_ids": "str",
        "denominator_ids": "str",
    },
    "disclosure": {"report_id": "str", "indicator_id": "str", "status": "str"},
    "problems": {
        "problem_id": "str",
        "report_id": "str",
        "n": "int64",
        "line": "int64",
        "start": "int64",
        "end": "int64",
        "text": "str",
    },
    "problem_themes": {"problem_id": "str", "theme_id": "str", "evidence": "str", "start": "int64", "end": "int64"},
    "checks": {
        "report_id": "str",
        "kind": "str",
        "stated": "float64",
        "computed": "float64",
        "quantity_ids": "str",
        "message": "str",
    },
    "topics": {"topic_id": "str", "label": "str", "stability": "float64", "share": "float64"},
    "topic_words": {"topic_id": "str", "word": "str", "weight": "float64", "rank": "int64"},
    "topic_shares": {"topic_id": "str", "report_id": "str", "share": "float64", "low": "float64", "high": "float64"},
    "metadata_evidence": {"report_id": "str", "field": "str", "value": "str", "line": "int64", "words": "str"},
    "reuse": {
        "report_id": "str",
        "line": "int64",
        "start": "int64",
        "end": "int64",
        "role": "str",
        "kind": "str",
        "direction": "str",
        "similarity": "float64",
        "source_report_id": "str",
        "source_line": "Int64",
        "source_start": "Int64",
        "source_end": "Int64",
        "places": "int64",
    },
    "boilerplate": {
        "report_id": "str",
        "role": "str",
        "n_chars": "int64",
        "boilerplate": "float64",
        "last_year": "float64",
        "elsewhere": "float64",
        "own": "float64",
    },
    "commitments": {
        "commitment_id": "str",
        "report_id": "str",
        "line": "int64",
        "start": "int64",
        "end": "int64",
        "type": "str",
        "theme_id": "str",
        "next_report_id": "str",
        "outcome": "str",
        "score": "float64",
    },
    "mentions": {
        "commitment_id": "str",
        "rank": "int64",
        "report_id": "str",
        "line": "int64",
        "start": "int64",
        "end": "int64",
        "role": "str",
        "score": "float64",
        "quantity_ids": "str",
    },
    "ledger": {"file": "str", "sha256": "str", "status": "str", "reason": "str", "report_id": "str"},
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
