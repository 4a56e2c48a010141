"""Numbers as printed → the least and the most that each can be."""

from math import inf, nan

import pytest

from fazhi.measuring.indicators.ranges import Range, of_number
from fazhi.measuring.quantities.extraction import quantities, sentence


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("500余件", 500, 600),
        ("1370余件", 1370, 1380),
        ("1.8万余件", 18_000, 19_000),
        ("超过500件", 500, inf),
        ("500件以上", 500, inf),
        ("不到500件", 0, 500),
        ("近500件", 400, 500),
        ("约500件", 450, 550),
        ("500件", 500, 500),
        ("300至500件", 300, 500),
    ],
)
def test_what_a_printed_number_can_be(printed: str, low: float, high: float) -> None:
    read = quantities(sentence(f"全市办理公证{printed}。"), 2024).to_dict("records")
    assert [of_number(number) for number in read] == [Range(low, high)]


def test_a_quotient_lies_between_its_extremes() -> None:
    assert Range(500, 600).of(Range(600, 700)) == Range(500 / 700, 1)
    assert Range(5, 5).of(Range(10, inf)) == Range(0, 0.5)
    assert of_number({"raw": "3件", "value": 3.0, "value_high": nan, "bound": "exact"}) == Range(3, 3)
