"""The tables of a run → the facts that each page of the web report shows: a region, an indicator, a theme."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.modelling.theme_frequencies import theme_frequencies
from fazhi.reporting.site import small_charts
from fazhi.selection import region_names

NEIGHBOURS = ("previous", "next")


def regions(tables: Corpus, values: pd.DataFrame, statements: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield what each region's page shows: its reports, what it states through the years, the problems it admits.

    Parameters
    ----------
    tables : Corpus
        The tables of a run.
    values, statements : DataFrame
        What `fazhi.reporting.site.values` gives.
    lang : {"zh", "en"}
        Language of the names.
    """
    reports = tables.reports.assign(region=region_names(tables.reports))
    for (code, region), own in reports.groupby(["region_code", "region"], sort=True):
        mine = values[(values["region_code"] == code) & (values["region"] == region)]
        said = statements[(statements["region_code"] == code) & (statements["region"] == region)]
        yield {
            "key": region_key(code, region, reports),
            "region": region,
            "reports": own.sort_values(["year", "report_id"]),
            "years": sorted(own["year"].unique()),
            "areas": _by_area(mine, lang),
            "statements": said,
            "themes": _counted_themes(said, lang),
            "checks": tables.checks[tables.checks["report_id"].isin(own["report_id"])],
        }


def region_key(code: str, region: str, reports: pd.DataFrame) -> str:
    """Name a region's page: its code, with a count where townships or zones share their parent's code."""
    sharing = sorted(reports.loc[reports["region_code"] == code, "region"].unique())
    return code if len(sharing) == 1 else f"{code}-{sharing.index(region) + 1}"


def indicators(tables: Corpus, values: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield what each indicator's page shows: definition, a chart, and the cell of every region and year.

    Indicators that no report states have no page.
    """
    known = catalog.load()
    reports = tables.reports.assign(region=region_names(tables.reports))
    for rule in known.indicators.to_dict("records"):
        rows = values[values["indicator_id"] == rule["id"]]
        if len(rows):
            yield {
                "indicator": rule,
                "name": known.name(rule["id"], lang),
                "rows": rows,
                "chart": small_charts.values_by_year(rows, lang),
                "grid": _grid(rows, reports),
                "years": sorted(reports["year"].unique()),
            }


def themes(tables: Corpus, statements: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield what each theme's page shows: definition, shares by year and by region, every statement."""
    known = catalog.load()
    reports = tables.reports.assign(region=region_names(tables.reports))
    shares = {
        by: theme_frequencies(tables.problem_themes, tables.problems, reports, by=by)
        for by in ("all", "year", "region")
        if len(tables.problems)
    }
    for rule in known.themes.to_dict("records"):
        own = statements[[rule["id"] in ids.split("|") for ids in statements["theme_ids"]]]
        yield {
            "theme": rule,
            "name": known.name(rule["id"], lang),
            "statements": own,
            "shares": {by: table[table["theme_id"] == rule["id"]] for by, table in shares.items()},
        }


def _by_area(values: pd.DataFrame, lang: str) -> list[dict]:
    """Lay out a region's values: for each area its indicators, for each indicator its cells by year."""
    known = catalog.load()
    order = {identifier: n for n, identifier in enumerate(known.indicators["id"])}
    areas: dict[str, dict[str, dict]] = {}
    for row in sorted(values.itertuples(), key=lambda row: (order[row.indicator_id], row.year)):
        indicators = areas.setdefault(row.area, {})
        one = indicators.setdefault(row.indicator_id, {"id": row.indicator_id, "name": row.indicator, "cells": {}})
        one["cells"].setdefault(row.year, []).append(row)
    return [
        {"name": known.name(f"area.{area}", lang), "indicators": list(indicators.values())}
        for area, indicators in areas.items()
    ]


def _counted_themes(statements: pd.DataFrame, lang: str) -> list[tuple[str, str, int]]:
    """Count a region's statements by theme: id, name, number; the commonest first."""
    ids = statements["theme_ids"].str.split("|").explode()
    counted = ids[ids.fillna("") != ""].value_counts()
    known = catalog.load()
    return sorted(
        ((one, known.name(one, lang), int(n)) for one, n in counted.items()), key=lambda row: (-row[2], row[0])
    )


def _grid(rows: pd.DataFrame, reports: pd.DataFrame) -> list[dict]:
    """Lay out an indicator: a row for each region, for each year its values, [] = not reported, None = no report."""
    grid = []
    for (code, region), own in reports.groupby(["region_code", "region"], sort=True):
        mine = rows[(rows["region_code"] == code) & (rows["region"] == region)]
        cells = {year: list(mine[mine["year"] == year].itertuples()) for year in own["year"].unique()}
        grid.append({"key": region_key(code, region, reports), "region": region, "cells": cells})
    return grid
