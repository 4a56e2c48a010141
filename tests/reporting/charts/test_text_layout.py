"""Text in charts: numbers written short, labels wrapped, lines moved apart, ink that can be read."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from chart_tables import luminance
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.reporting.charts import elements, text_layout


@pytest.mark.parametrize(
    ("top", "lang", "text"),
    [
        (900, "zh", "900"),
        (99_000, "zh", "20,000"),
        (240_000, "zh", "2万"),
        (240_000, "en", "20k"),
        (3e6, "en", "0.02M"),
    ],
)
def test_counts_are_written_short(top, lang, text):
    assert elements.counts(top, lang)(900 if top == 900 else 20_000) == text


def test_labels_break_between_words():
    assert text_layout.wrapped("法治意识和法治思维不足", 7) == "法治意识\n和法治思维不足"
    assert text_layout.wrapped("统筹推进与压力传导不足", 7) == "统筹推进\n与压力传导不足"
    assert text_layout.wrapped("普法针对性实效性不足", 6) == "普法针对性\n实效性不足"
    assert text_layout.wrapped("Supervision and openness", 7) == "Supervision\nand openness"
    assert text_layout.wrapped("述法", 1) == "述法"
    assert text_layout.wrapped("", 1) == ""


@given(
    st.text("法治政府建设 与和、（）abc-12", min_size=1, max_size=30).filter(str.strip),
    st.floats(1, 20),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_wrapping_keeps_the_text(label, width, most):
    lines = text_layout.wrapped(label, width, most).split("\n")
    assert len(lines) <= most
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")
    assert not any(line[0] in "、）" for line in lines[1:])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.floats(0.01, 0.1))
def test_line_ends_are_moved_apart(places, gap):
    moved = text_layout._apart(sorted(places), gap)
    assert all(other - one >= gap * 0.999 for one, other in pairwise(moved))
    assert moved[-1] <= 1 + 1e-9


@given(st.dictionaries(st.integers(2000, 2030), st.floats(0, 9), min_size=1))
def test_gaps_are_laid_out(values):
    years, laid = elements.with_gaps(list(values), list(values.values()))
    assert years == list(range(min(values), max(values) + 1))
    assert {year: value for year, value in zip(years, laid, strict=True) if value == value} == values


def test_text_can_be_read_on_every_cell_of_a_heat_map():
    """WCAG 2.1 asks for 4.5 in small text; between the middle blues and either ink 4 is what can be had."""
    for share in np.linspace(0, 1, 200):
        cell = plt.colormaps["Blues"](share / 1.15)
        light, dark = sorted([luminance(cell), luminance(elements.ink_on(cell))], reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 4
