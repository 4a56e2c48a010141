"""Intervals against published examples, and what holds for any counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from fazhi.modelling.intervals import bootstrap, clustered, measured, of_share, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(k, n, low, high):
    """Newcombe, R. G. (1998). Statistics in Medicine 17, 857–872, table I, method 3."""
    assert np.allclose(wilson(k, n), (low, high), atol=5e-5)


def test_wilson_of_nothing_is_undefined_and_columns_are_taken_together():
    low, high = wilson([0, 3], [0, 10])
    assert np.isnan([low[0], high[0]]).all()
    assert low[1] < 0.3 < high[1]


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_within_bounds(counts):
    k, n = counts
    low, high = wilson(k, n)
    assert -1e-9 <= low <= k / n + 1e-9 and k / n - 1e-9 <= high <= 1 + 1e-9


def mean(totals: np.ndarray) -> np.ndarray:
    return totals[:, :1] / totals[:, 1:]


def test_bootstrap_of_a_mean_agrees_with_its_standard_error():
    values = np.random.default_rng(3).normal(10, 2, 400)
    low, high = bootstrap(np.column_stack([values, np.ones(400)]), mean, seed=1)
    error = values.std() / 20
    assert np.allclose([low[0], high[0]], values.mean() + np.array([-1.96, 1.96]) * error, atol=0.15 * 1.96 * error)


def test_bootstrap_over_clusters_is_wider_where_clusters_are_alike():
    values = np.repeat(np.random.default_rng(4).normal(0, 1, 30), 10)
    single = bootstrap(np.column_stack([values, np.ones(300)]), mean, seed=1)
    clustered = bootstrap(np.column_stack([values.reshape(30, 10).sum(axis=1), np.full(30, 10)]), mean, seed=1)
    assert clustered[1] - clustered[0] > 2 * (single[1] - single[0])


def test_bootstrap_repeats_with_its_seed_and_leaves_out_undefined_draws():
    sums = np.array([[1.0, 1.0], [0.0, 0.0], [2.0, 1.0]])

    def ratio(totals):
        with np.errstate(invalid="ignore"):
            return np.column_stack([totals[:, 0] / totals[:, 1], np.full(len(totals), np.nan)])

    first, second = bootstrap(sums, ratio, seed=5), bootstrap(sums, ratio, seed=5)
    assert np.array_equal(first, second, equal_nan=True)
    assert 1 <= first[0][0] <= first[1][0] <= 2
    assert np.isnan([first[0][1], first[1][1]]).all()


CLUSTERS = st.lists(
    st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=9
)


@settings(deadline=None)
@given(CLUSTERS)
def test_clusters_never_tell_more_than_independent_trials(counts):
    successes, trials = np.array(counts).T
    low, high = clustered(successes, trials)
    plain_low, plain_high = wilson(successes.sum(), trials.sum())
    assert -1e-9 <= low <= plain_low + 1e-9 and plain_high - 1e-9 <= high <= 1 + 1e-9


@settings(deadline=None)
@given(CLUSTERS, st.randoms())
def test_the_order_of_clusters_and_empty_ones_do_not_matter(counts, random):
    shuffled = [*counts, (0, 0)]
    random.shuffle(shuffled)
    assert np.allclose(clustered(*np.array(counts).T), clustered(*np.array(shuffled).T))


def test_clusters_of_one_trial_give_wilsons_interval_and_one_cluster_none():
    assert np.allclose(clustered([1, 0, 1], [1, 1, 1]), wilson(2, 3))
    assert np.isnan(clustered([3], [7])).all()


def test_where_all_or_none_succeed_each_cluster_counts_as_one_trial():
    low, high = clustered([10, 10, 10], [10, 10, 10])
    assert np.allclose((low, high), of_share(1.0, 0.0, 3, 3)) and low < 0.4 and np.isclose(high, 1)
    assert np.allclose(clustered([0, 0, 0], [10, 10, 10]), (1 - high, 1 - low))


def test_a_share_with_the_error_of_independent_trials_has_wilsons_interval():
    error = np.sqrt(0.3 * 0.7 / 19)  # of 6 in 20
    assert np.allclose(of_share(0.3, error, 10**7, 20), wilson(6, 20), atol=1e-4)
    narrow, wide = (np.ptp(np.array(of_share(0.3, error * times, 10**7, 20))) for times in (1, 2))
    assert wide > 1.5 * narrow
    assert np.isnan(of_share(0.3, error, 1, 20)).all()


def test_a_bootstrap_without_noise_is_not_estimable():
    for sums in (np.array([[2.0, 5.0]]), np.array([[3.0, 3.0], [4.0, 4.0]])):
        assert np.isnan(bootstrap(sums, mean, seed=1)).all()


SHARES = st.lists(
    st.tuples(st.integers(0, 1000).map(lambda share: share / 1000), st.integers(1, 50)), min_size=2, max_size=9
)


@settings(deadline=None)
@given(SHARES)
def test_the_interval_of_measured_shares_holds_the_mean_and_mirrors_its_complement(clusters):
    share, weight = np.array(clusters).T
    low, high = measured(share * weight, weight)
    mean_share = share @ weight / weight.sum()
    assert -1e-9 <= low <= mean_share + 1e-9 and mean_share - 1e-9 <= high <= 1 + 1e-9
    assert np.allclose(measured((1 - share) * weight, weight), (1 - high, 1 - low), atol=1e-6)


@settings(deadline=None)
@given(SHARES)
def test_measured_shares_are_never_less_certain_than_one_trial_a_cluster(clusters):
    share, weight = np.array(clusters).T
    low, high = measured(share * weight, weight)
    mean_share, voices = share @ weight / weight.sum(), weight.sum() ** 2 / (weight**2).sum()
    spread = np.sqrt(mean_share * (1 - mean_share) / max(voices - 1, 1))  # as estimated from all-or-nothing clusters
    widest = of_share(mean_share, spread, len(weight), voices)
    assert widest[0] - 1e-9 <= low and high <= widest[1] + 1e-9


def test_a_measured_share_in_closed_form():
    """Wedderburn's variance: the bounds m with |0.3 - m| = t · error · m (1 - m) / (0.3 · 0.7)."""
    shares = np.array([0.2, 0.25, 0.3, 0.35, 0.4])
    reach = 2.776445 * shares.std(ddof=1) / np.sqrt(5) / 0.21
    for bound in measured(shares, np.ones(5)):
        assert np.isclose(abs(bound - 0.3), reach * bound * (1 - bound), atol=1e-6)


def test_a_mean_of_few_skewed_shares_is_covered():
    """Ten regions, logits with a standard deviation of 1, mean 0.1: Wilson's form covers 0.92 here."""
    rng = np.random.default_rng(1)
    shares = expit(rng.normal(-2.6, 1, (10, 2000)))
    truth = expit(rng.normal(-2.6, 1, 200_000)).mean()
    low, high = measured(shares, np.ones((10, 1)))
    assert 0.92 < ((low <= truth) & (truth <= high)).mean() < 0.96


def test_measured_shares_of_one_cluster_or_with_an_unknown_error_have_no_interval():
    assert np.isnan(measured([0.3], [1.0])).all()
    assert np.isnan(measured([0.3, 0.4], [1.0, 1.0], error=np.nan)).all()
    assert np.ptp(measured([0.3, 0.4, 0.3], np.ones(3), error=0.05)) > np.ptp(measured([0.3, 0.4, 0.3], np.ones(3)))
    assert np.allclose(measured(np.zeros(4), np.ones(4)), of_share(0.0, 0.0, 4, 4))
