"""Theme ids or words → seeds for topics: the model with that prior, and the topics' names."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from fazhi.errors import FazhiError, UnknownName
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.models import Seeded


def named(seeds: Sequence[str], themes: pd.DataFrame, documents: Documents) -> pd.DataFrame:
    """Find the words of each seed in the vocabulary of the documents.

    Parameters
    ----------
    seeds : sequence of str
        What each topic should be about: the id of a theme, for the words in its name and phrases; or
        words with ``|`` between them, each standing for every word that contains it (复议: 行政复议, 复议案件 …).
    themes : DataFrame [id, name_zh, name_en, phrases]
        The catalogue's themes.
    documents : Documents

    Returns
    -------
    DataFrame [id, name_zh, name_en, words]
        One row for each seed, in the format of ``data/catalog/topics.csv``, so that `fitting.describe` can name topics
        by it; ``|`` between the words.

    Raises
    ------
    UnknownName
        For a seed with no word in the vocabulary; the error names the nearest words.
    """
    rows = [_of_theme(seed, themes, documents) if seed in set(themes["id"]) else _of_words(seed, documents)
            for seed in seeds]  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "name_zh", "name_en", "words"], dtype="str")


def model(name: str, seeds: pd.DataFrame, documents: Documents, k: int) -> str | Seeded:
    """Return the model to fit: the one of that name or, with seeds, LDA with their prior.

    Parameters
    ----------
    name : {"nmf", "lda"}
    seeds : DataFrame
        The result of `named`, for these or other documents.
    documents : Documents
        The documents to fit; seed words that they do not contain are ignored.
    k : int
        The lowest number of topics to be fitted.

    Raises
    ------
    FazhiError
        If the model is not LDA (a factorisation has no prior), or there are more seeds than topics.
    """
    if seeds.empty:
        return name
    if name != "lda":
        raise FazhiError(f"seeds need a model with a prior, but the model is {name!r}; use lda")
    if len(seeds) > k:
        raise FazhiError(f"{len(seeds)} seeds, but only {k} topics: k, or the smallest number of the grid, must be "
                         f"at least {len(seeds)}")  # fmt: skip
    column = {word: n for n, word in enumerate(documents.vocabulary)}
    return Seeded(tuple(tuple(column[w] for w in words.split("|") if w in column) for words in seeds["words"]))


def _of_theme(seed: str, themes: pd.DataFrame, documents: Documents) -> tuple[str, str, str, str]:
    row = themes.set_index("id").loc[seed]
    said = row["name_zh"] + "|" + row["phrases"]
    words = [word for word in documents.vocabulary if word in said]
    return f"seed.{seed}", row["name_zh"], row["name_en"], _some(seed, words, documents)


def _of_words(seed: str, documents: Documents) -> tuple[str, str, str, str]:
    parts = [part.strip() for part in seed.split("|") if part.strip()]
    words = [word for word in documents.vocabulary if any(part in word for part in parts)]
    name = "、".join(parts)
    return f"seed.{name}", name, name, _some(seed, words, documents)


def _some(seed: str, words: list[str], documents: Documents) -> str:
    if not words:
        raise UnknownName("theme or word of the vocabulary", seed, documents.vocabulary)
    return "|".join(words)
