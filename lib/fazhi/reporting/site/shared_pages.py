"""The tables `reuse` and `boilerplate` → each report's shared sentences beside their sources, with what differs."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.modelling.reuse import origins, repeats
from fazhi.modelling.reuse.alignment import steps
from fazhi.reporting.site.facts import Facts
from fazhi.schema import REUSE_KINDS

MOST_OF_A_REPORT = 40
LEAST_OF_A_REPORT = 5
MOST_OF_ALL = 20_000
"""About so many pairs in a web report, however many reports it has; their pages take about 0.7 kB for each."""


def pairs(tables: Corpus) -> pd.DataFrame:
    """Choose the shared sentences to show, and mark how they differ from their sources.

    Returns
    -------
    DataFrame [report_id, line, shared, direction, similarity, place, source_place, own, source]
        By report and line, a row for each sentence with a source, that of its first kind in `REUSE_KINDS`; `own` and
        `source` are HTML in which ``<ins>`` and ``<del>`` mark what only one of them has. Of each report the most
        similar ones: at most `MOST_OF_A_REPORT`, fewer if there are more than `MOST_OF_ALL` in all reports.
    """
    found = tables.reuse[tables.reuse["source_report_id"] != ""]
    found = found.assign(order=found["kind"].map(REUSE_KINDS.index)).sort_values(["order", "report_id", "line"])
    found = found.drop_duplicates(["report_id", "line", "start"])
    most = MOST_OF_ALL // max(found["report_id"].nunique(), 1)
    most = min(max(most, LEAST_OF_A_REPORT), MOST_OF_A_REPORT)
    kept = found.sort_values("similarity", ascending=False, kind="stable").groupby("report_id").head(most)
    rows = repeats.side_by_side(kept.sort_values(["report_id", "line", "start"]), tables.segments)
    marked = [_marked(*texts) for texts in zip(rows["source_text"], rows["text"], strict=True)]
    rows = rows.assign(source=[source for source, _ in marked], own=[own for _, own in marked])
    return rows[["report_id", "line", "shared", "direction", "similarity", "place", "source_place", "own", "source"]]


def reports(facts: Facts, rows: pd.DataFrame, lang: str) -> Iterator[dict]:
    """Yield the contents of each report's page, by region and year; none if it is not known what reports share.

    Parameters
    ----------
    facts : Facts
        The facts of the run.
    rows : DataFrame
        As returned by `pairs`.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    iterator of dict
        report (row), origins (the shares of its text, as in `origins.of_reports`), pairs (rows with the names of kind
        and direction, and report and line of the source), further (how many sentences with a source are not shown).
    """
    known = catalog.load()
    facts_of = {row.report_id: row for row in facts.reports.itertuples()}
    shown = defaultdict(list)
    for row in rows.to_dict("records"):
        source, _, line = row["source_place"].partition("/L")
        named = {"kind": known.name(f"reuse.{row['shared']}", lang), "source_line": line, "of": facts_of[source]}
        dated = "" if row["direction"] == "shared" else known.name("shared_pages.earlier", lang)
        shown[row["report_id"]].append(row | named | {"dated": dated})
    with_source = facts.tables.reuse[facts.tables.reuse["source_report_id"] != ""]
    counts = with_source.drop_duplicates(["report_id", "line", "start"])["report_id"].value_counts()
    for part in origins.of_reports(facts.tables.boilerplate, facts.tables.reports).itertuples():
        own = shown[part.report_id]
        further = int(counts.get(part.report_id, 0)) - len(own)
        yield {"report": facts_of[part.report_id], "origins": part, "pairs": own, "further": further}


def _marked(source: str, text: str) -> tuple[str, str]:
    """Return both texts as HTML, with what the other does not have in ``<del>`` and ``<ins>``."""
    old, new = [], []
    for before, after in steps(source, text):
        same = before == after
        old.append(_tagged(before, "" if same else "del"))
        new.append(_tagged(after, "" if same else "ins"))
    return "".join(old), "".join(new)


def _tagged(text: str, tag: str) -> str:
    told = html.escape(text)
    return f"<{tag}>{told}</{tag}>" if tag and text else told
