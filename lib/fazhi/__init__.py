"""fazhi (法治): annual rule-of-law reports of Chinese local governments → tables, findings, figures."""

from __future__ import annotations

from pathlib import Path

__version__ = "0.1.0"


def open(folder: Path | str):
    """Open the tables that ``fazhi build`` wrote; see `fazhi.corpus.Corpus`.

    Warns when the catalogue has changed since: names are today's, but what was measured is not.

    Raises
    ------
    FazhiError
        If there are no tables, or the build did not finish; and when a table is first asked for, if it is not the one
        that the build wrote, or another version of fazhi wrote it.
    """
    import warnings

    from fazhi import catalog
    from fazhi.corpus import Corpus

    tables = Corpus(folder)
    if tables.manifest.get("catalogue", catalog.load().hash) != catalog.load().hash:
        warnings.warn(f"{folder} was built with another catalogue; build again to measure by today's", stacklevel=2)
    return tables
