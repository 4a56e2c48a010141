"""Sentences → groups of wordings that form one formula, and how widely each formula is used in the corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling.reuse import alignment, candidates
from fazhi.modelling.sentences import sentences

LEAST = 15
ALIKE = 0.75
FEWEST_PLACES = 3
FEWEST_PROVINCES = 4
_CHUNK = 500_000
_SEGMENTS = 20_000
_SMALL = dict.fromkeys(["line", "start", "end"], "int32")


@dataclass(frozen=True)
class Formulas:
    """Sentences of a corpus with their variants.

    Attributes
    ----------
    sentences : DataFrame [report_id, line, start, end, role, n_chars, wording, formula, places, common]
        One row for each sentence of `LEAST` characters or more, by region and year. `n_chars` is its length without
        punctuation; `wording` is the number of its text without punctuation, `formula` that of its group of wordings,
        linked by similarity; `places` counts the regions that use the formula; `common` is whether it occurs in most
        provinces of the corpus or, with fewer than `FEWEST_PROVINCES` provinces, in most regions.
    alike : DataFrame [wording, other, similarity]
        Wordings that share `ALIKE` of their text or more, in both directions, including each with itself (1).
    """

    sentences: pd.DataFrame
    alike: pd.DataFrame


@explained
def formulas(segments: pd.DataFrame, reports: pd.DataFrame, *, seed: int = 1) -> Formulas:
    """Find the sentences shared by reports.

    Parameters
    ----------
    segments, reports : DataFrame
        The tables of those names.
    seed : int
        Seed of the hashes used to find candidates (`candidates.pairs`).
    """
    table, wordings = _wordings(_sentences(segments, reports))
    alike = _alike(wordings, seed)
    table = table.assign(formula=_groups(alike, len(wordings))[table["wording"]])
    return Formulas(_with_places(table, reports), alike)


def _sentences(segments: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Cut segments into sentences, some at a time: while they are cut they take much more memory than as a table."""
    order = _order(segments, reports)
    starts = range(0, max(len(order), 1), _SEGMENTS)
    parts = (sentences(segments.iloc[order[start : start + _SEGMENTS]], least=LEAST) for start in starts)
    return pd.concat([part.drop(columns="raw").astype(_SMALL) for part in parts], ignore_index=True)


def _order(segments: pd.DataFrame, reports: pd.DataFrame) -> np.ndarray:
    """Return the rows of the reports' segments by region and year, so that variants are close together."""
    by_region = reports.sort_values(["region_code", "region", "year", "report_id"])["report_id"]
    rank = pd.Index(by_region).get_indexer(segments["report_id"])
    order = np.lexsort([segments["start"], segments["line"], rank])
    return order[rank[order] >= 0]


def _wordings(cut: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Replace the sentences' texts by their numbers and lengths; return them with the list of the texts."""
    wording, keys = pd.factorize(cut["key"])
    n_chars = cut["key"].str.len()
    return cut.drop(columns="key").assign(n_chars=n_chars, wording=wording).astype(_SMALL), list(keys)


def _alike(keys: list[str], seed: int) -> pd.DataFrame:
    """Return the pairs of similar wordings, in both directions, including each with itself."""
    pairs = candidates.pairs(keys, seed)
    chunks = [pairs[n : n + _CHUNK] for n in range(0, len(pairs), _CHUNK)]
    found = np.concatenate([alignment.similarities(keys, chunk, ALIKE) for chunk in chunks] or [np.empty(0)])
    near, found = pairs[found >= ALIKE], found[found >= ALIKE]
    own = np.arange(len(keys), dtype=np.int32)
    columns = {
        "wording": np.concatenate([near[:, 0], near[:, 1], own]),
        "other": np.concatenate([near[:, 1], near[:, 0], own]),
        "similarity": np.concatenate([found, found, np.ones(len(keys), dtype=np.float32)]),
    }
    return pd.DataFrame(columns)


def _groups(alike: pd.DataFrame, count: int) -> np.ndarray:
    """Return the number of each wording's group; a group is linked directly or through others."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    once = alike[alike["wording"] < alike["other"]]
    links = coo_matrix((np.ones(len(once), dtype=bool), (once["wording"], once["other"])), shape=(count, count))
    return connected_components(links, directed=False)[1]


def _with_places(table: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Count the regions that use each formula, and mark the formulas used in most of the corpus."""
    places, provinces = reports["region_code"] + reports["region"], reports["region_code"].str[:2]
    of = pd.Index(reports["report_id"]).get_indexer(table["report_id"])
    here = {"place": pd.factorize(places)[0][of], "province": pd.factorize(provinces)[0][of]}
    spread = pd.DataFrame(here).groupby(table["formula"]).nunique()
    by, of_all = ("province", provinces) if provinces.nunique() >= FEWEST_PROVINCES else ("place", places)
    common = (spread[by] > of_all.nunique() / 2) & (spread["place"] >= FEWEST_PLACES)
    return table.assign(places=table["formula"].map(spread["place"]), common=table["formula"].map(common).astype(bool))
