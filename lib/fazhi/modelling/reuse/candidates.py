"""Many sentences → the few pairs worth comparing, found without comparing all pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

SHINGLE = 2
BANDS, ROWS = 25, 4
NEIGHBOURS = 5
_MIX = np.uint64(0x9E3779B97F4A7C15)


def pairs(keys: Sequence[str], seed: int = 1) -> np.ndarray:
    """Find pairs of sentences that probably share most of their text.

    Parameters
    ----------
    keys : sequence of str
        Distinct sentences without punctuation, ordered so that likely relatives are close together.
    seed : int
        Seed of the hashes.

    Returns
    -------
    ndarray of int, shape (n, 2)
        Positions in `keys`, the smaller first, each pair once, sorted.

    Notes
    -----
    MinHash over shingles of two characters, cut into bands: two sentences are a pair if a whole band is equal
    (Broder 1997; Leskovec, Rajaraman and Ullman 2020, ch. 3). A formula with hundreds of variants would yield all
    their pairs; so within a band each sentence is paired only with the first one and with the next `NEIGHBOURS` in
    order, which keeps time and memory linear in the number of sentences.
    """
    if len(keys) < 2:
        return np.empty((0, 2), dtype=np.int32)
    bands = _bands(keys, seed)
    found = _distinct(np.concatenate([_packed(*_pairs_of(bands[:, n])) for n in range(BANDS)]))
    ends = np.empty((len(found), 2), dtype=np.int32)
    ends[:, 0], ends[:, 1] = found >> np.int64(32), found & np.int64(0xFFFFFFFF)
    return ends


def _bands(keys: Sequence[str], seed: int) -> np.ndarray:
    """Return each sentence's bands, with each band of its MinHash as one number."""
    from datasketch import MinHash

    bands = np.empty((len(keys), BANDS), dtype=np.uint64)
    hashed = MinHash.generator(map(_shingles, keys), num_perm=BANDS * ROWS, seed=seed, hashfunc=crc32)
    for place, minhash in enumerate(hashed):
        rows = minhash.hashvalues.reshape(BANDS, ROWS).astype(np.uint64)
        mixed = rows[:, 0]
        for row in range(1, ROWS):
            mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX + rows[:, row]
        bands[place] = mixed
    return bands


def _shingles(key: str) -> Iterator[bytes]:
    return [key[i : i + SHINGLE].encode() for i in range(max(1, len(key) - SHINGLE + 1))]


def _pairs_of(band: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair each sentence with the first one and the next ones that have the same band."""
    order = np.argsort(band, kind="stable")
    band = band[order]
    opens = np.r_[True, band[1:] != band[:-1]]
    first = order[np.maximum.accumulate(np.where(opens, np.arange(len(band)), 0))]
    lesser, greater = [first[~opens]], [order[~opens]]
    for step in range(1, NEIGHBOURS + 1):
        same = band[step:] == band[:-step]
        lesser.append(order[:-step][same])
        greater.append(order[step:][same])
    return np.concatenate(lesser), np.concatenate(greater)


def _packed(lesser: np.ndarray, greater: np.ndarray) -> np.ndarray:
    return _distinct((lesser.astype(np.int64) << np.int64(32)) | greater)


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Sort numbers in place and keep each once; ``np.unique`` makes a table of hashes, several times as large."""
    numbers.sort()
    new = np.ones(len(numbers), dtype=bool)
    new[1:] = numbers[1:] != numbers[:-1]
    return numbers[new]
