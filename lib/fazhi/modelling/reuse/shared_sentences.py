"""Formulas → each sentence shared by reports, with its source and which of the two came first."""

from __future__ import annotations

import pandas as pd

from fazhi.modelling.reuse.formulas import Formulas
from fazhi.schema import LEVELS, PLACE

FIRST_PLACES = 3
_CODE_OF = {"province": (2, "0000"), "prefecture": (4, "00"), "county": (6, "")}


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
    told = _dated(found.sentences, reports)
    rare, alike = told[~told["common"]], found.alike
    pairs = {
        "year on year": _last_years(told, alike),
        "upper and lower level": _of_levels(rare, alike),
        "region to region": _of_regions(rare, alike),
    }
    rows = [_rows(told, _best(_directed(told, part)), kind) for kind, part in pairs.items()]
    everybody = told.loc[told["common"], [*PLACE, "role", "places"]]
    everybody = everybody.assign(kind="boilerplate", direction="shared", source_report_id="")
    return pd.concat([*rows, everybody], ignore_index=True)


def repetitive(reuse: pd.DataFrame) -> list[str]:
    """Return the kinds of shared sentences that say least about a report's own year, as far as there are any."""
    return [kind for kind in ("boilerplate", "year on year") if (reuse["kind"] == kind).any()]


def _dated(sentences: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Add each sentence's region, level, year and date; `at` numbers the sentences."""
    signed = reports["signed"].where(reports["signed"] != "", reports["published"])
    known = reports[["report_id", "region_code", "level", "year"]].assign(
        region_key=pd.factorize(reports["region_code"] + reports["region"])[0],
        date=pd.to_datetime(signed, errors="coerce"),
    )
    table = sentences.drop(columns=["key", "rank"], errors="ignore").merge(known, on="report_id")
    return table.assign(at=range(len(table))).astype(
        {"at": "int32", "year": "int32", "region_key": "int32", "wording": "int32"}
    )


def _pairs(targets: pd.DataFrame, sources: pd.DataFrame, alike: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Pair similar sentences that agree in the columns `on`: [at, source, similarity]."""
    near = targets[["at", "wording", *on]].merge(alike, on="wording")
    sources = sources[["at", "wording", *on]].rename(columns={"at": "source", "wording": "other"})
    return near.merge(sources, on=["other", *on])[["at", "source", "similarity"]]


def _last_years(told: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    return _pairs(told, told.assign(year=told["year"] + 1), alike, ["region_key", "year"])


def _of_levels(told: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    """Pair sentences with those of the regions above, in both directions."""
    found = []
    for level, (digits, zeros) in _CODE_OF.items():
        lower = told[told["level"].map(LEVELS.index) > LEVELS.index(level)]
        lower = lower.assign(above=lower["region_code"].str[:digits] + zeros)
        upper = told[told["level"] == level].rename(columns={"region_code": "above"})
        found.append(_pairs(lower, upper, alike, ["above"]))
    down = pd.concat(found, ignore_index=True)
    return pd.concat([down, down.rename(columns={"at": "source", "source": "at"})], ignore_index=True)


def _of_regions(told: pd.DataFrame, alike: pd.DataFrame) -> pd.DataFrame:
    """Pair sentences with those of the first regions with the wording, neither above nor below their own."""
    first = told.sort_values(["year", "date", "at"]).drop_duplicates(["wording", "region_key"])
    first = first[first.groupby("wording").cumcount() < FIRST_PLACES]
    pairs = _pairs(told, first, alike, [])
    own, source = (told.set_index("at").loc[pairs[end]] for end in ("at", "source"))
    related = [
        one == other or _stem(one, level).startswith(stem) or stem.startswith(_stem(one, level))
        for one, level, other, stem in zip(
            own["region_code"],
            own["level"],
            source["region_code"],
            map(_stem, source["region_code"], source["level"]),
            strict=True,
        )
    ]
    return pairs[~pd.Series(related, index=pairs.index, dtype=bool)]


def _stem(code: str, level: str) -> str:
    """Return the part of a region's code that all regions below it share: 5301 for a prefecture."""
    return code[: _CODE_OF.get(level, (6, ""))[0]]


def _directed(told: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Drop pairs whose source is later; mark those whose source is known to be earlier."""
    known = told.set_index("at")[["date", "year"]]
    own, source = (known.loc[pairs[end]].reset_index(drop=True) for end in ("at", "source"))
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


def _rows(told: pd.DataFrame, pairs: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Format pairs as rows of the table."""
    places = told.set_index("at")
    own = places.loc[pairs["at"], [*PLACE, "role", "places"]].reset_index(drop=True)
    source = places.loc[pairs["source"], PLACE].reset_index(drop=True).add_prefix("source_")
    found = pairs[["similarity", "direction"]].reset_index(drop=True)
    return pd.concat([own, source, found.assign(kind=kind)], axis=1)
