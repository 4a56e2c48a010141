"""Formulas → each sentence shared by reports, with its source and which of the two came first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from fazhi.modelling.reuse.formulas import Formulas
from fazhi.schema import LEVELS, PLACE

FIRST_PLACES = 3
_CODE_OF = {"province": (2, "0000"), "prefecture": (4, "00"), "county": (6, "")}
_SIMILAR = 1_000_000


def reuse(found: Formulas, reports: pd.DataFrame) -> pd.DataFrame:
    """Determine for every sentence whether it is also in last year's report, another region's, or most of them.

    Parameters
    ----------
    found : Formulas
        The result of `formulas.formulas`.
    reports : DataFrame
        The table of that name.

    Returns
    -------
    DataFrame
        The columns of the table `reuse`: one row for each sentence and kind. ``year on year``: the region's report for
        the year before has it. ``upper and lower level``: a region above or below has it. ``region to region``: another
        region has it, one of the first `FIRST_PLACES` with the wording. ``boilerplate``: it is used in most provinces
        (`Formulas`); then no source is given, and there are no rows of the two previous kinds. The source is the most
        similar sentence, the earliest if tied. `direction` is ``source earlier`` if the dates of signing or
        publication, or else the reporting years, show that the source is earlier; ``shared`` if they do not, and then
        the source has a row as well.
    """
    told = _numbered(found.sentences, reports)
    parts = [_best_pairs(told, alike) for alike in _parts(found.alike)]
    pairs = {kind: pd.concat([part[kind] for part in parts]).sort_values("at") for kind in parts[0]}
    rows = [_rows(found.sentences, part, kind) for kind, part in pairs.items()]
    everybody = found.sentences.loc[found.sentences["common"], [*PLACE, "role", "places"]]
    everybody = everybody.assign(kind="boilerplate", direction="shared", source_report_id="")
    return pd.concat([*rows, everybody], ignore_index=True)


def repetitive(reuse: pd.DataFrame) -> list[str]:
    """Return the kinds of shared sentences that say least about a report's own year, as far as there are any."""
    return [kind for kind in ("boilerplate", "year on year") if (reuse["kind"] == kind).any()]


