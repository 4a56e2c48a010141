"""The table `checks` → each check in words: region, indicator, what disagrees, and the numbers it rests on."""

from __future__ import annotations

import pandas as pd

from fazhi import catalog
from fazhi.reporting.site.facts import Facts

DOUBT = "candidates"
"""The kind of check that finds several figures for one indicator: not always a contradiction."""
_OF_NUMBERS = ["quantity_id", "line", "raw", "indicator_id", "subject"]


def told(facts: Facts, lang: str) -> list[dict]:
    """Describe every check in a language, contradictions before doubts.

    Returns
    -------
    list of dict
        For each check: report_id, key (the region's page) and region, year, kind (its name), doubt (True if it need not
        be a contradiction), indicator (its name, or what is counted if there is none), said (the finding), and places
        (place, line and raw of each number).
    """
    reports = facts.reports.set_index("report_id")[["key", "region", "year"]].to_dict("index")
    used = facts.tables.checks["quantity_ids"].str.split("|").explode()
    quantities = facts.tables.quantities
    quantities = quantities.loc[quantities["quantity_id"].isin(used), _OF_NUMBERS]
    numbers = {row["quantity_id"]: row for row in quantities.to_dict("records")}
    rows = [
        {
            "report_id": row.report_id,
            **reports[row.report_id],
            "doubt": row.kind == DOUBT,
            **_words(row, lang),
            **_numbers([numbers[one] for one in row.quantity_ids.split("|") if one in numbers], lang),
        }
        for row in facts.tables.checks.itertuples()
    ]
    return sorted(rows, key=lambda row: row["doubt"])


def _words(row, lang: str) -> dict[str, str]:
    known = catalog.load()
    numbers = {"stated": _number(row.stated), "computed": _number(row.computed)}
    return {
        "kind": known.name(f"check.{row.kind}", lang),
        "said": known.name(f"finding.{row.kind}", lang).format(**numbers),
    }


def _numbers(quantities: list[dict], lang: str) -> dict:
    """Return the name of the indicator of a check's numbers, and the place of each number."""
    indicators = [one["indicator_id"] for one in quantities if one["indicator_id"]]
    subjects = [one["subject"] for one in quantities if one["subject"]]
    named = catalog.load().name(indicators[0], lang) if indicators else next(iter(subjects), "")
    places = [
        {"place": one["quantity_id"].partition("/")[2], "line": one["line"], "raw": one["raw"]} for one in quantities
    ]
    return {"indicator": named, "places": places}


def _number(value: float) -> str:
    return "–" if pd.isna(value) else f"{round(value, 2):,.12g}"
