"""A word in context → a table whose heads sort it, for a notebook and the web report, which works offline."""

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
    """Show where a word stands, a row for each place; a click on a head sorts.

    What stands on the left is sorted from the word outwards, so that like neighbours come together on either side.

    Parameters
    ----------
    data : DataFrame [segment_id, report_id, line, left, word, right]
        What `fazhi.modelling.keyness.kwic` returned. Of more than 2,000 places the first are shown, and that is said.
    reports : DataFrame [report_id, region, year]
        The table `reports`.
    lang : {"zh", "en"}
        Language of the heads.

    Returns
    -------
    HTML
        One element with its own style and script; nothing is loaded from elsewhere. `data` holds the text. Each line
        leads to its place in the web report.
    """
    from IPython.display import HTML

    if lang not in LANGUAGES:
        raise UnknownName("language", lang, LANGUAGES)
    placed = data.merge(reports[["report_id", "region", "year"]], on="report_id").head(MOST_ROWS)
    page = "../reports/" + placed["report_id"] + ".html#" + placed["segment_id"].str.split("/").str[1]
    name = hashlib.sha256(placed.to_csv().encode()).hexdigest()[:8]
    rows = placed.assign(page=page).to_dict("records")
    return HTML(render("concordance.html", name=name, lang=lang, rows=rows, total=len(data)))
