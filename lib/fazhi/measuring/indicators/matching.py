"""Quantities and the catalogue's rules → quantities with the indicator that each one states."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import product
from operator import attrgetter

import pandas as pd

from fazhi.lexicon import either
from fazhi.measuring.indicators.matched_text import NUMBER, Statement, statements
from fazhi.measuring.indicators.rules import Fit, Rules, best, names_something
from fazhi.measuring.quantities.zeros import ZERO_WORDS

SEPARATOR = "|"  # between several ids or words of one cell


@dataclass(frozen=True)
class Match:
    """The columns that `match` adds to a quantity."""

    indicator_id: str = ""
    also: str = ""
    rule: str = ""
    statement: str = ""
    distance: int = 0
    borrowed: bool = False
    rivals: int = 0


_PERIOD = re.compile(either("this_year"))
COLUMNS = [field.name for field in fields(Match)]


def match(quantities: pd.DataFrame, segments: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Assign to each quantity the catalogue indicator that it states.

    A rule fits if the unit is one of `units`, `verb` is found in the quantity's own statement or, in a list, after
    it, `subject` in it or in what it refers back to, `near` in the paragraph up to it or the headings, and `unless`
    not in the statement. The own statement is the clause around the number, or the list item, with the number as
    ``#``; quotes and blanks are removed. Earlier text is searched clause by clause, nearest first, then the headings,
    but only for a statement that names nothing else. If several rules fit, the one with the nearest subject is chosen,
    then the one whose verb is in the statement itself, then the longest subject, then the longest verb, then the first
    in the catalogue. Changes, thresholds, plans, and a part of a whole with the same indicator are not assigned an
    indicator.

    Parameters
    ----------
    quantities : DataFrame
        Columns line, start, end, unit, value, subject, verb, role (and segment_id or report_id if available).
    segments : DataFrame
        The outline the quantities were read from: line, start, end, raw, heading, path (and segment_id).
    rules : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame
        The quantities in their order, with `indicator_id`, `also` (further indicators of the same number, as in
        办结率、满意率均达100%; "|" between) and `rule` (the words matched by the rule), ``""`` = none; `statement`,
        the text it was matched in; and how plain the match is: `distance` (clauses between the number and its subject;
        `rules.HEADING` = in the heading), `borrowed` (whether its verb is outside the statement) and `rivals` (how many
        other rules fit equally near); 0 and False if there is no indicator.
    """
    found = matches(list(quantities.itertuples()), segments.to_dict("records"), Rules(rules))
    matched = quantities.assign(**{column: [getattr(one, column) for one in found] for column in COLUMNS})
    counts = [is_told(raw, one) for raw, one in zip(quantities["raw"], found, strict=True)]
    return matched[pd.Series(counts, matched.index, dtype=bool)]


def matches(rows: list, segments: list[dict], rules: Rules) -> list[Match]:
    """Return what `match` adds to each quantity, given as a table row or similar."""
    found = {
        id(row): matched
        for segment, inside in _by_segment(rows, segments)
        for row, matched in _read_segment(segment, inside, rules)
    }
    return [found.get(id(row), Match()) for row in rows]


def is_told(raw: str, found: Match) -> bool:
    """Whether a quantity is kept: a zero stated in words only if it is the value of an indicator."""
    return found.indicator_id != "" or raw not in ZERO_WORDS


def _read_segment(segment: dict, rows: list, rules: Rules) -> Iterator[tuple[object, Match]]:
    """Yield each quantity of a segment with its match."""
    read: list[tuple[object, Statement, list[Fit]]] = []
    for statement, wholes, row in statements(segment, rows):
        fits = _fits(statement, row, rules)
        same = [n for n in wholes if fits and read[n][2] and read[n][2][0].indicator_id == fits[0].indicator_id]
        if same and _says_more(statement, [read[n][1] for n in same], fits[0].indicator_id, rules):
            for n in same:
                read[n] = (*read[n][:2], [])
        elif same and (not _is_ours(row) or any(_is_ours(read[n][0]) for n in same)):
            fits = []  # part of another figure, and not the region's own figure for the year
        read.append((row, statement, fits))
    for row, statement, fits in read:
        yield row, _matched(fits, _with_background(statement, row))


def _is_ours(row) -> bool:
    return (row.whose, row.when) == ("own", "year")


def _says_more(part: Statement, wholes: list[Statement], indicator_id: str, rules: Rules) -> bool:
    """Whether the indicator is preferably taken from a part and not from its whole (执法人员#名,其中持证#名)."""
    return rules.prefers(indicator_id, part.own) and not any(rules.prefers(indicator_id, one.own) for one in wholes)


def _matched(fits: list[Fit], statement: str) -> Match:
    if not fits:
        return Match(statement=statement)
    first, also = fits[0], SEPARATOR.join(fit.indicator_id for fit in fits[1:])
    return Match(first.indicator_id, also, first.rule, statement, first.distance, bool(first.borrowed), first.rivals)


def _with_background(statement: Statement, row) -> str:
    """Return a statement, with the preceding text of its sentence if it names neither a thing nor a period (败诉#)."""
    if names_something(statement.own) or _PERIOD.match(statement.own):
        return statement.own
    return f"{row.sentence[row.sentence.rfind(';', 0, row.at) + 1 : row.at]} {statement.own}"


def _fits(statement: Statement, row, rules: Rules) -> list[Fit]:
    """Return the matched rules of a number: one for each name it is given to, usually one."""
    fits = filter(None, (best(reading, row, rules) for reading in _readings(statement)))
    return list({fit.indicator_id: fit for fit in fits}.values())


def _readings(statement: Statement) -> list[Statement]:
    """Return a statement once for each thing named before it and each rate name that shares its number."""
    if not statement.shared:
        return [statement]
    things = statement.subject
    for name in statement.shared:
        things = things.replace(name.removesuffix(NUMBER), "")
    pairs = product(re.split("[、和及与]+", things.strip("、和及与")), statement.shared)
    return [replace(statement, subject=thing, own=own) for thing, own in pairs]


def _by_segment(rows: list, segments: list[dict]) -> Iterator[tuple[dict, list]]:
    """Yield each segment that contains quantities, with them in their order."""
    named = all(hasattr(row, "segment_id") for row in rows) and all("segment_id" in segment for segment in segments)
    key = "segment_id" if named else "line"
    found = grouped(sorted(rows, key=attrgetter("start")), attrgetter(key))
    for segment in segments:
        beside = found.get(segment[key], [])
        inside = [row for row in beside if segment["start"] <= row.start and row.end <= segment["end"]]
        if inside:
            yield segment, inside


def grouped(rows: Iterable, key: Callable[..., Hashable]) -> dict[Hashable, list]:
    """Group rows by a key, in order of appearance; fast for many small groups."""
    groups: dict[Hashable, list] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
