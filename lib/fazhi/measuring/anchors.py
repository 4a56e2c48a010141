"""Patterns and a text → which patterns can match it at all, by required literals, in one pass for all patterns.

A pattern's anchors are literals of which every match contains at least one (受理 or 收到 for ``(?:受理|收到)[^,]*件``).
One Aho–Corasick pass finds all those in a text; a pattern with no anchor in it need not be tried. This only skips
searches that would fail: the results do not change.
"""

from __future__ import annotations

import re
import re._constants as sre
import re._parser as parser
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product

from ahocorasick_rs import AhoCorasick

from fazhi.lexicon import compiled

_MOST = 400  # anchors of one pattern; a pattern with more is always tried
_NOTHING = frozenset([""])  # an assertion consumes nothing
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_MOST_EXACT = 60  # most strings that a part of a pattern is expanded to


class Anchors:
    """The anchors of several patterns; sets of patterns are integers, with bit ``1 << n`` for the n-th.

    Parameters
    ----------
    patterns : sequence of str
        Regular expressions; ``""`` means no pattern and is possible in every text.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._always = 0
        meant: dict[str, int] = {}
        for n, pattern in enumerate(patterns):
            found = anchors(pattern)
            for literal in found:
                meant[literal] = meant.get(literal, 0) | 1 << n
            if not found:
                self._always |= 1 << n
        self._meant = list(meant.values())
        self._automaton = AhoCorasick(list(meant)) if meant else None

    def possible(self, text: str) -> int:
        """Return the set of patterns that can match the text."""
        found = self._always
        if self._automaton:
            for literal in {hit[0] for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)}:
                found |= self._meant[literal]
        return found


class Patterns:
    """Several patterns, each compiled the first time it may match.

    Parameters
    ----------
    patterns : iterable of str
        Regular expressions; ``""`` means no pattern and matches nowhere.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = list(patterns)
        self._there = sum(1 << n for n, pattern in enumerate(self._patterns) if pattern)

    def __getitem__(self, n: int) -> re.Pattern | None:
        """Return the n-th pattern compiled, or None if there is none."""
        return compiled(self._patterns[n]) if self._patterns[n] else None

    def matching(self, text: str) -> Iterator[int]:
        """Yield which patterns match somewhere in the text."""
        possible = self._anchors.possible(text) & self._there
        while possible:
            n = (possible & -possible).bit_length() - 1
            possible &= possible - 1
            if self[n].search(text):
                yield n

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors(self._patterns)


def anchors(pattern: str) -> frozenset[str]:
    r"""Return literals of which every match of a pattern contains one; none if there are no such literals.

    Examples
    --------
    >>> sorted(anchors("(?:受理|收到)[^,]*件"))
    ['受理', '收到']
    >>> sorted(anchors(r"[省市]委|\d+"))
    []
    """
    found = _required(list(parser.parse(pattern))) if "(?i" not in pattern else None
    return found if found and len(found) <= _MOST else frozenset()


def _required(items: list) -> frozenset[str] | None:
    """Return the best set of literals for a sequence of parsed items: long first, then few; None if there is none."""
    candidates, exact = [], _NOTHING
    for item in items:
        spelled = _exact(item)
        joined = _joined(exact, spelled)
        if joined is None:
            candidates += [exact, _within(item)]
            exact = spelled or _NOTHING
        else:
            exact = joined
    usable = [found for found in (*candidates, exact) if found and "" not in found]
    return max(usable, key=lambda found: (min(map(len, found)), -len(found)), default=None)


def _joined(before: frozenset[str], after: frozenset[str] | None) -> frozenset[str] | None:
    """Return every string of one set followed by every string of the other, None if there are too many."""
    if after is None or len(before) * len(after) > _MOST_EXACT:
        return None
    return frozenset(map("".join, product(before, after)))


def _exact(item: tuple) -> frozenset[str] | None:
    """Return all strings matched by a parsed item, None if there are too many."""
    kind, told = item
    if kind is sre.LITERAL:
        return frozenset([chr(told)])
    if kind is sre.IN and all(each[0] is sre.LITERAL for each in told):
        return frozenset(chr(code) for _, code in told)
    if kind in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        return _NOTHING
    ways = _ways(kind, told)
    return _union(map(_spelled, ways)) if ways else None


def _ways(kind: int, told: tuple) -> list[Iterable]:
    """Return the alternative item sequences of a group, alternation or optional item; none for other kinds."""
    if kind is sre.SUBPATTERN:
        return [told[-1]]
    if kind is sre.BRANCH:
        return told[1]
    return [[], told[2]] if kind in _REPEATS and told[:2] == (0, 1) else []


def _spelled(items: Iterable) -> frozenset[str] | None:
    """Return all strings matched by a sequence of parsed items, None if there are too many."""
    exact: frozenset[str] | None = _NOTHING
    for item in items:
        exact = _joined(exact, _exact(item))
        if exact is None:
            return None
    return exact


def _within(item: tuple) -> frozenset[str] | None:
    """Return literals of which every match of one item contains one."""
    kind, told = item
    if kind is sre.SUBPATTERN:
        return _required(list(told[-1]))
    if kind is sre.BRANCH:
        return _union(_required(list(branch)) for branch in told[1])
    if kind in _REPEATS and told[0] > 0:
        return _required(list(told[2]))
    return None


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    sets = list(sets)
    return None if None in sets else frozenset().union(*sets)
