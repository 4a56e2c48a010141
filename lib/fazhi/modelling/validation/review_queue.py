"""Indicator values and the evidence against them → the queue of values to review, the most doubtful first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fazhi.modelling.intervals import wilson

LOW_CONFIDENCE = 0.9
TIMES_OTHER_YEARS = 3.0  # a value this many times the region's own median, or its reciprocal, is reviewed
SPREADS_FROM_SIMILAR = 3.5
ENOUGH_YEARS, ENOUGH_REGIONS = 2, 8
REASONS = ["low confidence", "withheld", "other years", "similar regions"]
SEPARATOR = "|"
OF_STATEMENTS = "themes"
CONFIRMED = "confirmed"
QUEUE = [
    "report_id", "region_code", "year", "indicator_id", "value", "unit", "bound", "qualifier", "quantity_id",
    "confidence", "reasons", "doubt",
]  # fmt: skip


def queue(
    indicators: pd.DataFrame, checks: pd.DataFrame, reports: pd.DataFrame, corrections: pd.DataFrame
) -> pd.DataFrame:
    """Sort the values not yet reviewed by how much they need it.

    Parameters
    ----------
    indicators, checks, reports, corrections : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame [report_id, region_code, year, indicator_id, value, unit, bound, qualifier, quantity_id, confidence,
               reasons, doubt]
        One row for each value, and for each figure of another scope, time or kind if an indicator has no value.
        `quantity_id`: the first number it is based on. `reasons`: names of `REASONS` and kinds of failed checks,
        "|" between, ``""`` = none. `doubt` (0–1): 1 − confidence, with confidence halved for each additional reason; a
        ranking, not a probability. Numbers confirmed or corrected by hand are left out.

    Notes
    -----
    ``other years``: at least three times the median of the region's other years, or at most a third (with at least
    two other years; rates are not compared). ``similar regions``: more than 3.5 robust standard deviations from the
    median of the same indicator, year and level (with at least eight regions). Counts are compared as log(1 + value).

    References
    ----------
    Iglewicz, B., & Hoaglin, D. C. (1993). How to detect and handle outliers. ASQC Quality Press (modified z-scores).
    """
    rows = _values(indicators).merge(reports[["report_id", "file", "level"]], on="report_id", how="left")
    rows = rows[~_looked_at(rows, corrections)].reset_index(drop=True)
    failed = _failed_checks(checks)
    reasons = pd.DataFrame(
        {
            "low confidence": rows["confidence"] < LOW_CONFIDENCE,
            "withheld": rows["qualifier"] != "",
            "other years": _unlike_other_years(rows),
            "similar regions": _unlike_similar_regions(rows),
        }
    )[REASONS]
    named = [
        [reason for reason, holds in zip(REASONS, row, strict=True) if holds] + failed.get(identifier, [])
        for row, identifier in zip(reasons.to_numpy(dtype=bool), rows["quantity_id"], strict=True)
    ]
    rows["reasons"] = pd.Series([SEPARATOR.join(names) for names in named], index=rows.index, dtype="str")
    further = np.array([len(names) - ("low confidence" in names) for names in named], dtype=float)
    rows["doubt"] = 1 - rows["confidence"].fillna(0.5) * 0.5**further
    order = ["doubt", "report_id", "indicator_id", "qualifier", "quantity_id"]
    return rows.sort_values(order, ascending=[False, True, True, True, True], ignore_index=True)[QUEUE]


def precision_so_far(corrections: pd.DataFrame) -> dict[str, float]:
    """Estimate the share of reviewed numbers that were right.

    Parameters
    ----------
    corrections : DataFrame
        The table of that name; a number with a row ``confirmed`` and no other was right.

    Returns
    -------
    dict
        n, right: how many numbers; precision, low, high (0–1): their share with Wilson's 95 % interval, NaN if none
        was reviewed. The queue begins with the doubtful ones, so this is below the precision of all numbers.
    """
    numbers = corrections[corrections["field"] != OF_STATEMENTS]
    right = (numbers["field"] == CONFIRMED).groupby([numbers[c] for c in ("report", "line", "start")]).all()
    n, k = len(right), int(right.sum())
    low, high = wilson(k, n)
    return {"n": n, "right": k, "precision": k / n if n else np.nan, "low": float(low), "high": float(high)}


def _values(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the values, and the other figures of indicators without a value."""
    plain = indicators["qualifier"] == ""
    stated = indicators.loc[plain, ["report_id", "indicator_id"]].apply(tuple, axis=1)
    keys = indicators[["report_id", "indicator_id"]].apply(tuple, axis=1)
    kept = indicators[plain | ~keys.isin(set(stated))]
    return kept.assign(quantity_id=kept["quantity_ids"].str.split(SEPARATOR).str[0])


def _looked_at(rows: pd.DataFrame, corrections: pd.DataFrame) -> np.ndarray:
    """Return for each row whether its number has been confirmed or corrected."""
    numbers = corrections[corrections["field"] != OF_STATEMENTS]
    places = set(zip(numbers["report"], numbers["line"], numbers["start"], strict=True))
    where = rows["quantity_id"].str.extract(r"/q(\d+)\.(\d+)$").astype("Int64")
    return np.array(
        [
            (report_id, line, start) in places or (file, line, start) in places
            for report_id, file, line, start in zip(rows["report_id"], rows["file"], where[0], where[1], strict=True)
        ],
        dtype=bool,
    )


def _failed_checks(checks: pd.DataFrame) -> dict[str, list[str]]:
    """Return the kinds of check that each quantity failed."""
    linked = checks.assign(quantity_id=checks["quantity_ids"].str.split(SEPARATOR)).explode("quantity_id")
    return linked.groupby("quantity_id")["kind"].agg(lambda kinds: sorted(set(kinds))).to_dict()


def _scale(rows: pd.DataFrame) -> pd.Series:
    """Return values on a scale where differences mean the same for small and large ones."""
    return np.log1p(rows["value"].clip(lower=0)).where(rows["unit"] != "%", rows["value"])


def _unlike_other_years(rows: pd.DataFrame) -> np.ndarray:
    scaled = _scale(rows).where((rows["qualifier"] == "") & (rows["unit"] != "%"))
    unlike = np.zeros(len(rows), dtype=bool)
    for _, index in rows.groupby(["region_code", "indicator_id", "unit"]).groups.items():
        own = scaled[index].dropna()
        if len(own) > ENOUGH_YEARS:
            medians = [own.drop(at).median() for at in own.index]
            unlike[own.index] = np.abs(own - medians) >= np.log(TIMES_OTHER_YEARS)
    return unlike


def _unlike_similar_regions(rows: pd.DataFrame) -> np.ndarray:
    scaled = _scale(rows).where(rows["qualifier"] == "")
    groups = scaled.groupby([rows[c] for c in ("indicator_id", "unit", "year", "level")])
    distance = (scaled - groups.transform("median")).abs()
    spread = distance.groupby([rows[c] for c in ("indicator_id", "unit", "year", "level")]).transform("median") / 0.6745
    enough = groups.transform("count") >= ENOUGH_REGIONS
    return (enough & (spread > 0) & (distance > SPREADS_FROM_SIMILAR * spread)).to_numpy(dtype=bool)
