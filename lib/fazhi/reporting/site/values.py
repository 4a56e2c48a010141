"""The tables of a run → every indicator value and problem statement as a row for the pages, with its sentence."""

from __future__ import annotations

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.modelling.descriptives import indicator_panel
from fazhi.selection import region_names

SIGNS = {"more_than": "> ", "less_than": "< ", "about": "≈ "}


def indicator_rows(tables: Corpus, lang: str) -> pd.DataFrame:
    """Join every value of an indicator with its names, its status and the sentence that states it.

    Parameters
    ----------
    tables : Corpus
        The tables of a run.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    DataFrame [report_id, region_code, region, year, issuer, indicator_id, indicator, area, value, shown, unit,
               qualifier, status, confidence, sentence, place]
        One row for each report and indicator that it states, also where only another measure is stated. `value` is NaN
        where there is none; `shown` is the value as people read it, its bound before it; `confidence` (0–1) is NaN
        where the tables do not give it; `place` is the quantity that the value rests on, ``""`` = none.
    """
    known = catalog.load()
    reports = tables.reports.assign(region=region_names(tables.reports))
    panel = indicator_panel(tables.indicators, tables.disclosure, reports)
    panel = panel[panel["status"] != "not reported"].merge(reports[["report_id", "issuer"]], on="report_id")
    panel["place"] = panel["quantity_ids"].str.split("|").str[0]
    panel = panel.merge(_other_places(tables), on=["report_id", "indicator_id"], how="left")
    panel["place"] = panel["place"].where(panel["place"] != "", panel["other_place"].fillna(""))
    sentences = tables.sentences(panel.loc[panel["place"] != "", "place"].unique())
    panel["sentence"] = panel["place"].map(sentences.set_index("quantity_id")["sentence"]).fillna("")
    areas = known.indicators.set_index("id")["area"]
    panel["area"] = panel["indicator_id"].map(areas)
    panel["indicator"] = known.names(panel["indicator_id"], lang)
    panel["confidence"] = _confidence(tables, panel)
    panel["shown"] = [_shown(row, known, lang) for row in panel.itertuples()]
    columns = ["report_id", "region_code", "region", "year", "issuer", "indicator_id", "indicator", "area", "value",
               "shown", "unit", "qualifier", "status", "confidence", "sentence", "place"]  # fmt: skip
    order = ["region_code", "region", "year", "report_id", "indicator_id", "qualifier"]
    return panel[columns].sort_values(order, kind="stable", ignore_index=True)


def statement_rows(tables: Corpus, lang: str) -> pd.DataFrame:
    """Join every problem statement with the names of its themes.

    Returns
    -------
    DataFrame [problem_id, report_id, region_code, region, year, issuer, n, text, theme_ids, themes]
        `theme_ids` and `themes` (their names) are separated by ``|``, ``""`` = no theme fits.
    """
    known = catalog.load()
    reports = tables.reports.assign(region=region_names(tables.reports))
    facts = reports[["report_id", "region_code", "region", "year", "issuer"]]
    rows = tables.problems.merge(facts, on="report_id")
    themes = tables.problem_themes.groupby("problem_id")["theme_id"].agg(list)
    coded = [themes.get(problem, []) for problem in rows["problem_id"]]
    rows = rows.assign(
        theme_ids=["|".join(ids) for ids in coded], themes=["|".join(known.names(ids, lang)) for ids in coded]
    )
    columns = ["problem_id", *facts.columns, "n", "text", "theme_ids", "themes"]
    return rows[columns].sort_values(["region_code", "region", "year", "report_id", "n"], ignore_index=True)


def _other_places(tables: Corpus) -> pd.DataFrame:
    """Find where another measure of an indicator is stated: the first quantity that was read for it."""
    linked = tables.quantities[tables.quantities["indicator_id"] != ""]
    first = linked.sort_values(["line", "start"]).drop_duplicates(["report_id", "indicator_id"])
    return first[["report_id", "indicator_id", "quantity_id"]].rename(columns={"quantity_id": "other_place"})


def _confidence(tables: Corpus, panel: pd.DataFrame) -> pd.Series:
    key = ["report_id", "indicator_id", "qualifier"]
    if "confidence" not in tables.indicators:
        return pd.Series(float("nan"), index=panel.index)
    return panel[key].merge(tables.indicators[[*key, "confidence"]], on=key, how="left")["confidence"].to_numpy()


def _shown(row, known: catalog.Catalog, lang: str) -> str:
    if pd.isna(row.value):
        return known.name(f"status.{row.status}", lang)
    number = f"{round(row.value, 2 if abs(row.value) >= 1 else 4):,.12g}"
    return SIGNS.get(row.bound, "") + number + ("%" if row.unit == "%" else "")
