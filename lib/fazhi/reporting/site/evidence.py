"""The tables of a run → a report line by line, its numbers and problem statements marked where links lead."""

from __future__ import annotations

import html

from fazhi import catalog
from fazhi.corpus import Corpus


def evidence(tables: Corpus, report_id: str, names: catalog.Catalog, lang: str) -> list[dict]:
    """Lay out a report line by line, its numbers and problem statements marked.

    Returns
    -------
    list of dict
        One for each segment: line, whether it is the first of its line, place (its id on the page), role, level and
        html, in which each quantity is an element with the id that the tables' links point to.
    """
    segments = tables.segments.query("report_id == @report_id")
    quantities = tables.quantities.query("report_id == @report_id")
    problems = tables.problems.query("report_id == @report_id")
    themes = tables.problem_themes.groupby("problem_id")["theme_id"].agg(list)
    marks = [
        (q.line, q.start, q.end, f"q{q.line}.{q.start}", _title(q, names, lang), "q") for q in quantities.itertuples()
    ]
    anchors: dict[int, list] = {}
    for problem in problems.itertuples():
        labels = ", ".join(names.name(theme, lang) for theme in themes.get(problem.problem_id, []))
        anchors.setdefault(problem.line, []).append((problem.start, f"p{problem.n}", labels))
    lines = []
    for segment, further in zip(segments.itertuples(), segments["line"].duplicated(), strict=True):
        inside = [m for m in marks if m[0] == segment.line and segment.start <= m[1] < segment.end]
        starts = [a for a in anchors.get(segment.line, []) if segment.start <= a[0] < segment.end]
        lines.append(
            {
                "line": segment.line,
                "first": not further,
                "place": segment.segment_id.partition("/")[2],
                "role": segment.role,
                "level": segment.level,
                "html": _marked(segment.raw, segment.start, inside, starts),
            }
        )
    return lines


def _title(quantity, names: catalog.Catalog, lang: str) -> str:
    indicator = names.name(quantity.indicator_id, lang) if quantity.indicator_id else "—"
    value = f"{quantity.value:,.10g} {quantity.unit}"
    return " · ".join([indicator, value, names.name(f"bound.{quantity.bound}", lang), quantity.subject, quantity.verb])


def _marked(raw: str, offset: int, marks: list, anchors: list) -> str:
    """Return a segment's text as HTML with its numbers and the starts of its problem statements marked."""
    pieces = {}
    for _, start, end, identifier, title, kind in marks:
        opening = f'<mark class="{kind}" id="{identifier}" title="{html.escape(title, quote=True)}">'
        pieces[start - offset] = (end - offset, opening)
    flags = {start - offset: f'<a class="p" id="{name}">{html.escape(labels)}</a>' for start, name, labels in anchors}
    out, at = [], 0
    while at < len(raw):
        out.append(flags.get(at, ""))
        if at in pieces:
            end, opening = pieces[at]
            out.append(f"{opening}{html.escape(raw[at:end])}</mark>")
            at = max(end, at + 1)
        else:
            out.append(html.escape(raw[at]))
            at += 1
    return "".join(out)
