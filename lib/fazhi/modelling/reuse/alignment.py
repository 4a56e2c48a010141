"""Two sentences → how similar they are, and what changed from one to the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def similarities(keys: Sequence[str], pairs: np.ndarray, least: float) -> np.ndarray:
    """Return the similarity of sentences, pair by pair.

    Parameters
    ----------
    keys : sequence of str
        Sentences without punctuation.
    pairs : ndarray of int, shape (n, 2)
        Positions in `keys`.
    least : float
        Pairs below this similarity are returned as 0, which saves time.

    Returns
    -------
    ndarray of float32, shape (n,)
        1 minus the number of edits (insertions, deletions, replacements) over the longer sentence's length, 0–1.

    References
    ----------
    Levenshtein, V. I. (1966). Binary codes capable of correcting deletions, insertions, and reversals. Soviet Physics
    Doklady 10, 707–710.
    """
    from rapidfuzz.distance import Levenshtein

    compare = Levenshtein.normalized_similarity
    told = (compare(keys[first], keys[second], score_cutoff=least) for first, second in pairs)
    return np.fromiter(told, np.float32, len(pairs))


def steps(source: str, text: str) -> list[tuple[str, str]]:
    """Cut a sentence and its source where they differ.

    Returns
    -------
    list of (str, str)
        Pieces of the source and of the text, in order: equal where nothing was changed; ``""`` for the piece of the one
        that lacks it.
    """
    from rapidfuzz.distance import Levenshtein

    found = Levenshtein.opcodes(source, text).as_list()
    return [(source[first:last], text[begins:ends]) for _, first, last, begins, ends in found]


def edits(source: str, text: str) -> str:
    """Mark a sentence's changes: ``[-removed text-]``, ``{+added text+}``.

    Examples
    --------
    >>> edits("收到申请58件", "共收到申请61件")
    '{+共+}收到申请[-58-]{+61+}件'
    """
    written = []
    for old, new in steps(source, text):
        if old == new:
            written.append(new)
        else:
            written.append((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return "".join(written)
