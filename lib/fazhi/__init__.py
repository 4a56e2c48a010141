"""fazhi (法治): annual rule-of-law reports of Chinese local governments → tables, findings, figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

__version__ = "0.1.0"


if TYPE_CHECKING:
    from fazhi.corpus import Corpus


def open(folder: Path | str) -> Corpus:
    """Open the tables written by ``fazhi build`` or ``fazhi run``; see `fazhi.corpus.Corpus`.

    Warns if the catalogue has changed since: names are current, but the measurements are not.

    Parameters
    ----------
    folder : Path or str
        The folder given as ``--out``, e.g. ``"build"``, or the folder of tables in it, ``"build/tables"``.

    Raises
    ------
    FazhiError
        If there are no tables, or the build did not finish; also on first use of a table that has been changed since
        the build, or that another version of fazhi wrote.
    """
    import warnings

    from fazhi import catalog
    from fazhi.corpus import Corpus

    corpus = Corpus(folder)
    if corpus.manifest.get("catalogue", catalog.load().hash) != catalog.load().hash:
        warnings.warn(f"{folder} was built with another catalogue; build again to measure by today's", stacklevel=2)
    return corpus
