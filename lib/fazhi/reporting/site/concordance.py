"""Occurrences of a word in context → a sortable table that works offline, for a notebook and the web report."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

from fazhi.catalog import LANGUAGES
from fazhi.errors import UnknownName
from fazhi.reporting.site.templating import render

if TYPE_CHECKING:
    from IPython.display import HTML

MOST_ROWS = 2000


def concordance(data: pd.DataFrame, reports: pd.DataFrame, lang: str = "zh") -> HTML:
    """Show the occurrences of a word, one per row; a click on a column header sorts by it.

    The left context is sorted from the word outwards, so that the same neighbours come together on either side.

    Parameters
    ----------
    data : DataFrame [segment_id, report_id, line, left, word, right]
        As returned by `fazhi.modelling.keyness.kwic`. At most 2,000 rows are shown; the table says if there are more.
    reports : DataFrame [report_id, region, year]
        The table `reports`.
    lang : {"zh", "en"}
        Language of the column headers.

    Returns
    -------
    HTML
        One element with its own style and script, which loads nothing from elsewhere. Its `data` is the HTML text. Each
        row links to its place in the web report.

    Raises
    ------
    UnknownName
        For an unknown language.
    """
    from IPython.display import HTML

    if lang not in LANGUAGES:
        raise UnknownName("language", lang, LANGUAGES)
    placed = data.merge(reports[["report_id", "region", "year"]], on="report_id").head(MOST_ROWS)
    page = "../reports/" + placed["report_id"] + ".html#" + placed["segment_id"].str.split("/").str[1]
    name = hashlib.sha256(placed.to_csv().encode()).hexdigest()[:8]
    rows = placed.assign(page=page).to_dict("records")
    return HTML(render("concordance.html", name=name, lang=lang, rows=rows, total=len(data)))
