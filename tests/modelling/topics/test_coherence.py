"""Coherence and exclusivity: by hand on a few documents."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fazhi.modelling.topics.coherence import exclusivity, first_words, npmi, relevance


def _documents(text):
    return csr_matrix([[int(word in line) for word in "abcd"] for line in text.split()])


def test_words_always_together_score_one():
    assert npmi(np.array([[0.5, 0.5, 0, 0]]), _documents("ab ab c d"), top=2) == pytest.approx([1])


def test_words_never_together_score_minus_one():
    assert npmi(np.array([[0.5, 0.5, 0, 0]]), _documents("a a a b b b c"), top=2)[0] == -1


def test_never_together_says_nothing_of_rare_and_absent_words():
    assert npmi(np.array([[0.5, 0.5, 0, 0]]), _documents("a b c c c"), top=2)[0] == 0
    assert npmi(np.array([[0.5, 0.5, 0, 0]]), _documents("a c c"), top=2)[0] == 0


def test_by_hand():
    # p(a) = 3/4, p(b) = 2/4, together 2/4: log(4/3) / log 2
    assert npmi(np.array([[0.5, 0.5, 0, 0]]), _documents("ab ab ac d"), top=2) == pytest.approx(
        [np.log(4 / 3) / np.log(2)]
    )


def test_no_documents_no_coherence():
    assert np.isnan(npmi(np.array([[1.0, 0, 0, 0]]), csr_matrix((0, 4)))).all()


def test_exclusivity_runs_from_shared_to_own():
    assert exclusivity(np.array([[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]), top=2) == pytest.approx([1, 1])
    assert exclusivity(np.full((4, 4), 0.25), top=2) == pytest.approx([0.25] * 4)


def test_relevance_goes_from_exclusive_to_frequent_words():
    topic_word, overall = np.array([[0.6, 0.3, 0.1, 0.0]]), np.array([0.6, 0.1, 0.01, 0.0])
    ranked = [first_words(relevance(topic_word, overall, weight), 4)[0].tolist() for weight in (0, 1)]
    assert ranked == [[2, 1, 0, 3], [0, 1, 2, 3]]
    by_hand = 0.6 * np.log(0.3) + 0.4 * np.log(0.3 / 0.1)
    assert relevance(topic_word, overall, 0.6)[0, 1] == pytest.approx(by_hand)
    assert relevance(topic_word, overall)[0, 3] == -np.inf
