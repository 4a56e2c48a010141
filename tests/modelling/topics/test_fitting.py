"""Planted topics are found again, labelled and named, and are the same whoever runs the fit."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from planted import NO_NAMES, corpus

from fazhi.errors import CatalogError, UnknownName
from fazhi.measuring.words import word_counts
from fazhi.modelling.topics import documents, fitting
from fazhi.modelling.topics.stability import match


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_finds_the_planted_topics(read, planted, model):
    found = fitting.fit(read, len(planted), model=model, refits=1)
    assert match(planted, found.topic_word)[1].min() >= 0.9


@pytest.mark.parametrize(("k", "seed"), [(3, 1), (8, 2), (12, 3)])
def test_finds_each_of_few_or_many_planted_topics(k, seed):
    counts, segments, reports, planted = corpus(k, seed)
    read = documents.documents(word_counts.matrix(counts), segments, reports)
    found = fitting.fit(read, k, refits=1)
    assert match(planted.reindex(columns=read.vocabulary).to_numpy(), found.topic_word)[1].min() >= 0.95


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_same_seed_same_bytes_with_any_number_of_jobs(read, model):
    with parallel_config(backend="multiprocessing"):  # forked processes, which start at once
        alone, together = (fitting.fit(read, 4, model=model, refits=2, seed=5, jobs=jobs) for jobs in (1, 2))
    for part in ("topic_word", "shares", "similarity", "refit_shares"):
        assert getattr(alone, part).tobytes() == getattr(together, part).tobytes(), part


def test_another_seed_draws_other_reports(read):
    first, second = (fitting.fit(read, 4, refits=2, seed=seed) for seed in (1, 2))
    assert not np.array_equal(first.refit_shares, second.refit_shares)


def test_topics_stand_by_share_and_add_up(found, listed):
    assert list(listed["topic_id"]) == ["t01", "t02", "t03", "t04", "t05"]
    assert listed["share"].is_monotonic_decreasing
    assert listed["share"].sum() == pytest.approx(1)
    assert found.topic_word.sum(axis=1) == pytest.approx(np.ones(5))


def test_planted_topics_are_stable_and_superfluous_ones_are_not(read, listed):
    assert listed["stable"].all()
    many = fitting.describe(fitting.fit(read, 12, refits=6), NO_NAMES)
    assert many["stability"].between(0, 1).all()
    assert not many["stable"].all()
    assert set(fitting.comparable(many)["topic_id"]) == set(many.query("stable")["topic_id"])


def test_all_topics_are_compared_where_none_is_stable(listed):
    assert len(fitting.comparable(listed.assign(stable=False))) == len(listed)


def test_labels_are_words_of_the_topic_alone(listed):
    for label in listed["label"]:
        words = label.split("、")
        assert len(words) == 3
        assert len({word[:3] for word in words}) == 1, "planted words of one topic share their first letters"


def test_a_label_does_not_say_a_word_twice(found):
    topic = found.relevance[0].argsort()[::-1]
    vocabulary = found.documents.vocabulary.astype(object)
    vocabulary[topic[:5]] = ["规范性文件", "行政规范性文件", "备案", "文件", "清理"]
    renamed = replace(found, documents=replace(found.documents, vocabulary=vocabulary))
    assert fitting.describe(renamed, NO_NAMES)["label"].iloc[0] == "规范性文件、备案、清理"


def test_a_name_goes_to_the_topic_that_holds_its_words(found):
    mine = "t03w" + pd.Series(range(30)).astype(str).str.zfill(2)
    named = pd.DataFrame({"id": ["topic.lost", "topic.mine"], "name_zh": ["无", "甲"], "name_en": ["none", "mine"],
                          "words": ["x|y|z", "|".join(mine)]})  # fmt: skip
    listed = fitting.describe(found, named, lang="en").set_index("topic_id")
    assert listed.loc["topic.mine", "label"] == "mine"
    assert listed.loc["topic.mine", "words"].startswith("t03")
    assert "topic.lost" not in listed.index


def test_words_copied_from_the_list_name_the_same_topic_after_a_refit(read, listed):
    named = pd.DataFrame(
        {"id": ["topic.kept"], "name_zh": ["留"], "name_en": ["kept"], "words": [listed["words"].iloc[2]]}
    )
    again = fitting.describe(fitting.fit(read, 7, refits=1, seed=9), named).set_index("topic_id")
    assert again.loc["topic.kept", "words"][:3] == listed["words"].iloc[2][:3]


def test_a_name_may_not_take_the_id_of_a_nameless_topic(found):
    named = pd.DataFrame({"id": ["t02"], "name_zh": ["甲"], "name_en": ["mine"], "words": ["t03w00"]})
    with pytest.raises(CatalogError, match="t02"):
        fitting.describe(found, named)


def test_words_are_ranked_and_belong_to_the_topic(found, listed):
    table = fitting.topic_words(found, listed, n=6)
    assert table.groupby("topic_id")["rank"].apply(list).map(lambda ranks: ranks == [1, 2, 3, 4, 5, 6]).all()
    assert table["weight"].between(0, 1, inclusive="right").all()


def test_typical_segments_speak_of_their_topic(found, listed, tables):
    typical = fitting.typical_segments(found, listed, tables[1], n=2)
    assert typical.groupby("topic_id").size().eq(2).all()
    assert (typical["share"] > 0.5).all()
    assert typical["segment_id"].str.startswith("r").all()


def test_of_segments_that_speak_of_one_topic_alone_the_longest_come_first(found, listed, tables):
    only = replace(found, shares=np.eye(5)[found.shares.argmax(axis=1)])
    typical = fitting.typical_segments(only, listed, tables[1], n=3)
    length = dict(zip(found.documents.segment_ids, found.documents.n_words, strict=True))
    for topic, rows in enumerate(np.array_split(typical["segment_id"].map(length).to_numpy(), 5)):
        longest = np.sort(found.documents.n_words[only.shares[:, topic] == 1])[::-1]
        assert rows.tolist() == longest[:3].tolist()


def test_unknown_model_is_refused_with_the_known_ones(read):
    with pytest.raises(UnknownName, match="nmf"):
        fitting.fit(read, 3, model="nmff")


def test_quality_lies_inside_its_interval_and_its_range(found, listed):
    table = fitting.quality(found, listed)
    for name in ("coherence", "exclusivity"):
        assert ((table[f"{name}_low"] <= table[name]) & (table[name] <= table[f"{name}_high"])).all()
    assert table["coherence"].between(-1, 1).all() and table["exclusivity"].between(0, 1).all()
    assert list(table["topic_id"]) == list(listed["topic_id"])


def test_frex_words_are_the_topics_own(found, listed):
    for row in listed.itertuples():
        assert len({word[:3] for word in row.frex.split("|")}) == 1, "a shared word is not exclusive"
