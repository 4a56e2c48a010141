"""The map of topics: distances and places by hand, and the words that any weight of relevance may ask for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.modelling.topics import distances
from fazhi.modelling.topics.coherence import first_words, relevance

DISTINCT = np.array([[0.5, 0.5, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], dtype=float)


def test_distances_by_the_definition():
    given = np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]])
    # divergence: half of Σ p ln(p/m) each way; both are 0.5 ln 2
    assert distances.distances(given)[0, 1] == pytest.approx(np.sqrt(0.5 * np.log(2)))


def test_topics_without_a_common_word_and_empty_ones_are_farthest():
    found = distances.distances(DISTINCT)
    assert found[np.triu_indices(3, 1)] == pytest.approx([distances.FARTHEST] * 3)
    assert np.diag(found) == pytest.approx(0)


@given(st.integers(2, 60), st.integers(0, 10**6))
def test_distances_that_a_plane_can_show_are_shown(k, seed):
    points = np.random.default_rng(seed).normal(size=(k, 2))
    apart = np.linalg.norm(points[:, None] - points, axis=2)
    placed = distances.coordinates(apart)
    assert np.linalg.norm(placed[:, None] - placed, axis=2) == pytest.approx(apart, abs=1e-6)
    assert placed.sum(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert (placed.max(axis=0) >= -placed.min(axis=0) - 1e-6).all()


def test_two_topics_lie_on_a_line():
    placed = distances.coordinates(np.array([[0, 0.6], [0.6, 0]]))
    assert sorted(placed[:, 0]) == pytest.approx([-0.3, 0.3])
    assert placed[:, 1] == pytest.approx([0, 0])


def test_places_are_the_same_again(found, listed):
    first, second = (distances.positions(found, listed) for _ in range(2))
    pd.testing.assert_frame_equal(first, second, check_exact=True)
    assert list(first["topic_id"]) == list(listed["topic_id"])


def test_usage_holds_the_most_relevant_words_at_every_weight(found, listed):
    table = distances.usage(found, listed, n=8)
    for weight in (0, 0.3, 0.6, 1):
        wanted = found.documents.vocabulary[
            first_words(relevance(found.topic_word, found.documents.word_shares, weight), 8)
        ]
        scored = table.assign(relevance=weight * table["log_share"] + (1 - weight) * table["log_lift"])
        best = scored.sort_values("relevance", ascending=False).groupby("topic_id")["word"].agg(lambda w: set(w[:8]))
        assert [best[topic] for topic in listed["topic_id"]] == [set(words) for words in wanted]


def test_usage_adds_up_to_the_counted_words(found, listed):
    table = distances.usage(found, listed, n=found.topic_word.shape[1])
    counts = np.asarray(found.documents.counts.sum(axis=0)).ravel()
    assert table.groupby("word")["overall"].first().to_numpy() == pytest.approx(counts)
    assert table.groupby("word")["inside"].sum().sum() == pytest.approx(counts.sum())
    assert table.groupby("word")["inside"].sum().to_numpy() == pytest.approx(counts, abs=2, rel=0.2)
