"""Commitments followed up → how many in each region, type or theme were reported, repeated or not mentioned."""

from __future__ import annotations

import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling import intervals
from fazhi.schema import OUTCOMES, REGION


@explained
def outcomes(commitments: pd.DataFrame, reports: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count outcomes by group.

    Parameters
    ----------
    commitments, reports : DataFrame
        The tables of those names.
    by : {"region", "type", "theme_id"}
        The grouping; by theme, commitments without a theme are left out.

    Returns
    -------
    DataFrame [by, outcome, commitments, of_commitments, share, commitment_ids]
        One row for each group and outcome found, in the order of `fazhi.schema.OUTCOMES`, with `region_code` first
        if `by` is ``"region"``. `share` (0–1) is relative to `of_commitments`, those with a next report; NaN for those
        without one, which are counted but have no share. `commitment_ids` are separated by "|".
    """
    keys = REGION if by == "region" else [by]
    told = commitments.merge(reports[["report_id", *REGION]], on="report_id")
    told = told[told[keys[-1]] != ""]
    counted = told.groupby([*keys, "outcome"], as_index=False).agg(
        commitments=("commitment_id", "size"), commitment_ids=("commitment_id", "|".join)
    )
    known = counted["outcome"] != "no next report"
    bases = counted[known].groupby(keys)["commitments"].sum().rename("of_commitments")
    table = counted.merge(bases.reset_index(), on=keys, how="left").fillna({"of_commitments": 0})
    table["share"] = (table["commitments"] / table["of_commitments"]).where(table["outcome"] != "no next report")
    order = table["outcome"].map(OUTCOMES.index)
    table = table.assign(order=order).sort_values([*keys, "order"], ignore_index=True)
    columns = [*keys, "outcome", "commitments", "of_commitments", "share", "commitment_ids"]
    return table[columns].astype({"of_commitments": "int64"})


@explained
def compared(whole: pd.DataFrame, without: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Compare how many commitments are reported on with those after some text is left out.

    Parameters
    ----------
    whole, without : DataFrame
        The table `commitments` for the whole text, and for the remaining text.
    reports : DataFrame
        The table of that name.

    Returns
    -------
    DataFrame [type, commitments, reported, low, high, of_without, without, changed]
        One row for each type of commitment that has a next report. `reported` is the share (0–1) of the `commitments`
        that are reported, with or without a number, with its 95 % interval, clustered by region (NaN = not estimable);
        `without` that of the `of_without` remaining ones, NaN if none remain. `changed` is whether it lies outside the
        interval.
    """
    made, kept = _by_region(whole, reports), _by_region(without, reports).groupby("type").sum()
    number, reported = (made[name].unstack("type", fill_value=0) for name in ("commitments", "reported"))
    low, high = intervals.clustered(reported, number)
    table = made.groupby("type").sum().assign(low=low, high=high)
    table["reported"] = table["reported"] / table["commitments"]
    left = kept.reindex(table.index, fill_value=0)
    table = table.assign(of_without=left["commitments"], without=left["reported"] / left["commitments"]).reset_index()
    return table.assign(changed=(table["without"] < table["low"]) | (table["without"] > table["high"]))


def _by_region(commitments: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Count the commitments that have a next report, and those reported in it, by region and type."""
    known = commitments[commitments["outcome"] != "no next report"].merge(reports[["report_id", *REGION]])
    known = known.assign(reported=known["outcome"].isin(["reported", "reported with a number"]))
    return known.groupby([*REGION, "type"])["reported"].agg(commitments="size", reported="sum")


@explained
def beside(commitments: pd.DataFrame, mentions: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Pair each commitment with the best-matching clause in the next report, for reading.

    Returns
    -------
    DataFrame [region, year, type, place, raw, outcome, score, next_place, mention]
        Those with a next report, in the order of the reports; `place` and `next_place` are report and line
        (``…/L12``); `mention` is ``""`` if no clause scored high enough.
    """
    best = mentions[mentions["rank"] == 1]
    best = best.assign(next_place=best["report_id"] + "/L" + best["line"].astype(str), mention=best["raw"])
    told = commitments[commitments["next_report_id"] != ""].merge(
        reports[["report_id", "region", "year"]], on="report_id"
    )
    told = told.merge(best[["commitment_id", "next_place", "mention"]], on="commitment_id", how="left")
    told = told.sort_values(["report_id", "line"], ignore_index=True).fillna({"next_place": "", "mention": ""})
    told["place"] = told["report_id"] + "/L" + told["line"].astype(str)
    return told[["region", "year", "type", "place", "raw", "outcome", "score", "next_place", "mention"]]
