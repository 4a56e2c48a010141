"""Seeded topics are about what they are to be about, where free ones are not; words that are not read are refused."""

import numpy as np
import pandas as pd
import pytest
from planted import corpus

from fazhi import catalog
from fazhi.errors import FazhiError, UnknownName
from fazhi.measuring.words import word_counts
from fazhi.modelling.topics import fitting, models, seeding
from fazhi.modelling.topics.documents import documents

RARE = [4, 6]


@pytest.fixture(scope="module")
def uneven():
    counts, segments, reports, planted = corpus(8, seed=2, uneven=True)
    read = documents(word_counts.matrix(counts), segments, reports)
    return read, planted.reindex(columns=read.vocabulary)


@pytest.fixture(scope="module")
def seeds(uneven):
    """Six words of each of two rare topics."""
    read, planted = uneven
    own = [planted.loc[t].filter(regex=f"^t{t:02d}").nlargest(6).index for t in RARE]
    return seeding.named(["|".join(words) for words in own], catalog.load().themes, read)


def cosines(topic_word, planted):
    rows = models.rows_to_one(planted.to_numpy())
    return models.rows_to_one(topic_word) @ rows.T / np.outer(*(np.linalg.norm(m, axis=1) for m in (topic_word, rows)))


def test_rare_topics_are_found_by_their_seeds_among_too_few_topics(uneven, seeds):
    read, planted = uneven
    kind = seeding.model("lda", seeds, read, 6)
    seeded = cosines(models.model(kind, 6, 1).fit(read.counts, read.weights).topic_word, planted)
    assert [seeded[n].argmax() for n in range(2)] == RARE
    assert min(seeded[n, topic] for n, topic in enumerate(RARE)) > 0.9


def test_topics_bear_their_seeds_names_and_the_seeds_of_other_documents_are_theirs(uneven, seeds):
    read, _ = uneven
    found = fitting.fit(read, 6, model=seeding.model("lda", seeds, read, 6), refits=1)
    assert set(seeds["id"]) <= set(fitting.describe(found, seeds)["topic_id"])


def test_a_theme_stands_for_the_words_of_its_name_and_phrases(uneven):
    read, _ = uneven
    one, other = read.vocabulary[[0, 50]]
    told = {"id": ["x"], "name_zh": [f"{one}不足"], "name_en": ["X"], "phrases": [f"{other}不够|别的"]}
    themes = pd.DataFrame(told)
    (row,) = seeding.named(["x"], themes, read).itertuples()
    assert (row.id, row.name_en, row.words) == ("seed.x", "X", f"{one}|{other}")


def test_what_cannot_be_seeded_is_refused(uneven, seeds):
    read, _ = uneven
    with pytest.raises(UnknownName, match="宇宙飞船"):
        seeding.named(["宇宙飞船"], catalog.load().themes, read)
    with pytest.raises(FazhiError, match="use lda"):
        seeding.model("nmf", seeds, read, 6)
    with pytest.raises(FazhiError, match="2 seeds, but only 1 topics"):
        seeding.model("lda", seeds, read, 1)
    assert seeding.model("nmf", seeds.iloc[:0], read, 6) == "nmf"
