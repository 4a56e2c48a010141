"""A report's segments → its rows in every table that needs no other report."""

from __future__ import annotations

from types import SimpleNamespace

from fazhi.catalog import Catalog
from fazhi.measuring import themes
from fazhi.measuring.attribution.whose_and_when import attributions
from fazhi.measuring.indicators import matching
from fazhi.measuring.indicators.rules import Rules
from fazhi.measuring.quantities import extraction
from fazhi.measuring.words import word_counts
from fazhi.measuring.words.tokenizer import Tokenizer
from fazhi.schema import COLUMNS


class Measures:
    """Measures reports with the catalogue, prepared once for all reports."""

    def __init__(self, known: Catalog) -> None:
        self._rules = Rules(known.indicators)
        self._codebook = themes.Codebook(known.themes)
        self._tokenizer = Tokenizer(known.terms["term"])
        self._stopwords = frozenset(known.stopwords)

    def measured(self, report: dict, segments: list[dict], statements: list[dict]) -> dict[str, list[dict]]:
        """Measure one report.

        Parameters
        ----------
        report : dict
            The report's row in `reports`.
        segments, statements : list of dict
            Its rows in `segments` and `problems`.

        Returns
        -------
        dict of list of dict
            Its rows in quantities (with the additional columns returned by `matching.match`),
            problem_themes and words.
        """
        counted = word_counts.counted(segments, self._tokenizer, self._stopwords)
        return {
            "quantities": self._quantities(report, segments),
            "problem_themes": themes.coded(statements, self._codebook),
            "words": [dict(zip(COLUMNS["words"], row, strict=True)) for row in counted],
        }

    def _quantities(self, report: dict, segments: list[dict]) -> list[dict]:
        """Read the quantities, with their attribution and indicators."""
        found = extraction.read(segments, report["year"])
        named = (
            {"report_id": report["report_id"], "quantity_id": f"{report['report_id']}/q{one.line}.{one.start}"}
            for one in found
        )
        told = zip(found, named, attributions(found, report), strict=True)
        rows = [SimpleNamespace(**vars(one), **ids, **vars(whose)) for one, ids, whose in told]
        matched = zip(rows, matching.matches(rows, segments, self._rules), strict=True)
        return [{**vars(row), **vars(match)} for row, match in matched if matching.is_told(row.raw, match)]
