"""Shared sentences → each report's shares of common, last year's, others' and own text; shared passages; flows."""

from __future__ import annotations

import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling.reuse.formulas import Formulas
from fazhi.modelling.sentences import ROLES
from fazhi.schema import PLACE, REGION

PARTS = ["boilerplate", "last_year", "elsewhere", "own"]
_PART_OF = {
    "boilerplate": "boilerplate",
    "year on year": "last_year",
    "upper and lower level": "elsewhere",
    "region to region": "elsewhere",
}
_START = PLACE[:3]


@explained
def origins(found: Formulas, reuse: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Measure the origin of the text in each section of each report.

    Parameters
    ----------
    found : Formulas
        The result of `formulas.formulas`.
    reuse, reports : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame [report_id, role, n_chars, boilerplate, last_year, elsewhere, own]
        The table `boilerplate`: one row for each report and section. `n_chars` counts the characters of the sentences
        compared, without punctuation; the shares (0–1) are relative to it, and a sentence counts once, in the first
        that applies: boilerplate, last year's, another region's, its own. `last_year` is NaN if the region has no
        report for the year before: sentences that would be last year's are then in the other two.
    """
    order = {kind: n for n, kind in enumerate(_PART_OF)}
    first = reuse.assign(n=reuse["kind"].map(order)).sort_values("n").drop_duplicates(_START)
    table = found.sentences.merge(first[[*_START, "kind"]], on=_START, how="left")
    table = table.assign(part=table["kind"].map(_PART_OF).fillna("own"))
    chars = table.pivot_table(index=["report_id", "role"], columns="part", values="n_chars", aggfunc="sum")
    chars = chars.reindex(columns=PARTS).fillna(0.0)
    shares = chars.div(chars.sum(axis=1), axis=0).assign(n_chars=chars.sum(axis=1).astype("int64")).reset_index()
    without = shares["report_id"].isin(without_year_before(reports)["report_id"])
    return shares.assign(last_year=shares["last_year"].mask(without))


@explained
def without_year_before(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the reports whose region has no report for the year before, as rows of the table `reports`."""
    before = reports[[*REGION, "year"]].assign(year=reports["year"] + 1).drop_duplicates()
    known = reports.merge(before, on=[*REGION, "year"], how="left", indicator=True)["_merge"] == "both"
    return reports[~known.to_numpy()]


@explained
def of_reports(boilerplate: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Aggregate the sections of each report.

    Returns
    -------
    DataFrame [report_id, region_code, region, level, year, n_chars, boilerplate, last_year, elsewhere, own]
        As the table `boilerplate`, with one row for each report, by region and year.
    """
    chars = boilerplate[PARTS].mul(boilerplate["n_chars"], axis=0).assign(report_id=boilerplate["report_id"])
    n_chars = boilerplate.groupby("report_id")["n_chars"].sum()
    summed = chars.groupby("report_id")[PARTS].sum(min_count=1).div(n_chars, axis=0).assign(n_chars=n_chars)
    place = ["region_code", "region", "level", "year"]
    table = reports[["report_id", *place]].merge(summed.reset_index(), on="report_id")
    return table.sort_values(place, ignore_index=True)[["report_id", *place, "n_chars", *PARTS]]


@explained
def of_sections(boilerplate: pd.DataFrame) -> pd.DataFrame:
    """Aggregate each section over all reports.

    Returns
    -------
    DataFrame [role, reports, n_chars, boilerplate, last_year, elsewhere, own]
        As the table `boilerplate`, with one row for each section, in the order of a report. `last_year` covers only
        reports whose region has one for the year before, NaN if none has.
    """
    weighted = boilerplate[PARTS].mul(boilerplate["n_chars"], axis=0)
    weights = boilerplate[PARTS].notna().mul(boilerplate["n_chars"], axis=0)
    sums, of = (table.groupby(boilerplate["role"])[PARTS].sum() for table in (weighted, weights))
    told = boilerplate.groupby("role").agg(reports=("report_id", "nunique"), n_chars=("n_chars", "sum"))
    table = told.join(sums / of.where(of > 0)).reset_index()
    return table.sort_values("role", key=lambda roles: roles.map(ROLES.index), ignore_index=True)


@explained
def passages(reuse: pd.DataFrame, found: Formulas) -> pd.DataFrame:
    """Join shared sentences that are consecutive in both reports into shared passages.

    Returns
    -------
    DataFrame [place, source_place, shared, sentences, n_chars]
        One row for each run of two or more sentences, the longest first; `place` and `source_place` are the report and
        line where it begins (``…/L12``), `shared` is the kind, `n_chars` its length without punctuation.
    """
    cut = found.sentences
    nth = cut.assign(nth=cut.groupby("report_id").cumcount())[[*_START, "nth", "n_chars"]]
    of_source = nth.drop(columns="n_chars").add_prefix("source_")
    keyed = reuse[reuse["source_report_id"] != ""].astype({"source_line": "int64", "source_start": "int64"})
    rows = keyed.merge(nth, on=_START).merge(of_source, on=[f"source_{one}" for one in _START])
    rows = rows.sort_values(["report_id", "kind", "nth"])
    ends = ["report_id", "source_report_id", "kind"]
    goes_on = (rows[ends] == rows[ends].shift()).all(axis=1)
    goes_on &= (rows["nth"].diff() == 1) & (rows["source_nth"].diff() == 1)
    runs = rows.groupby((~goes_on).cumsum().rename("run"))
    table = runs.agg(
        report_id=("report_id", "first"), line=("line", "first"), source_report_id=("source_report_id", "first"),
        source_line=("source_line", "first"), kind=("kind", "first"), sentences=("nth", "size"),
        n_chars=("n_chars", "sum"),
    )  # fmt: skip
    table = table[table["sentences"] > 1].sort_values(["n_chars", "report_id", "line"], ascending=[False, True, True])
    told = table.assign(
        place=table["report_id"] + "/L" + table["line"].astype(str),
        source_place=table["source_report_id"] + "/L" + table["source_line"].astype(str),
    )
    return told.rename(columns={"kind": "shared"})[
        ["place", "source_place", "shared", "sentences", "n_chars"]
    ].reset_index(drop=True)


@explained
def flows(reuse: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences shared by each pair of regions.

    Returns
    -------
    DataFrame [source_code, source, region_code, region, direction, sentences]
        Only between different regions, the most sentences first. With ``source earlier`` the reports of `source` had
        them first; with ``shared`` the dates do not tell, and the pair is listed once, in the order of the codes.
    """
    own = reports[["report_id", *REGION]]
    other = own.rename(columns={"report_id": "source_report_id", "region_code": "source_code", "region": "source"})
    pairs = reuse.merge(own, on="report_id").merge(other, on="source_report_id")
    pairs = pairs[pairs["kind"].isin(["upper and lower level", "region to region"])]
    twice = (pairs["direction"] == "shared") & (
        pairs["source_code"] + pairs["source"] > pairs["region_code"] + pairs["region"]
    )
    counted = (
        pairs[~twice]
        .groupby(["source_code", "source", *REGION, "direction"], as_index=False)
        .agg(sentences=("line", "size"))
    )
    return counted.sort_values(
        ["sentences", "source_code", "region_code"], ascending=[False, True, True], ignore_index=True
    )
