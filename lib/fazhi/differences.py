"""The tables of two builds → which reports, values and themes are new, gone or changed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from fazhi.corpus import Corpus

NEW, CHANGED, VANISHED = "new", "changed", "vanished"
CORPUS = "corpus"
ORIGINS = {"sidecars": "sidecars", "catalogue": "catalogue", "library": "code", "packages": "packages"}
"""Manifest entries that can change what is read from the same report, and their names here."""

_REPORT = ["region_code", "region", "year", "issuer_type", "department"]
_VALUE = ["indicator_id", "qualifier", "unit"]
_STATED = ["value", "bound"]


@dataclass(frozen=True)
class Differences:
    """The differences between two builds; `state` says whether each row is new, changed or vanished.

    Attributes
    ----------
    reports : DataFrame [region_code, region, year, issuer_type, department, state, file_old, file_new, report_id_old,
                         report_id_new, because]
        A report is the same if region, year and issuer are; it has changed if its text has.
    values : DataFrame [region_code, …, indicator_id, qualifier, unit, state, value_old, bound_old, quantity_ids_old,
                        sentence_old, value_new, …, because]
        Values of indicators; NaN and ``""`` if there is none.
    themes : DataFrame [region_code, …, theme_id, state, statements_old, statements_new, because]
        Problem themes that a report newly admits, no longer admits, or admits in another number of statements.

    In all of them `because` is the cause of the difference: corpus (the report's own text), sidecars, catalogue,
    code, packages; several are separated by ``|`` and cannot be told apart.
    """

    reports: pd.DataFrame
    values: pd.DataFrame
    themes: pd.DataFrame

    @property
    def summary(self) -> dict[str, dict[str, int]]:
        """The number of new, changed and vanished rows of each table."""
        tables = {"reports": self.reports, "values": self.values, "themes": self.themes}
        return {name: {state: int((table["state"] == state).sum()) for state in (NEW, CHANGED, VANISHED)}
                for name, table in tables.items()}  # fmt: skip


def differences(old: Corpus, new: Corpus) -> Differences:
    """Compare two builds, of one corpus at two times or with two catalogues.

    Parameters
    ----------
    old, new : Corpus
        All tables of each.
    """
    both = _pair(_reports(old), _reports(new), [], ["sha256"])
    texts = set(both[_REPORT].itertuples(index=False, name=None))
    origin = "|".join(name for entry, name in ORIGINS.items() if old.manifest.get(entry) != new.manifest.get(entry))
    values = _pair(_values(old), _values(new), _VALUE, _STATED)
    themes = _pair(_themes(old), _themes(new), ["theme_id"], ["statements"])
    found = [table.assign(because=_because(table, texts, origin)) for table in (both, values, themes)]
    return Differences(*found)


def _pair(old: pd.DataFrame, new: pd.DataFrame, keys: Sequence[str], told: Sequence[str]) -> pd.DataFrame:
    """Pair the rows of one report and key, equal ones first; return those that differ."""
    by = [*_REPORT, *keys]
    same = old.merge(new, on=[*by, *told], suffixes=("_old", "_new"))
    left = [_without(rows, same, [*by, *told]) for rows in (old, new)]
    left = [rows.assign(nth=rows.groupby(by, dropna=False).cumcount()) for rows in left]
    paired = left[0].merge(left[1], on=[*by, "nth"], how="outer", suffixes=("_old", "_new"), indicator="state")
    states = {"left_only": VANISHED, "right_only": NEW, "both": CHANGED}
    paired["state"] = paired["state"].astype(str).map(states)
    return paired.drop(columns="nth").sort_values(by, kind="stable", ignore_index=True)


def _without(rows: pd.DataFrame, same: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    marked = rows.merge(same[by].drop_duplicates(), on=by, how="left", indicator=True)
    return rows[(marked["_merge"] == "left_only").to_numpy()]


def _because(table: pd.DataFrame, texts: set[tuple], origin: str) -> list[str]:
    """Return the cause for each row: its report's text, if changed, and everything in which the builds differ."""
    places = table[_REPORT].itertuples(index=False, name=None)
    return ["|".join(filter(None, [CORPUS if place in texts else "", origin])) for place in places]


def _reports(tables: Corpus) -> pd.DataFrame:
    return tables.reports[[*_REPORT, "file", "report_id", "sha256"]]


def _values(tables: Corpus) -> pd.DataFrame:
    rows = tables.indicators.drop(columns=["region_code", "year"]).merge(tables.reports[["report_id", *_REPORT]])
    places = rows["quantity_ids"].str.split("|").str[0]
    sentences = tables.sentences(places.unique()).set_index("quantity_id")["sentence"]
    rows = rows.assign(sentence=places.map(sentences).fillna(""))
    return rows[[*_REPORT, *_VALUE, *_STATED, "quantity_ids", "sentence"]]


def _themes(tables: Corpus) -> pd.DataFrame:
    coded = tables.problem_themes.merge(tables.problems[["problem_id", "report_id"]])
    coded = coded.drop_duplicates(["problem_id", "theme_id"]).groupby(["report_id", "theme_id"]).size()
    rows = coded.rename("statements").reset_index().merge(tables.reports[["report_id", *_REPORT]])
    return rows[[*_REPORT, "theme_id", "statements"]]
