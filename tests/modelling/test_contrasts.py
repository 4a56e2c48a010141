"""Differences between two sides of clusters, and how many of many tests are marked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.modelling.contrasts import discoveries, error_of_difference, p_values


def test_the_error_is_that_of_welchs_test_where_sides_are_apart_and_alike():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=20), rng.normal(size=20)
    names = np.array([f"c{n:02d}" for n in range(40)])
    error, freedom = error_of_difference((a - a.mean()) / 20, names[:20], (b - b.mean()) / 20, names[20:])
    assert error == pytest.approx(np.sqrt(a.var(ddof=1) / 20 + b.var(ddof=1) / 20))
    assert freedom == 19


def test_clusters_on_both_sides_are_paired():
    names, deviation = np.array(["a", "b", "c"]), np.array([0.1, -0.3, 0.2])
    error, _ = error_of_difference(deviation, names, deviation, names)
    assert error == 0


@settings(deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=30))
def test_marked_tests_are_the_smallest_and_more_are_marked_at_a_higher_rate(p):
    p = np.array(p)
    marked = discoveries(p)
    assert not marked[np.isnan(p)].any()
    assert (discoveries(p, 0.2) >= marked).all()
    if marked.any():
        assert p[marked].max() <= 0.05
        assert marked[~np.isnan(p) & (p <= p[marked].max())].all()


def test_no_error_gives_no_test():
    assert np.isnan(p_values(np.array([0.2]), np.array([np.nan]), 0)).all()
