"""Documents: which segments and words are read, and how near-duplicates count."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fazhi.errors import FazhiError, UnknownName
from fazhi.measuring.words import word_counts
from fazhi.modelling.topics import documents


def test_copies_count_once_together():
    rows = np.zeros((4, 40), dtype=int)
    rows[:3, :20] = 1
    rows[2, 19] = 0  # 19 of 20 words: a near-duplicate
    rows[3, 20:] = 1
    assert documents.copies(csr_matrix(rows), 0.8).tolist() == [3, 3, 3, 1]


def test_a_copied_segment_is_weighted_down(tables):
    counts, segments, reports, _ = tables
    copied = counts[counts["segment_id"] == "r000/s1.0"].assign(segment_id="r001/s1.0")
    counts = counts[counts["segment_id"] != "r001/s1.0"]
    matrix = word_counts.matrix(
        type(counts)(np.concatenate([counts, copied]), columns=counts.columns).astype({"count": int})
    )
    read = documents.documents(matrix, segments, reports)
    assert read.n_copies == 2
    assert read.weights[np.isin(read.segment_ids, ["r000/s1.0", "r001/s1.0"])].tolist() == [0.5, 0.5]


def test_words_of_one_region_are_left_out(tables):
    counts, segments, reports, _ = tables
    home = counts["segment_id"].str[:4].isin(reports.query("region == 'region 1'")["report_id"])
    local = counts[home].drop_duplicates("segment_id").assign(word="place", count=9)
    matrix = word_counts.matrix(
        type(counts)(np.concatenate([counts, local]), columns=counts.columns).astype({"count": int})
    )
    assert "place" not in documents.documents(matrix, segments, reports).vocabulary
    one = reports.query("region == 'region 1'")
    assert "place" in documents.documents(matrix, segments, one, max_share=1).vocabulary


def test_only_wanted_roles_and_given_reports_are_read(tables, read):
    counts, segments, reports, _ = tables
    segments = segments.assign(role=np.where(segments["line"] <= 5, "plan", "achievement"))
    plans = documents.documents(word_counts.matrix(counts), segments, reports.head(6), roles=["plan"])
    assert len(plans.segment_ids) == 30
    assert set(plans.report_ids) == set(reports["report_id"].head(6))
    assert len(read.segment_ids) == 180


def test_short_segments_are_counted_not_read(tables):
    counts, segments, reports, _ = tables
    short = counts["segment_id"].eq("r000/s1.0") & (counts.groupby("segment_id").cumcount() >= 2)
    read = documents.documents(word_counts.matrix(counts[~short]), segments, reports, min_words=8)
    assert read.too_short == 1
    assert "r000/s1.0" not in read.segment_ids


def test_an_unknown_role_is_refused(tables):
    counts, segments, reports, _ = tables
    with pytest.raises(UnknownName, match="plan"):
        documents.documents(word_counts.matrix(counts), segments, reports, roles=["plans"])


def test_too_few_segments_are_refused(tables):
    counts, segments, reports, _ = tables
    with pytest.raises(FazhiError, match="a topic model needs 10 of them"):
        documents.documents(word_counts.matrix(counts), segments, reports, roles=["plan"])
