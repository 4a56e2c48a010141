"""Quantities and the catalogue's rules → quantities with the indicator that each one states."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from operator import attrgetter

import pandas as pd

from fazhi.measuring.indicators.assertions import statements
from fazhi.measuring.indicators.rules import Fit, best, compiled, is_starting_value


def match(quantities: pd.DataFrame, segments: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Say of each quantity which indicator of the catalogue it states.

    A rule fits when the unit is one of `units`, `verb` is found in the quantity's own statement or, in a list, behind
    it, `subject` in it or in what it refers back to, `near` in the paragraph up to it or the headings, and `unless`
    not in the statement. The own statement is the clause around the number, in a list the list's item, with the number
    as ``#``; quotes and blanks are left out. What comes before is searched clause by clause, the nearest first, then
    the headings, but only for a statement that names nothing else. Where several rules fit, the one wins whose subject
    stands nearest, then the one whose verb is in the statement itself, then the longest subject, then the longest
    verb, then the first of the catalogue. Changes, thresholds, plans, and a part of a whole that has the same
    indicator are no indicator.

    Parameters
    ----------
    quantities : DataFrame
        Columns line, start, end, unit, value, subject, verb, role (and segment_id or report_id where there are any).
    segments : DataFrame
        The outline that the quantities were read from: line, start, end, raw, heading, path (and segment_id).
    rules : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame
        The quantities in their order, with `indicator_id` and `rule` (the words that the rule found), ``""`` = none.
        The state that a change starts from (由35件上升至48件) gets the qualifier ``prior``.
    """
    known = compiled(rules)
    fits = {
        index: (fit, prior)
        for segment, rows in _by_segment(quantities, segments)
        for index, fit, prior in _read_segment(segment, rows, known)
    }
    return quantities.assign(
        indicator_id=[fits[index][0].indicator_id if index in fits else "" for index in quantities.index],
        rule=[fits[index][0].rule if index in fits else "" for index in quantities.index],
        qualifier=[
            _with_prior(words) if index in fits and fits[index][1] else words
            for index, words in quantities["qualifier"].items()
        ],
    )


def _with_prior(qualifier: str) -> str:
    return "|".join(sorted({*qualifier.split("|"), "prior"} - {""}))


def _read_segment(segment: dict, rows: list, rules: list[dict]) -> Iterator[tuple[object, Fit, bool]]:
    """Yield of each indicator stated in a segment its quantity's index, the fit, and whether it is an earlier state."""
    known: list[str] = []
    for statement, wholes, row in statements(segment, rows):
        fit = best(statement, row, rules)
        if fit and fit.indicator_id in [known[whole] for whole in wholes]:
            fit = None
        known.append(fit.indicator_id if fit else "")
        if fit:
            yield row.Index, fit, is_starting_value(statement)


def _by_segment(quantities: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[dict, list]]:
    """Yield each segment that holds quantities, with them in their order."""
    key = "segment_id" if "segment_id" in quantities and "segment_id" in segments else "line"
    found = grouped(quantities.sort_values("start", kind="stable").itertuples(), attrgetter(key))
    for segment in segments[[key, "start", "end", "raw", "heading", "path"]].to_dict("records"):
        beside = found.get(segment[key], [])
        inside = [row for row in beside if segment["start"] <= row.start and row.end <= segment["end"]]
        if inside:
            yield segment, inside


def grouped(rows: Iterable, key: Callable[..., Hashable]) -> dict[Hashable, list]:
    """Return rows by a key, the groups and their rows in order of appearance; for many groups of a few rows each."""
    groups: dict[Hashable, list] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