def _numbered(sentences: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return what decides on pairs, in numbers, which take little memory.

    Returns
    -------
    DataFrame [at, wording, common, region, year, date, level, code, province, prefecture, county, first]
        `at` is the sentence's row; `level` its position in `LEVELS`; `code` stands for its region's code, `province`
        to `county` for those of the regions above; `first`: the region is one of the first `FIRST_PLACES` that use it.
    """
    code = reports["region_code"]
    above = [code.str[:digits] + zeros for digits, zeros in _CODE_OF.values()]
    codes = pd.factorize(pd.concat([code, *above]))[0].reshape(1 + len(above), len(code))
    signed = reports["signed"].where(reports["signed"] != "", reports["published"])
    known = pd.DataFrame(dict(zip(["code", *_CODE_OF], codes.astype("int32"), strict=True))).assign(
        region=pd.factorize(code + reports["region"])[0].astype("int32"),
        year=reports["year"].to_numpy("int32"),
        level=[LEVELS.index(level) for level in reports["level"]],
        date=pd.to_datetime(signed, errors="coerce").to_numpy(),
    )
    told = known.iloc[pd.Index(reports["report_id"]).get_indexer(sentences["report_id"])].reset_index(drop=True)
    told = told.assign(at=np.arange(len(told), dtype="int32"), wording=sentences["wording"].astype("int32"))
    return told.assign(common=sentences["common"], first=_first(told))


def _first(told: pd.DataFrame) -> pd.Series:
    """Return whether a sentence is the first of its region with the wording, and the region one of the first."""
    dated = told[["wording", "region", "year", "date", "at"]].sort_values(["year", "date", "at"])
    once = dated.drop_duplicates(["wording", "region"])
    return told["at"].isin(once.loc[once.groupby("wording").cumcount() < FIRST_PLACES, "at"])


def _parts(alike: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the similar wordings of some wordings at a time; pairs of all sentences together would take much memory."""
    rows = np.bincount(alike["wording"], minlength=1).cumsum()
    part = (rows // _SIMILAR).astype("int32")
    for one in np.unique(part):
        yield alike[part[alike["wording"]] == one]


def _best_pairs(told: pd.DataFrame, alike: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Find each sentence's source of each kind, for the sentences with these wordings: [at, source, similarity, …]."""
    rare = told[~told["common"]]
    pairs = {
        "year on year": _last_years(_with(told, alike), told, alike),
        "upper and lower level": _of_levels(_with(rare, alike), rare, alike),
        "region to region": _of_regions(_with(rare, alike), rare, alike),
    }
    return {kind: _best(_directed(told, found)) for kind, found in pairs.items()}


def _with(told: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    return told[told["wording"].isin(alike["wording"])]


def _pairs(targets: pd.DataFrame, sources: pd.DataFrame, alike: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Pair similar sentences that agree in the columns `on`: [at, source, similarity]."""
    near = targets[["at", "wording", *on]].merge(alike, on="wording")
    sources = sources[["at", "wording", *on]].rename(columns={"at": "source", "wording": "other"})
    return near.merge(sources, on=["other", *on])[["at", "source", "similarity"]]


def _last_years(targets: pd.DataFrame, sources: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    return _pairs(targets, sources.assign(year=sources["year"] + 1), alike, ["region", "year"])


def _of_levels(targets: pd.DataFrame, sources: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    """Pair sentences with those of the regions above and below."""
    found = []
    for level in _CODE_OF:
        found.append(_pairs(_below(targets, level), _at(sources, level), alike, ["above"]))
        found.append(_pairs(_at(targets, level), _below(sources, level), alike, ["above"]))
    return pd.concat(found, ignore_index=True)


def _below(told: pd.DataFrame, level: str) -> pd.DataFrame:
    lower = told[told["level"] > LEVELS.index(level)]
    return lower.assign(above=lower[level])


def _at(told: pd.DataFrame, level: str) -> pd.DataFrame:
    upper = told[told["level"] == LEVELS.index(level)]
    return upper.assign(above=upper["code"])


def _of_regions(targets: pd.DataFrame, sources: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    """Pair sentences with those of the first regions with the wording, neither above nor below their own."""
    pairs = _pairs(targets, sources[sources["first"]], alike, [])
    own, source = (sources.loc[pairs[end], ["level", *_CODE_OF]].reset_index(drop=True) for end in ("at", "source"))
    upper = np.minimum(np.minimum(own["level"], source["level"]), len(_CODE_OF) - 1)
    related = np.choose(upper, [own[level] == source[level] for level in _CODE_OF])
    return pairs[~related.astype(bool)]


def _directed(told: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Drop pairs whose source is later; mark those whose source is known to be earlier."""
    own, source = (told.loc[pairs[end], ["date", "year"]].reset_index(drop=True) for end in ("at", "source"))
    dated = own["date"].notna() & source["date"].notna() & (own["date"] != source["date"])
    earlier = (source["date"] < own["date"]).where(dated, source["year"] < own["year"])
    later = (source["date"] > own["date"]).where(dated, source["year"] > own["year"])
    direction = earlier.map({True: "source earlier", False: "shared"})
    dates = {"direction": direction, "year": source["year"], "date": source["date"]}
    return pairs.reset_index(drop=True).assign(**dates)[~later]


def _best(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep each sentence's most similar source, the earliest if tied."""
    order = pairs.sort_values(
        ["at", "similarity", "direction", "year", "date", "source"], ascending=[True, False, False, True, True, True]
    )
    return order.drop_duplicates("at")


def _rows(sentences: pd.DataFrame, pairs: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Format pairs as rows of the table."""
    own = sentences.loc[pairs["at"], [*PLACE, "role", "places"]].reset_index(drop=True)
    source = sentences.loc[pairs["source"], PLACE].reset_index(drop=True).add_prefix("source_")
    found = pairs[["similarity", "direction"]].reset_index(drop=True)
    return pd.concat([own, source, found.assign(kind=kind)], axis=1)
