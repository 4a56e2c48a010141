"""A report's segments and problem statements → its rows of every table that needs no other report."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from fazhi.catalog import Catalog
from fazhi.measuring import themes
from fazhi.measuring.attribution import attribution
from fazhi.measuring.attribution.attribution import attributions
from fazhi.measuring.indicators import matching
from fazhi.measuring.indicators.rules import Rules
from fazhi.measuring.quantities import extraction
from fazhi.measuring.words import word_counts
from fazhi.measuring.words.tokenizer import Tokenizer
from fazhi.schema import COLUMNS

QUANTITIES = ["report_id", "quantity_id", *extraction.COLUMNS, *attribution.COLUMNS, *matching.COLUMNS]


class Measures:
    """What the catalogue measures, made ready once for all reports."""

    def __init__(self, known: Catalog) -> None:
        self._rules = Rules(known.indicators)
        self._themes = known.themes
        self._tokenizer = Tokenizer(known.terms["term"])
        self._stopwords = frozenset(known.stopwords)

    def measured(self, report: dict, segments: list[dict], statements: pd.DataFrame) -> dict[str, dict[str, list]]:
        """Measure one report.

        Parameters
        ----------
        report : dict
            Its row of `reports`.
        segments : list of dict
            Its rows of `segments`.
        statements : DataFrame
            Its rows of `problems`.

        Returns
        -------
        dict of dict of list
            The columns of quantities (with the reading's further ones, as `matching.match` returns them),
            problem_themes and words, rows in the tables' order.
        """
        counted = word_counts.counted(segments, self._tokenizer, self._stopwords)
        numbers = [vars(row) for row in self._quantities(report, segments)]
        return {
            "quantities": {column: [row[column] for row in numbers] for column in QUANTITIES},
            "problem_themes": themes.code(statements, self._themes).to_dict("list"),
            "words": {column: [row[n] for row in counted] for n, column in enumerate(COLUMNS["words"])},
        }

    def _quantities(self, report: dict, segments: list[dict]) -> list[SimpleNamespace]:
        """Read the quantities, with all that is said of each."""
        found = extraction.read(segments, report["year"])
        named = (
            {"report_id": report["report_id"], "quantity_id": f"{report['report_id']}/q{one.line}.{one.start}"}
            for one in found
        )
        told = zip(found, named, attributions(found, report), strict=True)
        rows = [SimpleNamespace(**vars(one), **ids, **vars(whose)) for one, ids, whose in told]
        matched = zip(rows, matching.matches(rows, segments, self._rules), strict=True)
        return [
            SimpleNamespace(**vars(row), **vars(match)) for row, match in matched if matching.is_told(row.raw, match)
        ]
