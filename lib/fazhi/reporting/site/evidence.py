"""The tables of a run → each report line by line, with numbers and problem statements marked as targets of links."""

from __future__ import annotations

import html
from collections import defaultdict

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus


class Evidence:
    """The text of the reports of a run, with marks.

    Parameters
    ----------
    tables : Corpus
        The tables of the run; their rows are grouped by report once.
    """

    def __init__(self, tables: Corpus) -> None:
        self._segments = _by_report(tables.segments)
        self._quantities = _by_report(tables.quantities)
        self._problems = _by_report(tables.problems)
        self._themes: dict[str, list[str]] = defaultdict(list)
        for row in tables.problem_themes.itertuples():
            self._themes[row.problem_id].append(row.theme_id)

    def lines(self, report_id: str, lang: str) -> list[dict]:
        """Return the segments of a report, in order.

        Returns
        -------
        list of dict
            For each segment: line, first (whether it is the first of its line), place (its id on the page), role, level
            and html, in which each quantity and problem statement is an element with the id that links point to.
        """
        known = catalog.load()
        marks, flags = defaultdict(list), defaultdict(list)
        for row in self._quantities[report_id]:
            marks[row.line].append((row.start, row.end, f"q{row.line}.{row.start}", _title(row, known, lang)))
        for row in self._problems[report_id]:
            labels = ", ".join(known.name(theme, lang) for theme in self._themes[row.problem_id])
            flags[row.line].append((row.start, f"p{row.n}", labels or str(row.n)))
        seen, lines = set(), []
        for segment in self._segments[report_id]:
            within = lambda start, segment=segment: segment.start <= start < segment.end  # noqa: E731
            lines.append(
                {
                    "line": segment.line,
                    "first": segment.line not in seen,
                    "place": segment.segment_id.partition("/")[2],
                    "role": segment.role,
                    "level": segment.level,
                    "html": _marked(
                        segment.raw,
                        segment.start,
                        [mark for mark in marks[segment.line] if within(mark[0])],
                        [flag for flag in flags[segment.line] if within(flag[0])],
                    ),
                }
            )
            seen.add(segment.line)
        return lines


def _by_report(table: pd.DataFrame) -> dict[str, list]:
    rows = defaultdict(list)
    for row in table.itertuples():
        rows[row.report_id].append(row)
    return rows


def _title(quantity, names: catalog.Catalog, lang: str) -> str:
    indicator = names.name(quantity.indicator_id, lang) if quantity.indicator_id else "—"
    value = f"{quantity.value:,.10g} {quantity.unit}"
    return " · ".join([indicator, value, names.name(f"bound.{quantity.bound}", lang), quantity.subject, quantity.verb])


def _marked(raw: str, offset: int, marks: list[tuple], flags: list[tuple]) -> str:
    """Return a segment's text as HTML with its numbers and the starts of its problem statements marked.

    A statement or number that starts inside a number is marked where that number ends.
    """
    pieces = [(start - offset, 0, start - offset, name, label) for start, name, label in flags]
    pieces += [(start - offset, 1, end - offset, name, title) for start, end, name, title in marks]
    out, at = [], 0
    for start, is_number, end, name, told in sorted(pieces):
        out.append(html.escape(raw[at:start]) if start > at else "")
        at = max(at, start)
        words = html.escape(told, quote=True)
        if is_number:
            out.append(f'<mark class="q" id="{name}" title="{words}">{html.escape(raw[at:end])}</mark>')
            at = max(at, end)
        else:
            out.append(f'<a class="p" id="{name}">{words}</a>')
    return "".join([*out, html.escape(raw[at:])])
