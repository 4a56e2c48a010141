"""The tables' contract (the columns of `columns`, keys, allowed values); a table → the same, typed or checked."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pandas as pd
import pyarrow as pa

from fazhi.columns import TABLES

ENOUGH_REPORTS = 30
"""With fewer reports no conclusions can be drawn; every page and caption then says so."""
REGION = ["region_code", "region"]  # townships and zones have their parent's code; only both together identify them
REPORTED_ON = [*REGION, "level", "year"]
REPORT = ["report_id", "region_code", "year"]  # what a report's values carry of it
PLACE = ["report_id", "line", "start", "end"]  # where in a report
OTHER = "other"  # the theme_id of a statement that fits no theme
LEVELS = ["province", "prefecture", "county", "township"]
ISSUER_TYPES = ["government", "party_and_government", "department", "township", "other"]
# Whose report charts show if a region and year has several: whole governments before their parts.
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
# Written by notebooks, next to the tables of the build.
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


class ContractBroken(ValueError):
    """Rows that break the contract of the tables."""


def recorded(name: str, rows: list[dict]) -> pa.Table:
    """Return rows as `typed` does, for a Parquet file, if they keep the contract.

    Parameters
    ----------
    name : str
        A table of the contract.
    rows : list of dict
        The rows; missing values are None, NaN or absent. Columns that are not in the contract are dropped.

    Raises
    ------
    ContractBroken
        At a value of the wrong type, a missing number in a column without missing values, a value that is not allowed,
        or a duplicate key: a defect of the program, never of a report.
    """
    keys = [tuple(row.get(column) for column in KEYS[name]) for row in rows]
    in_order = sorted(range(len(rows)), key=keys.__getitem__)
    if len(set(keys)) < len(keys):
        twice = next(keys[n] for n, following in pairwise(in_order) if keys[n] == keys[following])
        raise ContractBroken(f"{name}: the key {', '.join(KEYS[name])} is not unique: {twice}")
    schema = arrow_schema(name)
    arrays = [_array(name, field, [rows[n].get(field.name) for n in in_order]) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(name: str, field: pa.Field, values: list) -> pa.Array:
    """Return the values of a column, if they keep the contract."""
    kind = COLUMNS[name][field.name]
    if kind == "str":
        values = ["" if value is None else value for value in values]
    try:
        array = pa.array(values, field.type, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ContractBroken(f"{name}, column {field.name}: no {kind}: {error}") from error
    if array.null_count and kind not in ("float64", "Int64"):
        raise ContractBroken(f"{name}, column {field.name}: a missing {kind}")
    allowed = ALLOWED.get((name, field.name))
    if allowed and (unknown := set(values) - set(allowed)):
        raise ContractBroken(f"{name}, column {field.name}: not allowed: {', '.join(map(str, unknown))}")
    return array


@cache
def arrow_schema(name: str) -> pa.Schema:
    """Return the columns of a table and their types in a Parquet file."""
    return pa.Schema.from_pandas(typed(name, []), preserve_index=False)


def typed(name: str, rows: list[dict] | pd.DataFrame) -> pd.DataFrame:
    """Return rows as a table of the contract: its columns in order, its types, sorted by its key.

    Parameters
    ----------
    name : str
        A table of the contract, e.g. ``"quantities"``.
    rows : list of dict or DataFrame
        The rows. Columns that are not in the contract are dropped; absent string and float columns
        are filled as missing (``""``, NaN).
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
