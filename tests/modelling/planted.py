"""A generator of word counts with planted topics, for tests and benchmarks."""

from __future__ import annotations

import numpy as np
import pandas as pd

OWN_WORDS, SHARED_WORDS, LENGTH = 30, 60, 40
NO_NAMES = pd.DataFrame(columns=["id", "name_zh", "name_en", "words"], dtype=str)


def corpus(k: int, seed: int, *, reports: int = 12, segments: int = 20, uneven: bool = False):
    """Write reports of `k` topics: each segment is mostly of one topic, with some of another and of shared words.

    Topics are equally common, or where they are `uneven` the n-th is 1/n as common as the first.

    Returns
    -------
    words, segments, reports : DataFrame
        Tables with the columns that topic models read.
    planted : DataFrame
        Topics × words: the probabilities that were planted.
    """
    rng = np.random.default_rng(seed)
    planted = plant(k, rng)
    common = 1.0 / np.arange(1, k + 1) if uneven else np.ones(k)
    places, words = [], []
    for report in range(reports):
        prior = rng.dirichlet(3.0 * k * common / common.sum())
        for line in range(1, segments + 1):
            first, second = rng.choice(k, size=2, p=prior)
            counts = rng.multinomial(LENGTH, 0.85 * planted.loc[first] + 0.15 * planted.loc[second])
            place = {"segment_id": f"r{report:03d}/s{line}.0", "report_id": f"r{report:03d}", "line": line}
            places.append({**place, "role": "achievement", "raw": f"segment {report} {line}"})
            words.append(
                pd.DataFrame({"word": planted.columns, "count": counts}).assign(segment_id=place["segment_id"])
            )
    table = pd.concat(words, ignore_index=True)
    return table[table["count"] > 0], pd.DataFrame(places), _reports(reports), planted


def plant(k: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw `k` topics, a quarter of each made of words that all share."""
    own = [f"t{topic:02d}w{word:02d}" for topic in range(k) for word in range(OWN_WORDS)]
    planted = np.zeros((k, len(own) + SHARED_WORDS))
    for topic in range(k):
        columns = slice(topic * OWN_WORDS, (topic + 1) * OWN_WORDS)
        planted[topic, columns] = 0.75 * rng.dirichlet(np.full(OWN_WORDS, 0.8))
    planted[:, len(own) :] = 0.25 * rng.dirichlet(np.ones(SHARED_WORDS))
    return pd.DataFrame(planted, columns=own + [f"shared{word:02d}" for word in range(SHARED_WORDS)])


def _reports(n: int) -> pd.DataFrame:
    """Make four regions of two levels, a year for each round of them."""
    rows = [
        (f"r{r:03d}", f"99{r % 4:04d}", f"region {r % 4}", ["county", "prefecture"][r % 2], 2020 + r // 4)
        for r in range(n)
    ]
    return pd.DataFrame(rows, columns=["report_id", "region_code", "region", "level", "year"])
