"""Executed notebooks and tables → the web report, ``site/index.html``, where every number links to its sentence."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.differences import Differences
from fazhi.reporting.notebooks import Outcome
from fazhi.reporting.site import browser_data, fonts, shared_pages
from fazhi.reporting.site.chapters import chapters
from fazhi.reporting.site.edition import Edition
from fazhi.reporting.site.facts import gather

HERE = Path(__file__).parent


def write(
    tables: Corpus,
    outcomes: Sequence[Outcome],
    figures: Path,
    site: Path,
    lang: str,
    *,
    since: Differences | None = None,
) -> Path:
    """Write the web report in both languages: the run's at the top, the other in the subfolder ``zh`` or ``en``.

    Parameters
    ----------
    tables : Corpus
        The tables of the run.
    outcomes : sequence of Outcome
        The executed notebooks, in the run's language; failed ones are listed with their error.
    figures : Path
        The folder that the notebooks drew into; pictures, PDFs and data are copied, so that the site is self-contained.
    site : Path
        The folder to write; its earlier contents are removed.
    lang : {"zh", "en"}
        Language of the run.
    since : Differences, optional
        Differences from the last web report; None = this is the first.

    Returns
    -------
    Path
        The page to start from.
    """
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    facts = gather(tables, since)
    regions = {row.region_code: (f"regions/{row.key}.html", row.region) for row in facts.reports.itertuples()}
    told = chapters(outcomes, figures, site, regions, lang)
    other = next(language for language in catalog.LANGUAGES if language != lang)
    pairs = shared_pages.pairs(tables)
    letters = Edition(facts, told, pairs, site, lang, top="", other=f"{other}/").write()
    letters |= Edition(facts, told, pairs, site / other, other, top="../", other="../").write()
    browser_data.write(facts, site / "data")
    shutil.copytree(HERE / "assets", site / "assets")
    shutil.copytree(HERE / "vendor", site / "vendor", ignore=shutil.ignore_patterns("*.sh"))
    fonts.write_subset(letters, site / "fonts" / "NotoSansSC.woff")
    return site / "index.html"
