"""The interactive map: every topic and word is there and escaped, and nothing comes from elsewhere."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from fazhi.errors import UnknownName
from fazhi.reporting.site.topic_map import SIZE, topic_map

NASTY = "</script><b onclick='x'>&\"'"


def topics(k=3):
    ids = [f"t{n:02d}" for n in range(1, k + 1)]
    place = np.random.default_rng(1).normal(size=(k, 2)) if k > 2 else np.array([[0.3, 0], [-0.3, 0]])
    share = np.sort(np.random.default_rng(2).dirichlet(np.ones(k)))[::-1]
    table = pd.DataFrame({"topic_id": ids, "label": "执法、复议", "share": share, "stability": 0.5})
    return table.assign(stable=[n % 2 == 0 for n in range(k)], x=place[:, 0], y=place[:, 1])


def words(ids, word="调解"):
    rows = [(topic, word, 2.25, 7.0, -1.5, 0.5) for topic in ids]
    return pd.DataFrame(rows, columns=["topic_id", "word", "inside", "overall", "log_share", "log_lift"])


class _Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.script = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] == "script":
            self.script += data

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def page(k=3, lang="zh", **changes):
    given = topics(k).assign(**changes)
    return _Page(topic_map(given, words(given["topic_id"]), lang=lang).data)


@pytest.mark.parametrize("k", [2, 3, 60])
def test_every_topic_is_a_circle_inside_the_map(k):
    drawn = page(k)
    assert [g["data-topic"] for g in drawn.of("g") if "data-topic" in g] == list(topics(k)["topic_id"])
    assert [option["value"] for option in drawn.of("option")] == list(topics(k)["topic_id"])
    for circle in drawn.of("circle")[:k]:
        x, y, radius = (float(circle[name]) for name in ("cx", "cy", "r"))
        assert radius < min(x, y) and max(x, y) < SIZE - radius


def test_areas_are_shares_and_one_scale_holds_for_both_axes():
    drawn, given = page().of("circle")[:3], topics()
    areas = np.array([float(circle["r"]) ** 2 for circle in drawn])
    assert areas / areas.sum() == pytest.approx(given["share"].to_numpy(), abs=0.001)
    places = np.array([[float(circle["cx"]) - SIZE / 2, SIZE / 2 - float(circle["cy"])] for circle in drawn])
    scale = places / given[["x", "y"]].to_numpy()
    assert scale == pytest.approx(np.full((3, 2), scale[0, 0]), rel=0.01)


def test_unstable_topics_are_hollow():
    hollow = [g["data-topic"] for g in page(5).of("g") if g.get("class") == "unstable"]
    assert hollow == ["t02", "t04"]


def test_the_script_reads_every_word_and_fact():
    drawn = page()
    listed = json.loads(re.search(r"const words = (\{.*?\}), facts", drawn.script).group(1))
    assert listed == {topic: [["调解", 2.2, 7.0, -1.5, 0.5]] for topic in ("t01", "t02", "t03")}
    facts = json.loads(re.search(r"facts = (\{.*?\});", drawn.script).group(1))
    assert facts["t02"].startswith("2. 执法、复议：份额") and facts["t02"].endswith("稳定性0.50")


def test_labels_words_and_ids_are_escaped():
    given = topics().assign(label=NASTY, topic_id=[NASTY + str(n) for n in range(3)])
    text = topic_map(given, words(given["topic_id"], NASTY)).data
    drawn = _Page(text)
    assert text.count("</script>") == 1
    assert not drawn.of("b")
    assert [option["value"] for option in drawn.of("option")] == list(given["topic_id"])
    listed = json.loads(re.search(r"const words = (\{.*\}), facts", drawn.script).group(1))
    assert listed[NASTY + "0"][0][0] == NASTY


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_loaded_from_elsewhere(lang):
    text = topic_map(topics(), words(topics()["topic_id"]), lang=lang).data
    assert not re.search(r"https?:|//\w|\bsrc=|\bhref=|url\(|@import|import\(", text)


def test_the_same_tables_make_the_same_page_and_others_another():
    first, again = (topic_map(topics(), words(topics()["topic_id"])).data for _ in range(2))
    other = topic_map(topics(4), words(topics(4)["topic_id"])).data
    names = [re.search(r'data-topic-map="(\w+)"', text).group(1) for text in (first, other)]
    assert first == again
    assert names[0] != names[1]


def test_english_has_no_chinese_of_its_own():
    text = topic_map(topics().assign(label="law"), words(topics()["topic_id"], "law"), lang="en").data
    assert not re.search("[一-鿿]", text)


def test_another_language_is_refused():
    with pytest.raises(UnknownName, match="zh, en"):
        topic_map(topics(), words(topics()["topic_id"]), lang="fr")
