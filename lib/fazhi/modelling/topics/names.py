"""The most relevant words of each topic, and the researcher's own names → the name that each topic gets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fazhi.errors import CatalogError

NAMED_AT = 0.5
"""Minimum share of a name's words among a topic's most relevant words."""
LABEL_WORDS = 3


def names_of_topics(words: Sequence[Sequence[str]], named: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Name topics: by the researcher's own names where their words fit, otherwise by their most relevant words.

    Parameters
    ----------
    words : sequence of sequence of str
        The most relevant words of each topic, the first one first.
    named, lang
        As in `fitting.describe`.

    Returns
    -------
    DataFrame [topic_id, label]
        One row for each topic, in the order given.

    Raises
    ------
    CatalogError
        If a name has the id of a topic without a name (t01, t02 …).
    """
    taken = named.loc[named["id"].str.fullmatch(r"t\d+"), "id"]
    if len(taken):
        raise CatalogError(f"topics.csv: the id {taken.iloc[0]!r} is reserved for topics without a name; use another")
    labels = ["、".join(_apart(first)[:LABEL_WORDS]) for first in words]
    rows = pd.DataFrame({"topic_id": [f"t{n:02d}" for n in range(1, len(words) + 1)], "label": labels})
    for topic, name in _own_names(words, named).items():
        rows.loc[topic, ["topic_id", "label"]] = [named["id"].iloc[name], named[f"name_{lang}"].iloc[name]]
    return rows


def _apart(words: Sequence[str]) -> list[str]:
    """Leave out words that contain, or are part of, an earlier one: a longer name of the same thing adds nothing."""
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return kept


def _own_names(words: Sequence[Sequence[str]], named: pd.DataFrame) -> dict[int, int]:
    """Give each of the researcher's names to the topic that has most of its words."""
    from scipy.optimize import linear_sum_assignment

    lists = [set(text.split("|")) for text in named["words"]]
    held = np.array([[len(own & set(first)) / len(own) for own in lists] for first in words]).reshape(len(words), -1)
    pairs = zip(*linear_sum_assignment(-held), strict=True)
    return {int(topic): int(name) for topic, name in pairs if held[topic, name] >= NAMED_AT}
