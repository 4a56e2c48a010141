"""The facts of a run → data for the pages that search, compare and explore, as scripts they load."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fazhi import catalog
from fazhi.reporting.charts.elements import name_or_itself
from fazhi.reporting.site.facts import Facts
from fazhi.reporting.site.templating import script_data
from fazhi.reporting.site.values import measure

VALUES = ["report_id", "indicator_id", "value", "bound", "unit", "qualifier", "status", "confidence", "place"]
STATEMENTS = ["problem_id", "report_id", "text", "theme_ids"]


def write(facts: Facts, folder: Path) -> None:
    """Write reports.js, values.js, statements.js and texts.js: ids, numbers and sentences, the same for both languages.

    values.js holds each sentence once; rows refer to it by number.
    """
    reports = [
        [row.report_id, row.key, row.region, int(row.year), row.issuer, row.issuer_type]
        for row in facts.reports.sort_values(["region_code", "region", "year", "report_id"]).itertuples()
    ]
    number = {sentence: n for n, sentence in enumerate(dict.fromkeys(facts.values["sentence"]))}
    values = facts.values[VALUES].assign(sentence=facts.values["sentence"].map(number))
    texts = facts.tables.segments
    texts = texts.loc[texts["role"] != "cruft", ["report_id", "segment_id", "raw"]]
    texts = texts.assign(segment_id=texts["segment_id"].str.extract("/(.*)", expand=False))
    _write(folder, "reports", reports)
    _write(folder, "values", {"columns": list(values), "rows": _rows(values), "sentences": list(number)})
    _write(folder, "statements", {"columns": STATEMENTS, "rows": _rows(facts.statements[STATEMENTS])})
    _write(folder, "texts", _rows(texts))


def write_names(facts: Facts, folder: Path, lang: str) -> None:
    """Write names.js: the names of indicators, themes, units, measures and so on in one language."""
    known = catalog.load()
    values = facts.values
    indicators = known.indicators[known.indicators["id"].isin(values["indicator_id"])]
    names = {
        "regions": dict(zip(facts.reports["key"], facts.reports["region"], strict=True)),
        "indicators": {row.id: [getattr(row, f"name_{lang}"), row.area] for row in indicators.itertuples()},
        "areas": {area: known.name(f"area.{area}", lang) for area in indicators["area"].unique()},
        "themes": dict(zip(known.themes["id"], known.themes[f"name_{lang}"], strict=True)),
        "units": {unit: name_or_itself("unit", unit, lang) for unit in values["unit"].unique() if unit},
        "measures": {one: measure(one, lang) for one in values["qualifier"].unique() if one},
        "status": {status: known.name(f"status.{status}", lang) for status in values["status"].unique()},
        "issuers": {kind: name_or_itself("issuer", kind, lang) for kind in facts.reports["issuer_type"].unique()},
    }
    _write(folder, "names", names)


def _rows(table: pd.DataFrame) -> list[list]:
    return table.astype(object).where(table.notna(), None).to_numpy().tolist()


def _write(folder: Path, name: str, content: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.js").write_text(script_data(f"FAZHI_{name.upper()}", content), "utf-8")
