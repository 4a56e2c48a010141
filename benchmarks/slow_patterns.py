"""The patterns of the library → those that take long on a text which repeats what they repeat.

    python benchmarks/slow_patterns.py [SEED ...]

A pattern that can read one text in many ways may try them all: 36 characters once took hours. Every unbounded
repetition of every pattern that is compiled while the sample is built gets texts made of what it repeats, ended by a
character that nothing matches. Lists the patterns that need more than 100 ms of CPU for 160 characters; none should. A
seed (default 1) decides which texts are made: try several after changing a pattern.
"""

from __future__ import annotations

import random
import re
import re._compiler as compiler
import re._constants as kinds
import re._parser as parser
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest import mock

LENGTH, MOST_SECONDS, GIVEN_UP = 160, 0.1, 2.5
_REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)


def compiled_patterns() -> dict[str, int]:
    """Return every pattern that building the sample compiles, with its flags."""
    found: dict[str, int] = {}
    compile_one = compiler.compile

    def noted(pattern, flags=0):
        if isinstance(pattern, str):
            found[pattern] = int(flags) & ~re.DEBUG
        return compile_one(pattern, flags)

    with mock.patch.object(compiler, "compile", noted), tempfile.TemporaryDirectory() as out:
        from fazhi import paths
        from fazhi.build import build

        build(paths.SAMPLE, Path(out))
    return found


def repeated(parsed: Iterable) -> Iterator:
    """Yield what stands inside each unbounded repetition that can be taken back."""
    for kind, value in parsed:
        if kind in _REPEATS and kind is not kinds.POSSESSIVE_REPEAT and value[1] is kinds.MAXREPEAT:
            yield value[2]
        for part in parts(kind, value):
            yield from repeated(part)


def parts(kind: object, value: object) -> list:
    """Return the patterns inside an element of a parsed pattern."""
    if kind in _REPEATS:
        return [value[2]]
    if kind is kinds.SUBPATTERN:
        return [value[3]]
    if kind is kinds.BRANCH:
        return value[1]
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is kinds.ATOMIC_GROUP else []


def sampled(parsed: Iterable, chance: random.Random) -> str:
    """Return a text that a parsed pattern matches, but for what it looks ahead and back for."""
    return "".join(_sampled_one(kind, value, chance) for kind, value in parsed)


def _sampled_one(kind: object, value: object, chance: random.Random) -> str:
    if kind is kinds.LITERAL:
        return chr(value)
    if kind in (kinds.ANY, kinds.NOT_LITERAL):
        return "的"
    if kind is kinds.IN:
        return _one_of(value, chance)
    if kind is kinds.BRANCH:
        return sampled(chance.choice(value[1]), chance)
    if kind in _REPEATS:
        return "".join(sampled(value[2], chance) for _ in range(max(value[0], chance.randint(0, 1))))
    inner = [] if kind in (kinds.ASSERT, kinds.ASSERT_NOT) else parts(kind, value)
    return "".join(sampled(part, chance) for part in inner)


def _one_of(members: list, chance: random.Random) -> str:
    """Return a character of a class; of one that excludes some, a character that is hardly ever excluded."""
    if members[0][0] is kinds.NEGATE:
        excluded = {chr(value) for kind, value in members if kind is kinds.LITERAL}
        return next(one for one in "整建法1的a" if one not in excluded)
    kind, value = chance.choice(members)
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.RANGE:
        return chr(chance.randint(*value))
    return " " if value is kinds.CATEGORY_SPACE else "1"


def seconds(search, text: str) -> float:
    """Return the CPU time of a search, which is given up after a while; it must run in the main thread."""
    before = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, GIVEN_UP)
    try:
        search(text)
    except TimeoutError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - before


def _given_up(*_) -> None:
    raise TimeoutError


def attempts(pattern: str, flags: int, chance: random.Random) -> Iterator[tuple[float, str]]:
    """Yield the seconds for each text tried on a pattern, and the text."""
    parsed, compiled = parser.parse(pattern, flags), re.compile(pattern, flags)
    for body in repeated(parsed):
        for before in ("", sampled(parsed, chance)):
            one = sampled(body, chance)
            text = (before + one * LENGTH)[: LENGTH - 1] + "\x00"
            yield max(seconds(compiled.search, text), seconds(compiled.fullmatch, text)), text


def main(seeds: list[int]) -> None:
    """Print how many texts were tried, and the slow patterns, slowest first."""
    signal.signal(signal.SIGALRM, _given_up)
    patterns = compiled_patterns()
    tried = [
        (*attempt, pattern)
        for seed in seeds
        for pattern, flags in patterns.items()
        for attempt in attempts(pattern, flags, random.Random(seed))
    ]
    slow = sorted((one for one in tried if one[0] > MOST_SECONDS), reverse=True)
    print(f"{len(patterns)} patterns, {len(tried)} texts, {len(slow)} slow")
    for took, text, pattern in slow:
        print(f"{took:.2f} s on {text[:40]!r} …: {pattern[:120]!r}")


if __name__ == "__main__":
    main([int(given) for given in sys.argv[1:]] or [1])
