"""Quantities with their indicators → each report's value of each indicator, and its other figures for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from operator import itemgetter

import numpy as np
import pandas as pd

from fazhi import schema
from fazhi.lexicon import either
from fazhi.measuring.indicators.matching import SEPARATOR, grouped
from fazhi.measuring.indicators.units import alike, is_fraction_of_one

# Qualifiers of a figure that is not the region's own, is for another period, or does not cover the whole.
WHOSE = {"larger": "larger region", "part": "part of the region", "other body": "other body", "per unit": "per unit"}
WHEN = {"cumulative": "cumulative", "prior": "prior year", "part of the year": "part of the year", "plan": "plan"}
KIND = {"mean": "mean", "subset": "subset", "threshold": "threshold"}  # a change can only have an indicator of changes
DOUBTFUL = "doubtful"  # a fraction of a person or case: 万 may be missing; no value until a person has checked it
OTHER_DEFINITION = "other definition"  # wider or narrower than the indicator (满意及基本满意率)
QUALIFIERS = [*WHOSE.values(), *WHEN.values(), *KIND.values(), OTHER_DEFINITION, DOUBTFUL]
_ADDED = re.compile(f"(?:{either('adds')})[^,;。#@]{{0,24}}#")
_TOGETHER = re.compile("(?<!公)共(?![同享产青和管])|累计")
_SINCE = {"cumulative", "part of the year"}  # periods that do not matter to a stock, which is counted at one moment


def indicators(quantities: pd.DataFrame, reports: pd.DataFrame, catalog: pd.DataFrame) -> pd.DataFrame:
    """Return each report's value of each indicator and, separately, all figures of another scope, time or kind.

    The value is a figure that is the region's own, for the report's year, and a total; no other figure is. If there
    are several, the value is the one preferred by `prefer`, else the one said to be the whole (共, 各类 …), else the
    first; the check ``candidates`` lists them. Parts in one sentence are added only if the catalogue's
    `aggregate` is ``sum`` and no total is printed; with ``none`` each statement is kept separately.

    Parameters
    ----------
    quantities : DataFrame
        As returned by `matching.match`, with report_id and quantity_id.
    reports : DataFrame
        The table `reports`: report_id, region_code, year.
    catalog : DataFrame
        ``catalog.load().indicators``.

    Returns
    -------
    DataFrame [report_id, region_code, year, indicator_id, value, unit, bound, qualifier, quantity_ids]
        qualifier: ``""`` for the report's value; otherwise what distinguishes a figure, separated by "|": names of
        `QUALIFIERS`, the unit, or the subject.
        quantity_ids: every quantity linked, separated by "|", those that make up the value first.
    """
    rules = catalog.set_index("id").to_dict("index")
    return schema.typed("indicators", values(quantities.to_dict("records"), reports.to_dict("records"), rules))


def values(quantities: list[dict], reports: list[dict], rules: dict[str, dict]) -> list[dict]:
    """Return the rows of `indicators`, given its inputs as rows; `rules` by their ids."""
    places = {report["report_id"]: {name: report[name] for name in schema.REPORT} for report in reports}
    rows = sorted(quantities, key=itemgetter("report_id", "line", "start"))
    placed = (row | places[row["report_id"]] for row in rows if row["report_id"] in places)
    stated = grouped(chain.from_iterable(map(_each_indicator, placed)), itemgetter(*schema.REPORT, "indicator_id"))
    found = []
    for key, group in stated.items():
        same = dict(zip((*schema.REPORT, "indicator_id"), key, strict=True))
        found += [same | value for value in _values(group, rules[same["indicator_id"]])]
    return found


def qualifier(row: dict, rule: dict) -> str:
    """Return what distinguishes a figure from the region's own total for the year, ``""`` = nothing.

    Parameters
    ----------
    row : dict
        A quantity with its attribution; `confirmed`, if present, is whether a person has checked that it is right.
    rule : dict
        The indicator's row of the catalogue: figures of its `bodies` count as the region's; a match of `subset` in the
        subject or the statement makes it a part, a match of `differs` another definition; for a stock the period since
        when it was gathered does not matter.
    """
    whose = WHOSE.get(row["whose"], "")
    if row["whose"] in ("other body", "part") and rule["bodies"] and re.search(rule["bodies"], row["evidence"]):
        whose = ""
    when = "" if rule["measure"] == "stock" and row["when"] in _SINCE else WHEN.get(row["when"], "")
    kind = KIND.get(row["kind"], "")
    if not kind and rule["subset"] and re.search(rule["subset"], f"{row['subject']},{row['statement']}"):
        kind = KIND["subset"]
    if not kind and rule["differs"] and re.search(rule["differs"], row["statement"]):
        kind = OTHER_DEFINITION
    unseen = not kind and not row.get("confirmed", False)
    doubtful = DOUBTFUL if unseen and is_fraction_of_one(row["value"], row["unit"]) else ""
    return SEPARATOR.join(filter(None, [whose, when, kind, doubtful]))


def is_apart(words: str) -> bool:
    """Whether a qualifier marks a figure of another scope, time or kind, which is not a value."""
    return bool(set(words.split(SEPARATOR)) & set(QUALIFIERS))


def fullness(row: dict, rule: dict) -> tuple[bool, int]:
    """Rank how plainly a statement claims to be the whole; higher is better."""
    preferred = bool(rule["prefer"] and re.search(rule["prefer"], row["statement"]))
    claims = len(set(re.findall(either("whole_words"), row["statement"])))
    return preferred, claims


def _each_indicator(row: dict) -> list[dict]:
    """Return a row for each indicator that a number states."""
    named = [row["indicator_id"], *row["also"].split(SEPARATOR)]
    return [row | {"indicator_id": indicator_id} for indicator_id in named if indicator_id]


def _values(group: list[dict], rule: dict) -> list[dict]:
    """Return the rows of one report and indicator: the values, then the other figures."""
    by_qualifier = grouped(group, lambda row: qualifier(row, rule))
    plain = by_qualifier.pop("", [])
    if added := _additions(plain, rule):
        by_qualifier[KIND["subset"]] = [*by_qualifier.get(KIND["subset"], []), *added]
        plain = [row for row in plain if row not in added]
    apart = [_row(same, words, same[:1]) for words, rows in by_qualifier.items() for same in _once(rows)]
    return [*_plain(plain, rule), *apart]


def _additions(plain: list[dict], rule: dict) -> list[dict]:
    """Return what was added to a stock, if its level is printed too (新建#个,总数达到#个)."""
    added = [row for row in plain if rule["measure"] == "stock" and _ADDED.search(row["statement"])]
    return added if len(added) < len(plain) else []


def _once(rows: list[dict]) -> list[list[dict]]:
    """Group the statements of the same figure."""
    return list(grouped(rows, itemgetter("value", "unit")).values())


def _plain(plain: list[dict], rule: dict) -> list[dict]:
    """Return the values: one per kind of unit, or one per subject if none is the whole."""
    kinds = grouped(plain, lambda row: alike(row["unit"]))
    main = alike(rule["unit"]) if alike(rule["unit"]) in kinds else next(iter(kinds), "")
    rows = []
    for kind, same_unit in kinds.items():
        words = "" if kind == main else same_unit[0]["unit"]
        subjects = grouped(same_unit, itemgetter("subject")) if rule["aggregate"] == "none" else {}
        if len(subjects) > 1:
            rows += [_whole(group, " ".join(filter(None, [words, name])), rule) for name, group in subjects.items()]
        else:
            rows.append(_whole(same_unit, words, rule))
    return rows


def _whole(group: list[dict], words: str, rule: dict) -> dict:
    """Return the row of the fullest statement, or of the parts that add up to it."""
    # Of a stock at several moments, the one at the end of the year.
    fullest: Callable[[dict], tuple] = lambda row: (row["when"] != "part of the year", fullness(row, rule))  # noqa: E731
    best = max(group, key=fullest)  # the first if tied
    parts = _parts(group, best) if rule["aggregate"] == "sum" and rule["measure"] != "rate" else []
    return _row(group, words, parts or [best])


def _parts(group: list[dict], best: dict) -> list[dict]:
    """Return the parts in the sentence of the best statement, none if that is a printed total."""
    together = [row for row in group if (row["segment_id"], row["sentence"]) == (best["segment_id"], best["sentence"])]
    if re.search(either("total_words"), best["statement"]) or _sums_up(best, together):
        return []
    return [rows[0] for rows in grouped(together, itemgetter("value", "subject")).values()]


def _sums_up(best: dict, together: list[dict]) -> bool:
    """Whether a figure after others says that it is all of them together (电话咨询#人次,窗口#人次,共提供咨询#人次)."""
    others = [row for row in together if row["start"] < best["start"]]
    if not others or not _TOGETHER.search(best["statement"]):
        return False
    parts = sum(row["value"] for row in others)
    return best["value"] == parts or (best["value"] > parts and best["verb"] in {row["verb"] for row in others})


def _row(group: list[dict], words: str, makers: list[dict]) -> dict:
    """Build the row of a figure made up of `makers`."""
    ids = [row["quantity_id"] for row in makers]
    bounds = {row["bound"] for row in makers} - {"exact"}
    return {
        "value": float(np.sum([row["value"] for row in makers])),
        "unit": makers[0]["unit"],
        "bound": "exact" if not bounds else bounds.pop() if len(bounds) == 1 else "about",
        "qualifier": words,
        "quantity_ids": SEPARATOR.join([*ids, *(row["quantity_id"] for row in group if row["quantity_id"] not in ids)]),
    }
