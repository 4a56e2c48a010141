"""Quantities and the catalogue's rules → quantities with the indicator that each one states."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from itertools import product
from operator import attrgetter

import pandas as pd

from fazhi.measuring.indicators.assertions import NUMBER, Statement, statements
from fazhi.measuring.indicators.rules import Fit, Rules, best, names_something
from fazhi.measuring.quantities.zeros import ZERO_WORDS

SEPARATOR = "|"  # between several ids or words of one cell


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
        The quantities in their order, with `indicator_id`, `also` (further indicators of the same number, as in
        办结率、满意率均达100%; "|" between) and `rule` (the words that the rule found), ``""`` = none,
        `statement`, what it was read from, and how plainly: `distance` (clauses before the number that its subject
        is named; `rules.HEADING` = in the heading), `borrowed` (whether its verb stands outside of the statement) and
        `rivals` (how many other rules fit from as near); 0 and False where there is no indicator.
    """
    known = Rules(rules)
    fits = {
        index: (fits, own)
        for segment, rows in _by_segment(quantities, segments)
        for index, fits, own in _read_segment(segment, rows, known)
    }
    found = [fits.get(index, ([], "")) for index in quantities.index]
    matched = quantities.assign(
        indicator_id=[fitting[0].indicator_id if fitting else "" for fitting, _ in found],
        also=[SEPARATOR.join(fit.indicator_id for fit in fitting[1:]) for fitting, _ in found],
        rule=[fitting[0].rule if fitting else "" for fitting, _ in found],
        statement=[own for _, own in found],
        distance=[fitting[0].distance if fitting else 0 for fitting, _ in found],
        borrowed=[bool(fitting and fitting[0].borrowed) for fitting, _ in found],
        rivals=[fitting[0].rivals if fitting else 0 for fitting, _ in found],
    )
    return matched[(matched["indicator_id"] != "") | ~matched["raw"].isin(ZERO_WORDS)]


def _read_segment(segment: dict, rows: list, rules: Rules) -> Iterator[tuple[object, list[Fit], str]]:
    """Yield of each quantity of a segment its index, the fits of the indicators that it states, and its statement."""
    known: list[tuple[str, bool]] = []
    for statement, wholes, row in statements(segment, rows):
        fits = _fits(statement, row, rules)
        ours = (row.whose, row.when) == ("own", "year")
        told = [
            told
            for indicator_id, told in (known[whole] for whole in wholes)
            if fits and indicator_id == fits[0].indicator_id
        ]
        if told and (any(told) or not ours):
            fits = []  # a part of a figure that is given, and not the region's own one of the year
        known.append((fits[0].indicator_id if fits else "", ours))
        yield row.Index, fits, _with_background(statement, row)


def _with_background(statement: Statement, row) -> str:
    """Return a statement, with what its sentence said before where it names nothing itself (败诉#)."""
    if names_something(statement.own):
        return statement.own
    return f"{row.sentence[row.sentence.rfind(';', 0, row.at) + 1 : row.at]} {statement.own}"


def _fits(statement: Statement, row, rules: Rules) -> list[Fit]:
    """Return the fits of the indicators that a number states: one for each name that it is given to, mostly one."""
    fits = filter(None, (best(reading, row, rules) for reading in _readings(statement)))
    return list({fit.indicator_id: fit for fit in fits}.values())


def _readings(statement: Statement) -> list[Statement]:
    """Return a statement once for each thing named before it and each name of a rate that share its number."""
    if not statement.shared:
        return [statement]
    things = statement.subject
    for name in statement.shared:
        things = things.replace(name.removesuffix(NUMBER), "")
    pairs = product(re.split("[、和及与]+", things.strip("、和及与")), statement.shared)
    return [replace(statement, subject=thing, own=own) for thing, own in pairs]


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
