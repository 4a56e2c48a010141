"""Topics with positions and words → an interactive map that works offline, for a notebook and the web report."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import pandas as pd

from fazhi.catalog import LANGUAGES
from fazhi.errors import UnknownName
from fazhi.reporting.site.templating import render

if TYPE_CHECKING:
    from IPython.display import HTML

SIZE = 460
COVERED = 0.2
"""Share of the map's area that all circles together cover."""
SCALE = [0.02, 0.05, 0.1]
MOST_WORDS = 30
DIGITS = {"inside": 1, "overall": 0, "log_share": 3, "log_lift": 3}


def topic_map(topics: pd.DataFrame, words: pd.DataFrame, lang: str = "zh") -> HTML:
    """Draw topics as circles; a click on one shows its most relevant words with their frequency in all reports.

    Parameters
    ----------
    topics : DataFrame [topic_id, label, share, stability, stable, x, y]
        As returned by `fazhi.modelling.topics.distances.positions`. A circle's area is proportional to the topic's
        share; unstable topics are hollow. Topics are numbered in the table's order.
    words : DataFrame [topic_id, word, inside, overall, log_share, log_lift]
        As returned by `fazhi.modelling.topics.distances.usage`.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    HTML
        One element with its own style and script, which loads nothing from elsewhere. Its `data` is the HTML text.

    Raises
    ------
    UnknownName
        For an unknown language.

    References
    ----------
    Sievert & Shirley (2014), LDAvis: a method for visualizing and interpreting topics, ILLVI: 63–70.
    """
    from IPython.display import HTML

    if lang not in LANGUAGES:
        raise UnknownName("language", lang, LANGUAGES)
    name = hashlib.sha256((topics.to_csv() + words.to_csv()).encode()).hexdigest()[:8]
    scale = [{"radius": _radius(share), "share": share} for share in SCALE]
    listed = {topic: _columns(words[words["topic_id"] == topic]) for topic in topics["topic_id"]}
    drawing = {"size": SIZE, "circles": _circles(topics), "scale": scale, "most_words": MOST_WORDS}
    return HTML(render("topic_map.html", name=name, lang=lang, words=listed, facts=_facts(topics, lang), **drawing))


def _facts(topics: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return the name, share and stability (how often it recurs in refits) of each topic as text."""
    said = {
        "zh": "{n}. {topic.label}：份额{topic.share:.1%}，稳定性{topic.stability:.2f}",
        "en": "{n}. {topic.label}: share {topic.share:.1%}, stability {topic.stability:.2f}",
    }[lang]
    return {topic.topic_id: said.format(n=n, topic=topic) for n, topic in enumerate(topics.itertuples(), start=1)}


def _columns(words: pd.DataFrame) -> list[list]:
    """Return the words as lists [word, inside, overall, log_share, log_lift]."""
    return words[["word", *DIGITS]].round(DIGITS).to_numpy().tolist()


def _circles(topics: pd.DataFrame) -> list[dict]:
    """Place the circles on the square, with the same scale on both axes and none crossing the edge."""
    radius = topics["share"].map(_radius)
    rim = radius.max() + 4
    reach = max(topics["x"].abs().max(), topics["y"].abs().max(), 1e-9)
    placed = topics.assign(
        number=range(1, len(topics) + 1),
        radius=radius,
        x=(SIZE / 2 + topics["x"] / reach * (SIZE / 2 - rim)).round(2),
        y=(SIZE / 2 - topics["y"] / reach * (SIZE / 2 - rim)).round(2),
    )
    return placed.to_dict("records")


def _radius(share: float) -> float:
    return round(SIZE * math.sqrt(COVERED * share / math.pi), 2)
