"""Refits: the draws are the same for every number of topics, and topics are matched whatever their order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.modelling.topics import fitting, stability


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_matching_undoes_any_reordering(k, seed):
    rng = np.random.default_rng(seed)
    topics = rng.dirichlet(np.full(30, 0.2), size=k)
    order, similarity = stability.match(topics, topics[rng.permutation(k)])
    assert np.allclose(similarity, 1)
    assert sorted(order) == list(range(k))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_similarity_is_a_share_even_of_empty_topics(k, seed):
    rng = np.random.default_rng(seed)
    first, second = rng.random((2, k, 12)) * (rng.random((2, k, 12)) > 0.5)
    first[0] = 0
    _, similarity = stability.match(first, second)
    assert ((similarity >= 0) & (similarity <= 1)).all()


def test_the_same_reports_are_drawn_for_every_number_of_topics(read, found):
    few, many = (stability.refit(read, "nmf", found.topic_word[:k], seed=1, number=3) for k in (2, 5))
    assert few.unseen.tolist() == many.unseen.tolist()
    assert few.unseen.any()
    assert not few.unseen.all()


def test_whole_reports_are_drawn(read):
    times = stability.resample(read, np.random.default_rng(1))
    assert times.sum() == len(times)
    for report in set(read.report_ids):
        assert len(set(times[read.report_ids == report])) == 1


def test_a_refit_gives_shares_of_unseen_documents_too(read, found):
    again = stability.refit(read, "nmf", found.topic_word, seed=1, number=0)
    shares = again.shares(read)
    assert shares.shape == found.shares.shape
    assert np.allclose(shares.sum(axis=1), 1)


def test_shuffled_reports_keep_their_words_and_segments_their_lengths(read):
    mixed = stability.shuffled(read, np.random.default_rng(1))
    assert (mixed.n_words == read.n_words).all()
    for report in set(read.report_ids):
        own = read.report_ids == report
        assert (mixed.counts[own].sum(axis=0) == read.counts[own].sum(axis=0)).all()
    assert (mixed.counts != read.counts).nnz


def test_of_shuffled_reports_hardly_a_topic_is_stable_and_the_planted_ones_are(read, found, listed):
    mixed = stability.shuffled(read, np.random.default_rng(99))
    told = [fitting.fit(mixed, 5, refits=4, seed=seed) for seed in (1, 2)]
    assert sum((one.returned.mean(axis=0) >= fitting.STABLE_FROM).sum() for one in told) <= 1
    assert listed["stable"].all() and found.chance < found.similarity.min()
