"""The facts of a run → the contents of each page of the web report on a region, an indicator, a theme, a topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd

from fazhi import catalog, english
from fazhi.reporting.site import small_charts
from fazhi.reporting.site.facts import Facts

MOST_SENTENCES = 120
"""At most so many sentences are quoted on an indicator's page; the explorer has all of them."""


def regions(facts: Facts, values: pd.DataFrame, statements: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield the contents of each region's page: its reports, indicators by year, and admitted problems.

    Parameters
    ----------
    facts : Facts
        The facts of the run.
    values, statements : DataFrame
        As returned by `named_values` and `named_statements`.
    lang : {"zh", "en"}
        Language of the names.
    """
    stated, said = _grouped(values, "key"), _grouped(statements, "key")
    for key, own in facts.reports.sort_values(["year", "report_id"]).groupby("key", sort=True):
        yield {
            "key": key,
            "name": own["region"].iloc[0],
            "chinese": own["chinese"].iloc[0],
            "code": own["region_code"].iloc[0],
            "reports": list(own.itertuples()),
            "years": sorted(own["year"].unique()),
            "areas": _by_area(stated[key], lang),
            "statements": said[key],
            "themes": _counted_themes(said[key]),
        }


def indicators(facts: Facts, values: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield the contents of each indicator's page: definition, chart, and the values of every region and year.

    Indicators that no report states have no page.
    """
    known = catalog.load()
    stated = _grouped(values, "indicator_id")
    held = _years_of_regions(facts.reports)
    for rule in known.codebook("indicators", lang).assign(area=known.indicators["area"]).to_dict("records"):
        if rows := stated[rule["id"]]:
            sentences = [row for row in rows if row.sentence]
            yield {
                "key": rule["id"],
                "name": known.name(rule["id"], lang),
                "indicator": rule,
                "chart": small_charts.values_by_year(rows, lang),
                "grid": _grid(rows, held),
                "years": sorted({year for years in held.values() for year in years}),
                "regions": len({row.key for row in rows}),
                "sentences": sentences[:MOST_SENTENCES],
                "further": max(0, len(sentences) - MOST_SENTENCES),
            }


def themes(facts: Facts, statements: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield the contents of each theme's page: definition, shares by year and by region, and all statements."""
    known = catalog.load()
    said = defaultdict(list)
    for row in statements.itertuples():
        for theme, _ in row.themes:
            said[theme].append(row)
    places = {row.chinese: {"key": row.key, "region": row.region} for row in facts.reports.itertuples()}
    shares = {by: _grouped_records(table, "theme_id") for by, table in facts.shares.items()}
    for rule in known.codebook("themes", lang).to_dict("records"):
        of_theme = {by: table[rule["id"]] for by, table in shares.items()}
        yield {
            "key": rule["id"],
            "name": known.name(rule["id"], lang),
            "theme": rule,
            "statements": said[rule["id"]],
            "whole": next(iter(of_theme.get("all", [])), None),
            "by_year": of_theme.get("year", []) if len(of_theme.get("year", [])) > 1 else [],
            "by_region": [row | places[row["region"]] for row in of_theme.get("region", [])],
        }


def topics(facts: Facts, lang: str) -> Iterator[dict]:
    """Yield the contents of each topic's page: its words and its share of every report; none if there are no topics.

    In English, the topic's name has a gloss.
    """
    tables = facts.tables
    reports = facts.reports.set_index("report_id")
    words, shares = _grouped(tables.topic_words, "topic_id"), _grouped(tables.topic_shares, "topic_id")
    for topic in tables.topics.sort_values(["share", "topic_id"], ascending=[False, True]).itertuples():
        own = [row for row in shares[topic.topic_id] if row.report_id in reports.index]
        placed = [(row, reports.loc[row.report_id]) for row in own]
        yield {
            "key": topic.topic_id,
            "name": english.word(topic.label) if lang == "en" else topic.label,
            "topic": topic,
            "words": sorted(words[topic.topic_id], key=lambda word: word.rank),
            "shares": sorted(placed, key=lambda pair: -pair[0].share),
        }


def telling_words(facts: Facts) -> list[str]:
    """Return words to suggest for a search: the first two of each topic; none if there are no topics."""
    words = facts.tables.topic_words
    return list(dict.fromkeys(words[words["rank"] <= 2].sort_values(["topic_id", "rank"])["word"]))


def unread(facts: Facts) -> list[dict]:
    """Count what the rules could not use in each report.

    Returns
    -------
    list of dict
        For each report: report (row), numbers (how many were read), unassigned (how many of them belong to no
        indicator), other (how many indicators have only another measure) and problems (whether problem statements were
        found).
    """
    tables = facts.tables
    numbers = tables.quantities.groupby("report_id")["indicator_id"].agg(["size", lambda ids: int((ids == "").sum())])
    numbers.columns = ["size", "unassigned"]
    other = facts.values.loc[facts.values["status"] == "other measure"].groupby("report_id").size()
    admitting = set(tables.problems["report_id"])
    return [
        {
            "report": row,
            "numbers": int(numbers["size"].get(row.report_id, 0)),
            "unassigned": int(numbers["unassigned"].get(row.report_id, 0)),
            "other": int(other.get(row.report_id, 0)),
            "problems": row.report_id in admitting,
        }
        for row in facts.reports.sort_values(["region_code", "year"]).itertuples()
    ]


def neighbours(shown: list[dict]) -> Iterator[tuple[dict, dict | None, dict | None]]:
    """Yield each page with the previous and the next one, ``None`` at the ends."""
    yield from zip(shown, [None, *shown[:-1]], [*shown[1:], None], strict=False)  # none at all, if shown is empty


def _grouped(table: pd.DataFrame, column: str) -> defaultdict[str, list]:
    rows = defaultdict(list)
    for key, row in zip(table[column], table.itertuples(), strict=True):
        rows[key].append(row)
    return rows


def _grouped_records(table: pd.DataFrame, column: str) -> defaultdict[str, list[dict]]:
    rows = defaultdict(list)
    for record in table.to_dict("records"):
        rows[record[column]].append(record)
    return rows


def _years_of_regions(reports: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    """Return the years of each region's reports, by the region's key and name."""
    held = defaultdict(set)
    for row in reports.sort_values(["region_code", "region"]).itertuples():
        held[row.key, row.region].add(row.year)
    return {place: sorted(years) for place, years in held.items()}


def _by_area(rows: Iterable, lang: str) -> list[dict]:
    """Group a region's values by area, then indicator, then year."""
    known = catalog.load()
    ids = known.indicators["id"]
    order, area_of = dict(zip(ids, range(len(ids)), strict=True)), dict(zip(ids, known.indicators["area"], strict=True))
    areas: dict[str, dict[str, dict]] = {}
    for row in sorted(rows, key=lambda row: (order[row.indicator_id], row.year)):
        within = areas.setdefault(area_of[row.indicator_id], {})
        one = within.setdefault(row.indicator_id, {"id": row.indicator_id, "name": row.indicator, "cells": {}})
        one["cells"].setdefault(row.year, []).append(row)
    return [
        {"id": area, "name": known.name(f"area.{area}", lang), "indicators": list(within.values())}
        for area, within in areas.items()
    ]


def _counted_themes(statements: Iterable) -> list[tuple[str, str, int]]:
    """Return id, name and number of statements of each theme, the commonest first."""
    counted = Counter(theme for row in statements for theme in row.themes)
    return sorted(((*theme, n) for theme, n in counted.items()), key=lambda row: (-row[2], row[0]))


def _grid(rows: Iterable, held: dict[tuple[str, str], list[int]]) -> list[dict]:
    """Return a row for each region with an indicator's values in each year that has a report; [] = not reported."""
    cells = defaultdict(list)
    for row in rows:
        cells[row.key, row.year].append(row)
    return [
        {"key": key, "region": region, "cells": {year: cells[key, year] for year in years}}
        for (key, region), years in held.items()
    ]
