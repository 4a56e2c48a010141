"""Problem statements and reports → each statement with its region and its group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from fazhi.errors import UnknownName
from fazhi.schema import REGION


def in_groups(
    problems: pd.DataFrame, reports: pd.DataFrame, by: str, groups: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Assign each statement to its group.

    Parameters
    ----------
    problems, reports : DataFrame
        The tables of those names.
    by : str
        One of `groups`: a column of `reports`, ``"region"`` (with its code, which separates namesakes) or ``"all"``.
    groups : sequence of str
        The groupings that the caller supports.

    Returns
    -------
    told : DataFrame [problem_id, report_id, place, *keys]
        One row per statement; `place` is the region's code and name in one.
    facts : DataFrame [*keys]
        Every group that has a report, even without a statement.

    Raises
    ------
    UnknownName
        For any other `by`.
    """
    if by not in groups:
        raise UnknownName("by", by, groups)
    keys = REGION if by == "region" else [by]
    facts = reports.assign(all="", place=reports["region_code"] + reports["region"])
    told = problems[["problem_id", "report_id"]].merge(facts[["report_id", "place", *keys]], on="report_id")
    return told, facts[keys].drop_duplicates()
