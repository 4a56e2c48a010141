"""Shares per report, region and year: they add up, and their intervals hold them."""

import numpy as np
import pytest

from fazhi.modelling.topics.shares import topic_shares


@pytest.mark.parametrize("by", [["report_id"], ["region", "year"], ["year"]])
def test_shares_add_up_and_lie_in_their_intervals(found, listed, tables, by):
    shares = topic_shares(found, listed, tables[2], by)
    assert shares.groupby(by)["share"].sum().to_numpy() == pytest.approx(1)
    assert ((shares["low"] <= shares["share"]) & (shares["share"] <= shares["high"])).all()
    assert shares[["low", "high"]].to_numpy().min() >= 0
    assert shares[["low", "high"]].to_numpy().max() <= 1
    assert len(shares) == tables[2][by].drop_duplicates().shape[0] * len(listed)


def test_a_share_is_that_of_the_groups_words(found, listed, tables):
    shares = topic_shares(found, listed, tables[2], ["report_id"]).query("report_id == 'r003'")["share"]
    own = found.documents.report_ids == "r003"
    expected = np.average(found.shares[own], axis=0, weights=found.documents.n_words[own])
    assert shares.to_numpy() == pytest.approx(expected)


def test_more_reports_make_narrower_intervals(found, listed, tables):
    width = {}
    for by in ("report_id", "year"):
        shares = topic_shares(found, listed, tables[2], [by])
        width[by] = (shares["high"] - shares["low"]).mean()
    assert width["year"] < width["report_id"]


def test_kept_topics_keep_their_shares(found, listed, tables):
    every = topic_shares(found, listed, tables[2], ["year"]).set_index(["year", "topic_id"])
    kept = topic_shares(found, listed.iloc[[1, 3]], tables[2], ["year"]).set_index(["year", "topic_id"])
    assert kept["share"].equals(every.loc[kept.index, "share"])
    assert kept["low"].equals(every.loc[kept.index, "low"])
