"""The number of topics: the planted one is found, ties are named and broken towards the smallest."""

from dataclasses import replace

import pandas as pd
import pytest
from joblib import parallel_config
from planted import corpus

from fazhi.measuring.words import word_counts
from fazhi.modelling.topics import selection
from fazhi.modelling.topics.documents import documents


def _trials(scores):
    """Write trials from a list of scores, one a refit, for each number of topics."""
    rows = [{"k": k, "refit": n, "score": s} for k, given in scores.items() for n, s in enumerate(given)]
    return pd.DataFrame(rows).assign(held_out=-7.0, coherence=0.1, exclusivity=0.5, stability=0.8)


@pytest.fixture(scope="module")
def trials(read):
    return selection.trials(read, [2, 3, 5, 7, 10], refits=5, seed=1)


def test_chooses_the_planted_number(trials):
    assert selection.equally_good(trials)[0] == 5
    assert trials.groupby("k")[["held_out", "score"]].mean().idxmax().eq(5).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_twelve_uneven_topics_are_not_lumped_together(seed):
    counts, segments, reports, _ = corpus(12, seed, reports=20, uneven=True)
    unevenly = documents(word_counts.matrix(counts), segments, reports)
    trials = selection.trials(unevenly, [4, 6, 8, 10, 12, 15, 20], refits=4, seed=seed)
    assert selection.equally_good(trials)[0] in (10, 12)


def test_same_trials_again_with_any_number_of_jobs(read, trials):
    with parallel_config(backend="multiprocessing"):  # forked processes, which start at once
        again = selection.trials(read, [5, 3], refits=5, seed=1, jobs=2)
    expected = trials[trials["k"].isin([3, 5])].reset_index(drop=True)
    pd.testing.assert_frame_equal(again, expected, check_exact=True)


def test_measures_stay_in_their_ranges(trials):
    assert trials["coherence"].between(-1, 1).all()
    assert trials["exclusivity"].between(0, 1).all()
    assert trials["stability"].between(0, 1).all()
    assert (trials["held_out"] < 0).all()
    assert (trials["score"] == trials["coherence"] + trials["stability"]).all()


def test_a_clear_best_stands_alone():
    assert selection.equally_good(_trials({4: [0.5, 0.6, 0.7], 8: [0.9, 1.0, 1.1], 12: [0.4, 0.5, 0.6]})) == [8]


def test_the_smallest_comes_first_where_the_best_cannot_be_told_apart():
    tied = _trials({4: [0.5, 1.3, 0.9, 1.1], 8: [1.0, 0.9, 1.1, 1.0], 12: [0.2, 0.1, 0.3, 0.2]})
    assert selection.equally_good(tied) == [4, 8]


def test_a_constant_lead_counts_however_noisy_the_refits_are():
    assert selection.equally_good(_trials({4: [0.1, 0.5, 0.9], 8: [0.2, 0.6, 1.0]})) == [8]


def test_what_foretells_unseen_reports_worse_is_not_taken_however_coherent():
    trials = _trials({4: [1.4, 1.5, 1.6], 8: [1.0, 1.1, 1.2], 12: [0.9, 1.0, 1.1]})
    foretold = trials["k"].map({4: -7.5, 8: -7.0, 12: -7.0})
    assert selection.equally_good(trials.assign(held_out=foretold)) == [8]


def test_curves_mark_one_number_and_hold_the_mean(trials):
    curves = selection.curves(trials)
    assert list(curves.columns) == ["k", "metric", "value", "low", "high", "chosen"]
    assert curves.query("chosen")["k"].nunique() == 1
    assert ((curves["low"] <= curves["value"]) & (curves["value"] <= curves["high"])).all()
    assert set(curves["metric"]) == set(selection.METRICS)


def test_no_more_topics_are_tried_than_a_third_of_the_documents(read):
    few = replace(
        read, **{part: getattr(read, part)[:12] for part in ("counts", "segment_ids", "report_ids", "weights")}
    )
    assert set(selection.trials(few, [2, 6, 8], refits=1)["k"]) == {2, 4}
