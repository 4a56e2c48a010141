"""data/catalog/lexicon.csv → word classes, and the alternations that patterns are built from.

The words for a body, a problem or a page's button are data: rows of the lexicon. How such words combine
is grammar and stays in the code, as a pattern that names its word classes.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd

from fazhi import paths
from fazhi.csv_rows import read_rows, refuse
from fazhi.errors import UnknownName

COLUMNS = ["class", "word", "example", "note"]
CLASS = r"[a-z]+(?:_[a-z]+)*"


@cache
def load(folder: Path = paths.CATALOG) -> dict[str, tuple[str, ...]]:
    """Read and validate the lexicon.

    Parameters
    ----------
    folder : Path
        A folder with lexicon.csv: class (lower-case name of the word class), word (as in folded text),
        example (an invented phrase containing the word; "" = none), note (why it is included, or a source; "" = none).

    Returns
    -------
    dict of tuple of str
        The words of each class in file order.

    Raises
    ------
    CatalogError
        At the first invalid cell, naming file, row and column: a class that is not a lower-case name, an empty word, a
        word twice in one class, an example without its word.
    """
    file = folder / "lexicon.csv"
    rows = read_rows(file, COLUMNS)
    refuse(file, rows["class"], ~rows["class"].str.fullmatch(CLASS), "a class is named in lower-case letters and _")
    refuse(file, rows["word"], rows["word"].str.strip() != rows["word"], "a word with blanks around it")
    refuse(file, rows["word"], rows["word"] == "", "an empty word")
    refuse(file, rows["word"], rows.duplicated(["class", "word"]), "this word is in its class already")
    shown = [word in example or not example for word, example in zip(rows["word"], rows["example"], strict=True)]
    refuse(file, rows["example"], ~pd.Series(shown, dtype=bool), "the example does not hold its word")
    return {name: tuple(group["word"]) for name, group in rows.groupby("class", sort=False)}


def words(*classes: str) -> tuple[str, ...]:
    """Return the words of one or more classes, each once, in the lexicon's order.

    Raises
    ------
    UnknownName
        If a class does not exist.
    """
    known = load()
    for name in classes:
        if name not in known:
            raise UnknownName("word class", name, known)
    return tuple(dict.fromkeys(word for name in classes for word in known[name]))


@cache
def either(*classes: str) -> str:
    """Return the words of the classes as an alternation, the longest first, in a non-capturing group.

    Examples
    --------
    >>> re.search(f"{either('bodies_court')}(?=通报)", "市中级人民法院通报")[0]
    '中级人民法院'
    """
    return _alternatives(words(*classes))


def filled(pattern: str, classes: dict[str, tuple[str, ...]]) -> str:
    """Replace the names of word classes in a catalogue pattern by their words.

    Parameters
    ----------
    pattern : str
        A regular expression that may name word classes in braces: ``{principal_heads}[^,]*述法``.
    classes : dict of tuple of str
        The lexicon, as returned by `load`.

    Raises
    ------
    UnknownName
        If a class does not exist.
    """

    def words_of(found: re.Match) -> str:
        if found[1] not in classes:
            raise UnknownName("word class", found[1], classes)
        return _alternatives(classes[found[1]])

    return re.sub(rf"\{{({CLASS})\}}", words_of, pattern)


@cache
def compiled(pattern: str) -> re.Pattern:
    """Return a compiled pattern; cached, because the catalogue has more patterns than `re` caches."""
    return re.compile(pattern)


def _alternatives(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
