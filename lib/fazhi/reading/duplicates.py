"""Texts → how similar they are: the same report saved twice, or one text used for several regions or years."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from fazhi.arguments import in_range
from fazhi.normalization import plain

_NO_TEXT = re.compile(r"[\W_]+")
_HASHES = 128
_MARGIN = 0.15  # how far MinHash, with so many hashes, may misjudge a similarity


def same_text(first: str, second: str, threshold: float = 0.8) -> bool:
    """Return whether two texts share at least `threshold` of their five-character shingles (Jaccard)."""
    return _likeness(_shingles(first), _shingles(second)) >= threshold


@in_range
def alike(texts: Mapping[str, str], threshold: float = 0.8, *, seed: int = 1) -> pd.DataFrame:
    """Find the pairs of similar texts without comparing every pair.

    Parameters
    ----------
    texts : mapping of str to str
        Texts by their ids, e.g. reports or segments.
    threshold : float
        From 0 to 1: the lowest similarity returned.
    seed : int
        Seed of the hashes used to find candidates.

    Returns
    -------
    DataFrame [first, second, likeness]
        `first` < `second`; likeness is the exact Jaccard similarity of five-character shingles, ignoring punctuation
        and character width. Sorted by likeness, highest first, then by the ids.

    Notes
    -----
    Candidates are found by MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman 2020,
    ch. 3) at a slightly lower threshold, then compared exactly: every pair returned is correct, but one near the
    threshold may be missed.
    """
    from datasketch import MinHash, MinHashLSH

    shingles = {name: _shingles(texts[name]) for name in sorted(texts)}
    index = MinHashLSH(threshold=max(0.05, threshold - _MARGIN), num_perm=_HASHES)
    found = []
    for second, own in shingles.items():
        hashed = MinHash(num_perm=_HASHES, seed=seed)
        hashed.update_batch([shingle.encode() for shingle in sorted(own)])
        pairs = ((first, second, _likeness(shingles[first], own)) for first in index.query(hashed))
        found += [pair for pair in pairs if pair[2] >= threshold]
        index.insert(second, hashed)
    table = pd.DataFrame(found, columns=["first", "second", "likeness"]).astype({"likeness": float})
    return table.sort_values(["likeness", "first", "second"], ascending=[False, True, True], ignore_index=True)


def _likeness(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)


def _shingles(text: str, size: int = 5) -> set[str]:
    text = _NO_TEXT.sub("", plain(text))
    return {text[i : i + size] for i in range(max(1, len(text) - size + 1))}
