"""Numbers as printed → the lowest and highest value that each can have."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from fazhi.normalization import plain

_SURPLUS = re.compile("[余多几]")
_NEARLY = re.compile("^ ?(?:将近|接近|近)")


@dataclass(frozen=True)
class Range:
    """The possible values of a count; `high` is infinite if there is no upper bound."""

    low: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def of(self, whole: Range) -> Range:
        """Return the possible values of the quotient of two counts."""
        return Range(
            self.low / whole.high if math.isfinite(whole.high) else 0.0,
            self.high / whole.low if whole.low else math.inf,
        )


def of_number(number: dict) -> Range:
    """Return the possible values of a printed number.

    Parameters
    ----------
    number : dict
        A quantity: raw, value, value_high, bound.

    Returns
    -------
    Range
        An exact number is itself, a range (3至5) from end to end. 余, 多: less than one step more, a step being the
        place of the last digit printed (500余 is less than 600, 1.8万余 less than 1.9万). 近: less than one step below.
        约, 左右: half a step either way. 以上, 超过: no upper bound; 以下, 不到: no lower bound above zero.
    """
    value, step = number["value"], _step(number)
    raw = plain(number["raw"])
    if not math.isnan(number["value_high"]):
        return Range(value, number["value_high"])
    if number["bound"] == "more_than":
        return Range(value, value + step if _SURPLUS.search(raw) else math.inf)
    if number["bound"] == "less_than":
        return Range(0.0, value)
    if number["bound"] == "about":
        return Range(value - step, value) if _NEARLY.search(raw) else Range(value - step / 2, value + step / 2)
    return Range(value, value)


def _step(number: dict) -> float:
    """Return the place value of the last non-zero digit printed: 100 for 500余, 1000 for 1.8万余."""
    digits = Decimal(repr(float(number["value"]))).normalize()
    return float(Decimal(1).scaleb(int(digits.as_tuple().exponent)))
