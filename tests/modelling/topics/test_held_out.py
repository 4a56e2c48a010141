"""Held-out likelihood: the planted topics foretell best, and no word is impossible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from fazhi.modelling.topics.held_out import completion


def test_planted_topics_foretell_better_than_one_topic_and_than_shuffled_ones(read, planted):
    def of(topics):
        return completion(topics, read.word_shares, read.counts, np.random.default_rng(1))

    known = planted / planted.sum(axis=1, keepdims=True)
    shuffled = np.random.default_rng(2).permuted(known, axis=1)
    assert of(known) > of(known.mean(axis=0, keepdims=True)) > of(shuffled)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_likelihood_is_finite_and_negative_whatever_the_topics_lack(k, seed):
    rng = np.random.default_rng(seed)
    topics = np.zeros((k, 9))
    topics[:, :3] = rng.dirichlet(np.ones(3), size=k)
    counts = csr_matrix(rng.integers(0, 4, (12, 9)))
    assert -np.log(9) - 4 < completion(topics, np.full(9, 1 / 9), counts, rng) < 0


def test_documents_of_one_word_foretell_nothing():
    value = completion(np.eye(3), np.full(3, 1 / 3), csr_matrix(np.eye(3, dtype=int)), np.random.default_rng(1))
    assert np.isnan(value)


def test_the_same_tosses_give_the_same_value(read, planted):
    known = planted / planted.sum(axis=1, keepdims=True)
    first, second = (completion(known, read.word_shares, read.counts, np.random.default_rng(3)) for _ in range(2))
    assert first == pytest.approx(second, abs=0)
