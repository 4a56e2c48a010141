"""The tables of a run → the facts that the pages of the web report share, computed once for both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from fazhi import english
from fazhi.corpus import Corpus
from fazhi.differences import Differences
from fazhi.modelling.theme_frequencies import theme_frequencies
from fazhi.reporting.site.values import indicator_rows, statement_rows
from fazhi.shown_reports import region_names


@dataclass(frozen=True)
class Facts:
    """What the pages show, apart from names that depend on the language.

    Attributes
    ----------
    tables : Corpus
        The tables of the run.
    reports : DataFrame
        The table `reports` with `region` from `region_names` (in English, its translation), `chinese` (always the
        Chinese name) and `key`, the file name of the region's page.
    values, statements : DataFrame
        As returned by `indicator_rows` and `statement_rows`.
    shares : dict of str to DataFrame
        As returned by `theme_frequencies` for ``"all"``, ``"year"`` and ``"region"``; empty if there are no problem
        statements.
    since : Differences or None
        Differences from the last web report; None = this is the first.
    """

    tables: Corpus
    reports: pd.DataFrame
    values: pd.DataFrame
    statements: pd.DataFrame
    shares: dict[str, pd.DataFrame]
    since: Differences | None


def gather(tables: Corpus, since: Differences | None = None) -> Facts:
    """Compute the facts of a run, with regions named in Chinese."""
    reports = tables.reports.assign(region=region_names(tables.reports))
    reports = reports.assign(key=_keys(reports), chinese=reports["region"])
    shares = {
        by: theme_frequencies(tables.problem_themes, tables.problems, reports, by=by)
        for by in ("all", "year", "region")
        if len(tables.problems)
    }
    return Facts(tables, reports, indicator_rows(tables, reports), statement_rows(tables, reports), shares, since)


def in_language(facts: Facts, lang: str) -> Facts:
    """Return the facts with regions named in a language; `reports.chinese` keeps their Chinese names."""
    if lang == "zh":
        return facts
    spelled = {name: english.table(getattr(facts, name)) for name in ("reports", "values", "statements")}
    return replace(facts, **spelled)


def _keys(reports: pd.DataFrame) -> list[str]:
    """Return the page name for each report: the region's code, numbered if townships or zones share one code."""
    places = reports[["region_code", "region"]].drop_duplicates().sort_values(["region_code", "region"])
    count = places.groupby("region_code").cumcount() + 1
    shared = places.groupby("region_code")["region"].transform("size") > 1
    keys = places["region_code"].where(~shared, places["region_code"] + "-" + count.astype(str))
    named = dict(zip(zip(places["region_code"], places["region"], strict=True), keys, strict=True))
    return [named[place] for place in zip(reports["region_code"], reports["region"], strict=True)]
