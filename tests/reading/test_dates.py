"""Dates and years in every usual way of writing."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.normalization import plain
from fazhi.reading.dates import bare_years, dates, years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年2月7日", ["2024-02-07"]),
        ("２０２４年１月２０日", ["2024-01-20"]),
        ("2024 年 1 月 9 日", ["2024-01-09"]),
        ("二〇二四年一月二十日", ["2024-01-20"]),
        ("二○二三年十二月三十一日", ["2023-12-31"]),
        ("二零二二年十月十日", ["2022-10-10"]),
        ("2024年元月5日", ["2024-01-05"]),
        ("2024年3月", ["2024-03"]),
        ("2021/03/29 11:30:01", ["2021-03-29"]),
        ("2024.1.4", ["2024-01-04"]),
        ("2024-02-26至2024-03-01", ["2024-02-26", "2024-03-01"]),
        ("2024年13月1日", []),
        ("12345-01-01", []),
        ("2021—2025年", []),
        ("第十二月", []),
    ],
)
def test_dates(text, expected):
    assert [found.value for found in dates(plain(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年度", ["2024"]),
        ("二〇二三年度和2024年", ["2023", "2024"]),
        ("规划(2021—2025年)", []),
        ("2021年至2025年", []),
        ("〔2023〕21号", []),
        ("12024年", []),
    ],
)
def test_years(text, expected):
    assert [found.value for found in years(plain(text))] == expected


def test_bare_years():
    assert [found.value for found in bare_years("法治政府建设报告2023")] == ["2023"]
    assert bare_years("〔2023〕2号 2021-2025年 2024年 12.2023") == []


@given(st.dates(min_value=datetime.date(1980, 1, 1), max_value=datetime.date(2049, 12, 31)))
def test_every_date_is_found_in_both_scripts(date):
    numerals = "〇一二三四五六七八九"

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return (numerals[tens] if tens > 1 else "") + ("十" if tens else "") + (numerals[ones] if ones else "")

    year = "".join(numerals[int(digit)] for digit in str(date.year))
    written = f"{year}年{small(date.month)}月{small(date.day)}日"
    for text in (written, f"{date.year}年{date.month}月{date.day}日", date.isoformat()):
        assert [found.value for found in dates(text)] == [date.isoformat()]
