"""Shared sentences → the two texts side by side; problem statements and numbers repeated from last year's report."""

from __future__ import annotations

import pandas as pd

from fazhi.arguments import explained
from fazhi.modelling.reuse.alignment import edits
from fazhi.modelling.reuse.origins import without_year_before
from fazhi.schema import PLACE

WORD_FOR_WORD = 0.999
REPEATS = ["word for word", "edited", "new", "no report of the year before"]


@explained
def side_by_side(reuse: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Put shared sentences next to their sources.

    Parameters
    ----------
    reuse, segments : DataFrame
        The tables of those names; rows of `reuse` without a source (boilerplate) are left out.

    Returns
    -------
    DataFrame [report_id, line, start, end, role, shared, direction, similarity, place, text, source_place, source_text,
    changes]
        `shared` is the kind, `place` the report and line (``…/L12``), `changes` the text with
        ``[-text only in the source-]`` and ``{+text not in the source+}``.
    """
    paired = reuse[reuse["source_report_id"] != ""].reset_index(drop=True)
    source = _sources(paired)
    table = paired.assign(text=_texts(paired, segments), source_text=_texts(source, segments))
    table["changes"] = [edits(*texts) for texts in zip(table["source_text"], table["text"], strict=True)]
    table["place"], table["source_place"] = place(table), place(source)
    columns = [*PLACE, "role", "shared", "direction", "similarity", "place", "text", "source_place", "source_text",
               "changes"]  # fmt: skip
    return table.rename(columns={"kind": "shared"})[columns]


def place(rows: pd.DataFrame) -> pd.Series:
    """Format positions as report and line, as linked in the web report: 970100-2023-0000/L12."""
    return rows["report_id"] + "/L" + rows["line"].astype(str)


@explained
def problems_again(reuse: pd.DataFrame, problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Determine whether each problem statement is repeated from the region's report of the year before.

    Parameters
    ----------
    reuse, problems, reports : DataFrame
        The tables of those names.

    Returns
    -------
    DataFrame [report_id, region_code, region, year, problem_id, text, repeat, similarity, source_place]
        One row for each statement. `repeat` is one of `REPEATS`: ``word for word`` if one of its sentences is in that
        report unchanged except for punctuation, ``edited`` if a similar one is. `similarity` (0–1) is that sentence's,
        NaN if there is none. Only sentences of fifteen characters or more are compared: shorter ones count as new.
    """
    last = reuse[reuse["kind"] == "year on year"][[*PLACE, "similarity", "source_report_id", "source_line"]]
    both = problems.merge(last, on=["report_id", "line"], suffixes=("", "_shared"))
    inside = both[(both["start"] <= both["start_shared"]) & (both["start_shared"] < both["end"])]
    best = inside.sort_values("similarity", ascending=False).drop_duplicates("problem_id")
    best = best.assign(source_place=best["source_report_id"] + "/L" + best["source_line"].astype(str))
    columns = ["problem_id", "similarity", "source_place"]
    told = problems.merge(best[columns], on="problem_id", how="left").fillna({"source_place": ""})
    report = ["report_id", "region_code", "region", "year"]
    told = told.merge(reports[report], on="report_id")
    known = ~told["report_id"].isin(without_year_before(reports)["report_id"])
    told["repeat"] = [_repeat(*row) for row in zip(told["similarity"], known, strict=True)]
    return told[[*report, "problem_id", "text", "repeat", *columns[1:]]].sort_values(
        ["region_code", "region", "year", "problem_id"], ignore_index=True
    )


@explained
def numbers_again(reuse: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """Find the numbers that stand in a shared sentence and are the same there in the other report.

    A shared sentence may have a report's own number (申请58件, 申请61件). Only a number with the indicator, unit and
    value of one in the source's sentence is found; in boilerplate, which has no source, one that another report has
    in boilerplate, too.

    Parameters
    ----------
    reuse, quantities : DataFrame
        The tables of those names, or rows of them.

    Returns
    -------
    DataFrame [quantity_id, indicator_id, value, unit, shared, place, source_place]
        Numbers of indicators only, one row for each and kind of shared sentence (`shared`); `place` is the report and
        line (``…/L12``), `source_place` that of the source, ``""`` for boilerplate.
    """
    same = ["indicator_id", "unit", "value"]
    rows = reuse.reset_index(drop=True).rename_axis("at").reset_index()
    own = _numbers_in(rows[["at", *PLACE]], quantities).merge(rows[["at", "kind"]], on="at")
    source = _numbers_in(_sources(rows), quantities)[["at", *same, "place"]].rename(columns={"place": "source_place"})
    formula = own[own["kind"] == "boilerplate"].assign(source_place="")
    of_several = formula.groupby(same)["report_id"].transform("nunique") > 1
    found = pd.concat([own.merge(source, on=["at", *same]), formula[of_several]], ignore_index=True)
    found = found.rename(columns={"kind": "shared"}).sort_values(["quantity_id", "shared", "source_place"])
    columns = ["quantity_id", "indicator_id", "value", "unit", "shared", "place", "source_place"]
    return found.drop_duplicates(["quantity_id", "shared"])[columns].reset_index(drop=True)


def _numbers_in(places: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """Find the numbers of indicators in places [at, report_id, line, start, end], with the place's `at`."""
    counted = quantities[quantities["indicator_id"] != ""]
    both = counted.merge(places, on=["report_id", "line"], suffixes=("", "_place"))
    inside = both[(both["start_place"] <= both["start"]) & (both["start"] < both["end_place"])]
    return inside.assign(place=place(inside))[
        ["at", "quantity_id", "report_id", "indicator_id", "unit", "value", "place"]
    ]


def _sources(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the places of the sources of shared sentences, [at, report_id, line, start, end]; `at` is the row."""
    paired = rows[rows["source_report_id"] != ""]
    source = paired[[f"source_{name}" for name in PLACE]].set_axis(PLACE, axis=1)
    return source.astype(dict.fromkeys(PLACE[1:], "int64")).rename_axis("at").reset_index()


def _repeat(similarity: float, known: bool) -> str:
    if not known:
        return REPEATS[3]
    return REPEATS[2] if pd.isna(similarity) else REPEATS[0] if similarity > WORD_FOR_WORD else REPEATS[1]


def _texts(places: pd.DataFrame, segments: pd.DataFrame) -> list[str]:
    """Look up the text of places, each inside one segment."""
    spans = (
        places[PLACE]
        .reset_index(names="row")
        .merge(
            segments[["report_id", "line", "start", "end", "raw"]], on=["report_id", "line"], suffixes=("", "_segment")
        )
    )
    inside = spans[(spans["start_segment"] <= spans["start"]) & (spans["end"] <= spans["end_segment"])]
    cut = {row.row: row.raw[row.start - row.start_segment : row.end - row.start_segment] for row in inside.itertuples()}
    return [cut.get(row, "") for row in range(len(places))]
