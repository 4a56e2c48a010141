"""The tables of a run → a row for each indicator value and each problem statement on the pages."""

from __future__ import annotations

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.modelling.descriptives import indicator_panel

SIGNS = {"more_than": "> ", "less_than": "< ", "about": "≈ "}
SEPARATOR = "|"


def indicator_rows(tables: Corpus, reports: pd.DataFrame) -> pd.DataFrame:
    """Join every indicator value with its status and its sentence.

    Parameters
    ----------
    tables : Corpus
        The tables of a run.
    reports : DataFrame
        The table `reports` with `region` from `region_names`, and `key`, the file name of the region's page.

    Returns
    -------
    DataFrame [report_id, key, region_code, region, province, year, issuer, issuer_type, indicator_id, value, bound,
               unit, qualifier, status, confidence, sentence, place]
        One row for each value in a report, and one for each indicator of which it states only another measure; none
        for what is not reported. `value` is NaN for another measure; `confidence` (0–1) is NaN if the tables have none;
        `place` is the id of the first quantity that the value rests on, ``""`` if there is none.
    """
    panel = indicator_panel(tables.indicators, tables.disclosure, reports)
    facts = reports[["report_id", "key", "province", "issuer"]]
    panel = panel[panel["status"] != "not reported"].merge(facts, on="report_id")
    panel["place"] = panel["quantity_ids"].str.split(SEPARATOR).str[0]
    panel = panel.merge(_other_places(tables), on=["report_id", "indicator_id"], how="left")
    panel["place"] = panel["place"].where(panel["place"] != "", panel["other_place"].fillna(""))
    sentences = tables.sentences(panel.loc[panel["place"] != "", "place"].unique())
    panel["sentence"] = panel["place"].map(sentences.set_index("quantity_id")["sentence"]).fillna("")
    columns = ["report_id", "key", "region_code", "region", "province", "year", "issuer", "issuer_type", "indicator_id",
               "value", "bound", "unit", "qualifier", "status", "confidence", "sentence", "place"]  # fmt: skip
    order = ["region_code", "region", "year", "report_id", "indicator_id", "qualifier"]
    return panel[columns].sort_values(order, kind="stable", ignore_index=True)


def statement_rows(tables: Corpus, reports: pd.DataFrame) -> pd.DataFrame:
    """Join every problem statement with its report and its themes.

    Returns
    -------
    DataFrame [problem_id, report_id, key, region_code, region, year, issuer, issuer_type, n, text, theme_ids]
        One row for each problem statement. `theme_ids` are joined by ``|``; ``""`` = no theme fits.
    """
    facts = reports[["report_id", "key", "region_code", "region", "year", "issuer", "issuer_type"]]
    themes = tables.problem_themes.groupby("problem_id")["theme_id"].agg(SEPARATOR.join)
    rows = tables.problems[["problem_id", "report_id", "n", "text"]].merge(facts, on="report_id")
    rows["theme_ids"] = rows["problem_id"].map(themes).fillna("")
    columns = ["problem_id", *facts.columns, "n", "text", "theme_ids"]
    return rows[columns].sort_values(["region_code", "region", "year", "report_id", "n"], ignore_index=True)


def named_values(values: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Add `indicator` (its name), `shown` (the value with its bound, or the status) and `measure` (the qualifier)."""
    known = catalog.load()
    measures = {one: measure(one, lang) for one in values["qualifier"].unique()}
    names = {one: known.name(one, lang) for one in values["indicator_id"].unique()}
    return values.assign(
        indicator=values["indicator_id"].map(names),
        shown=[_shown(row, known, lang) for row in values.itertuples()],
        measure=values["qualifier"].map(measures),
    )


def named_statements(statements: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Add `themes`: the ids and names of each statement's themes, as tuples."""
    known = catalog.load()
    coded = [[one for one in ids.split(SEPARATOR) if one] for ids in statements["theme_ids"]]
    return statements.assign(themes=[tuple((one, known.name(one, lang)) for one in ids) for ids in coded])


def measure(qualifier: str, lang: str) -> str:
    """Return the name of a qualifier; the report's own words, which have no name, are kept."""
    names = _qualifiers(lang)
    return " · ".join(names.get(f"qualifier.{part}", part) for part in qualifier.split(SEPARATOR) if part)


def _qualifiers(lang: str) -> dict[str, str]:
    labels = catalog.load().labels
    return dict(zip(labels["id"], labels[f"name_{lang}"], strict=True))


def _other_places(tables: Corpus) -> pd.DataFrame:
    """Return the first quantity read for each indicator, or for another indicator that may stand in for it."""
    linked = tables.quantities[tables.quantities["indicator_id"] != ""]
    first = linked.sort_values(["line", "start"]).drop_duplicates(["report_id", "indicator_id"])
    first = first[["report_id", "indicator_id", "quantity_id"]].rename(columns={"quantity_id": "other_place"})
    stand_ins = catalog.load().indicators[["id", "instead"]]
    stand_ins = stand_ins.assign(indicator_id=stand_ins["instead"].str.split(SEPARATOR)).explode("indicator_id")
    others = (
        stand_ins.merge(first, on="indicator_id").drop(columns="indicator_id").rename(columns={"id": "indicator_id"})
    )
    return pd.concat([first, others[first.columns]]).drop_duplicates(["report_id", "indicator_id"])


def _shown(row, known: catalog.Catalog, lang: str) -> str:
    if pd.isna(row.value):
        return known.name(f"status.{row.status}", lang)
    number = f"{round(row.value, 2 if abs(row.value) >= 1 else 4):,.12g}"
    return SIGNS.get(row.bound, "") + number + ("%" if row.unit == "%" else "")
