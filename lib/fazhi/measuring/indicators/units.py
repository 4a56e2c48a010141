"""A measure word → the representative of all measure words that count the same thing."""

from __future__ import annotations

from functools import cache

# Measure words that count the same thing.
ALIKE = [
    "件|起|宗|例|案|件次|件批次|单",
    "次|场|场次|期|批次|轮|轮次|批|回",
    "人|名|位|人次",
    "个|家|所",
    "份|本|册|卷|份次",
    "项|条|项次|条次",
    "户|户次",
]


@cache
def alike(unit: str) -> str:
    """Return the first of the measure words that count the same thing (件 for 起 and 宗), or the unit itself."""
    return next((words.split("|")[0] for words in ALIKE if unit in words.split("|")), unit)


_IN_WHOLE_NUMBERS = {alike(unit) for unit in "人件次户份个家"}


def is_fraction_of_one(value: float, unit: str) -> bool:
    """Whether a number counts a fraction of something indivisible (1.8人次), which only a mean can."""
    return value % 1 != 0 and alike(unit) in _IN_WHOLE_NUMBERS
