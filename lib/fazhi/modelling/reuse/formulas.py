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


@dataclass(frozen=True)
class Formulas:
    """Sentences of a corpus with their variants.

    Attributes
    ----------
    sentences : DataFrame [report_id, line, start, end, role, key, wording, formula, places, common]
        One row for each sentence of `LEAST` characters or more, by region and year. `wording` is the number of its key,
        `formula` that of its group of wordings, linked by similarity; `places` counts the regions that use the formula;
        `common` is whether it occurs in most provinces of the corpus or, with fewer than `FEWEST_PROVINCES` provinces,
        in most regions.
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
    ordered = _in_order(_sentences(segments), reports)
    wording, keys = pd.factorize(ordered["key"])
    alike = _alike(list(keys), seed)
    table = ordered.assign(wording=wording, formula=_groups(alike, len(keys))[wording])
    return Formulas(_with_places(table, reports), alike)


def _sentences(segments: pd.DataFrame) -> pd.DataFrame:
    """Cut segments into sentences, some at a time: while they are cut they take much more memory than as a table."""
    starts = range(0, max(len(segments), 1), _SEGMENTS)
    parts = (sentences(segments[start : start + _SEGMENTS], least=LEAST) for start in starts)
    return pd.concat([part.drop(columns="raw") for part in parts], ignore_index=True)


def _in_order(cut: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Sort sentences by region and year, so that variants are close together."""
    place = reports.sort_values(["region_code", "region", "year", "report_id"])["report_id"]
    rank = pd.Series(range(len(place)), index=place)
    kept = cut[cut["report_id"].isin(rank.index)]
    return kept.assign(rank=kept["report_id"].map(rank)).sort_values(["rank", "line", "start"], ignore_index=True)


def _alike(keys: list[str], seed: int) -> pd.DataFrame:
    """Return the pairs of similar wordings, in both directions, including each with itself."""
    pairs = candidates.pairs(keys, seed)
    chunks = [pairs[n : n + _CHUNK] for n in range(0, len(pairs), _CHUNK)]
    found = np.concatenate([alignment.similarities(keys, chunk, ALIKE) for chunk in chunks] or [np.empty(0)])
    near, found = pairs[found >= ALIKE], found[found >= ALIKE]
    own = np.arange(len(keys))
    columns = {
        "wording": np.concatenate([near[:, 0], near[:, 1], own]),
        "other": np.concatenate([near[:, 1], near[:, 0], own]),
        "similarity": np.concatenate([found, found, np.ones(len(keys))]).astype(np.float32),
    }
    return pd.DataFrame(columns).astype({"wording": "int32", "other": "int32"})


def _groups(alike: pd.DataFrame, count: int) -> np.ndarray:
    """Return the number of each wording's group; a group is linked directly or through others."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    links = coo_matrix((np.ones(len(alike)), (alike["wording"], alike["other"])), shape=(count, count))
    return connected_components(links, directed=False)[1]


def _with_places(table: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Count the regions that use each formula, and mark the formulas used in most of the corpus."""
    known = reports.assign(place=reports["region_code"] + reports["region"]).set_index("report_id")
    here = pd.DataFrame(
        {
            "formula": table["formula"],
            "place": table["report_id"].map(known["place"]),
            "province": table["report_id"].map(known["region_code"]).str[:2],
        }
    )
    spread = here.groupby("formula").nunique()
    provinces = known["region_code"].str[:2].nunique()
    by, of = ("province", provinces) if provinces >= FEWEST_PROVINCES else ("place", known["place"].nunique())
    common = (spread[by] > of / 2) & (spread["place"] >= FEWEST_PLACES)
    return table.assign(places=table["formula"].map(spread["place"]), common=table["formula"].map(common).astype(bool))
