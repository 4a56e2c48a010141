"""A corpus → the values most worth checking, as a page to go through with the keyboard and as a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from fazhi import catalog, own_files
from fazhi.corpus import Corpus
from fazhi.modelling.validation import review_queue
from fazhi.reporting.exports import workbook
from fazhi.reporting.site.templating import render
from fazhi.reporting.site.values import SIGNS
from fazhi.schema import KIND, WHEN, WHOSE

CORRECTION = ["report", "line", "start", "field", "value"]
CHOICES = {"whose": WHOSE, "when": WHEN, "kind": KIND}


def write(tables: Corpus, out: Path, lang: str) -> list[Path]:
    """Write the page OUT.html, which saves a corrections.csv, and the workbook OUT.xlsx, which can be saved as one.

    Parameters
    ----------
    tables : Corpus
        The tables of a build.
    out : Path
        Name of the files without extension.
    lang : {"zh", "en"}
        Language of the page and of the names.

    Returns
    -------
    list of Path
        The page and the workbook.

    Raises
    ------
    FazhiError
        If one of them exists and was changed since fazhi wrote it: somebody may have worked on it.
    """
    page, book = (out.with_name(f"{out.name}.{ending}") for ending in ("html", "xlsx"))
    own_files.refuse_others([page, book])
    rows, indicators = queue(tables, lang), catalog.load().codebook("indicators", lang)
    with own_files.replaced(page) as aside:
        aside.write_text(_page(tables, rows, lang), "utf-8")
    return [page, workbook.write(book, {"review": sheet(rows), "codebook": indicators})]


def queue(tables: Corpus, lang: str) -> pd.DataFrame:
    """Join the result of `review_queue.queue` with the positions, sentences and names that a checker needs.

    Returns
    -------
    DataFrame [report, line, start, region, year, indicator_id, indicator, shown, unit, qualifier, confidence, reasons,
               before, raw, after]
        One row for each value, in the queue's order. `report` is the file; `before`, `raw` (the number) and `after`
        together are the sentence; `qualifier` and `reasons` are names joined by "; ".
    """
    known = catalog.load()
    found = review_queue.queue(tables.indicators, tables.checks, tables.reports, tables.corrections)
    found = found.merge(tables.reports[["report_id", "file", "region"]], on="report_id")
    found = found.merge(_sentences(tables, found["quantity_id"]), on="quantity_id")
    found["indicator"] = known.names(found["indicator_id"], lang)
    found["shown"] = [f"{SIGNS.get(row.bound, '')}{row.value:,.12g}" for row in found.itertuples()]
    found["qualifier"] = [_named(words, "qualifier", known, lang) for words in found["qualifier"]]
    found["reasons"] = [_named(words, "reason", known, lang) for words in found["reasons"]]
    columns = ["line", "start", "region", "year", "indicator_id", "indicator", "shown", "unit", "qualifier",
               "confidence", "reasons", "before", "raw", "after"]  # fmt: skip
    return found.rename(columns={"file": "report"})[["report", *columns]]


def sheet(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the queue in the form of corrections.csv, with `field` and `value` to fill in.

    Returns
    -------
    DataFrame [report, line, start, field, value, …]
        The columns of a correction, then the other columns of `queue`, with the sentence in one cell.
    """
    filled = rows.assign(field="", value="", sentence=rows["before"] + "【" + rows["raw"] + "】" + rows["after"])
    further = ["sentence", "indicator", "shown", "unit", "qualifier", "confidence", "reasons", "region", "year"]
    return filled[[*CORRECTION, *further]]


def _page(tables: Corpus, rows: pd.DataFrame, lang: str) -> str:
    known = catalog.load()
    rules = known.codebook("indicators", lang).set_index("id")[["definition", "not_to_confuse"]].to_dict("index")
    choices = {field: [(one, _choice(field, one, known, lang)) for one in all_] for field, all_ in CHOICES.items()}
    return render(
        "review.html",
        lang=lang,
        sample=tables.manifest["sample"],
        reports=tables.manifest["reports"],
        key=f"fazhi-review-{tables.slice_hash(tables.reports['report_id'])[:16]}",
        rows=json.loads(rows.to_json(orient="records", force_ascii=False)),
        rules={identifier: rules[identifier] for identifier in rows["indicator_id"].unique()},
        indicators=[(identifier, known.name(identifier, lang)) for identifier in known.indicators["id"]],
        choices=choices,
        earlier=tables.corrections[CORRECTION].astype(str).to_dict("records"),
        so_far=review_queue.precision_so_far(tables.corrections),
    )


def _choice(field: str, name: str, known: catalog.Catalog, lang: str) -> str:
    return known.name(f"{field}.{name}", lang)


def _named(words: str, prefix: str, known: catalog.Catalog, lang: str) -> str:
    """Return the names of words joined by "|"; words without a name (a unit, a subject) are kept."""
    labels = set(known.labels["id"])
    names = []
    for word in filter(None, words.split("|")):
        label = next((one for one in (f"{prefix}.{word}", f"check.{word}") if one in labels), "")
        names.append(known.name(label, lang) if label else word)
    return "; ".join(names)


def _sentences(tables: Corpus, quantity_ids: pd.Series) -> pd.DataFrame:
    """Return the line and start of numbers, and their sentence split into before, at and after the number."""
    found = tables.quantities[tables.quantities["quantity_id"].isin(quantity_ids)][["quantity_id", "line", "start"]]
    found = found.merge(tables.sentences(found["quantity_id"])[["quantity_id", "report_id", "raw", "sentence"]])
    found = found.sort_values(["report_id", "line", "start"])
    turn = found.groupby(["report_id", "line", "sentence", "raw"]).cumcount()
    parts = [_around(*row) for row in zip(found["sentence"], found["raw"], turn, strict=True)]
    return found.assign(before=[part[0] for part in parts], after=[part[1] for part in parts])[
        ["quantity_id", "line", "start", "before", "raw", "after"]
    ]


def _around(sentence: str, raw: str, turn: int) -> tuple[str, str]:
    """Return the text before and after a number in its sentence; of equal numbers, the `turn`-th (from 0)."""
    at = -1
    for _ in range(turn + 1):
        at = max(at, sentence.find(raw, at + 1))
    return (sentence[:at], sentence[at + len(raw) :]) if at >= 0 else ("", sentence)
