"""The facts of a run → every page of the web report in one language."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fazhi import catalog
from fazhi.reporting.site import browser_data, changes, checks_in_words, citation, pages, shared_pages
from fazhi.reporting.site.evidence import Evidence
from fazhi.reporting.site.facts import Facts, in_language
from fazhi.reporting.site.first_page import findings
from fazhi.reporting.site.templating import render
from fazhi.reporting.site.values import named_statements, named_values


class Edition:
    """The web report in one language.

    Parameters
    ----------
    facts : Facts
        The facts of the run.
    chapters : list of dict
        As returned by `chapters`. Notebooks have pages only in the edition in the run's language.
    folder : Path
        The edition's folder.
    lang : {"zh", "en"}
        The edition's language.
    pairs : DataFrame
        As returned by `shared_pages.pairs`.
    top, other : str
        Relative paths from the edition's folder to the site's and to the other edition's; ``""`` or ending in ``/``.
    """

    def __init__(
        self,
        facts: Facts,
        chapters: list[dict],
        pairs: pd.DataFrame,
        folder: Path,
        lang: str,
        *,
        top: str,
        other: str,
    ) -> None:
        self.facts, self.chapters, self.folder, self.lang = in_language(facts, lang), chapters, folder, lang
        self.top, self.other = top, other
        self.values, self.statements = (
            named_values(self.facts.values, lang),
            named_statements(self.facts.statements, lang),
        )
        self.keys = dict(zip(facts.reports["report_id"], facts.reports["key"], strict=True))
        self.shared = list(shared_pages.reports(self.facts, pairs, lang))
        self.counted = {page["report"].report_id: len(page["pairs"]) + page["further"] for page in self.shared}
        self.letters: set[str] = set()

    def write(self) -> set[str]:
        """Write every page; return the set of characters used, which the site's font must have."""
        self._write_regions()
        self._write_indicators()
        self._write_themes()
        self._write_topics()
        self._write_reports()
        self._write_shared()
        self._write_single_pages()
        browser_data.write_names(self.facts, self.folder / "data", self.lang)
        return self.letters

    def _page(self, path: str, template: str, **values) -> None:
        up = "../" * path.count("/")
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        here = {"up": up, "top": up + self.top, "path": path, "native": not self.top}
        translated = "analyses.html" if path.startswith("notebooks/") else path
        has = {"has_topics": len(self.facts.tables.topics), "has_shared": len(self.shared)}
        told = {"manifest": self.facts.tables.manifest, "keys": self.keys, **has}
        text = render(template, lang=self.lang, translated=f"{up}{self.other}{translated}", **here, **told, **values)
        self.letters |= set(text)
        file.write_text(text, "utf-8")

    def _write_single_pages(self) -> None:
        facts, tables = self.facts, self.facts.tables
        counts = {name: len(getattr(tables, name)) for name in ("quantities", "indicators", "problems")}
        checks = checks_in_words.told(facts, self.lang)
        common = {"reports": facts.reports, "counts": counts, "chapters": self.chapters}
        found = findings(facts)
        self._page("index.html", "index.html", findings=found, ledger=tables.ledger, checks=checks, **common)
        self._page("checks.html", "checks.html", checks=checks)
        self._page("analyses.html", "analyses.html", **common)
        self._page("ledger.html", "ledger.html", ledger=tables.ledger, unread=pages.unread(facts), **common)
        self._page("methods.html", "methods.html", told=citation.told(facts, self.chapters, counts), **common)
        told = changes.told(facts.since, self.lang) if facts.since else {}
        self._page("changes.html", "changes.html", compared=facts.since is not None, told=told)
        for name in ("explorer", "compare"):
            self._page(f"{name}.html", f"{name}.html")
        self._page("search.html", "search.html", suggested=pages.telling_words(facts))
        if not self.top:
            for chapter in [chapter for chapter in self.chapters if not chapter["code"]]:
                self._page(chapter["page"], "notebook.html", **chapter)

    def _write_regions(self) -> None:
        shown = list(pages.regions(self.facts, self.values, self.statements, self.lang))
        checks = _by_region(checks_in_words.told(self.facts, self.lang))
        profiles = {chapter["code"]: chapter for chapter in self.chapters if chapter["code"]}
        self._page("regions.html", "regions.html", regions=shown, checks=checks)
        for page, previous, following in pages.neighbours(shown):
            told = {
                "checks": checks.get(page["key"], []),
                "profile": profiles.get(page["code"]),
                "shared": self.counted,
            }
            beside = {"previous": previous, "following": following}
            self._page(f"regions/{page['key']}.html", "region.html", **page, **told, **beside)

    def _write_indicators(self) -> None:
        known = catalog.load()
        shown = list(pages.indicators(self.facts, self.values, self.lang))
        areas: dict[str, list] = {}
        for page in shown:
            areas.setdefault(page["indicator"]["area"], []).append(page)
        named = {area: (known.name(f"area.{area}", self.lang), within) for area, within in areas.items()}
        self._page("indicators.html", "indicators.html", areas=named, total=len(known.indicators))
        self._write_each("indicators", "indicator.html", shown)

    def _write_themes(self) -> None:
        shown = list(pages.themes(self.facts, self.statements, self.lang))
        self._page("themes.html", "themes.html", themes=shown)
        self._write_each("themes", "theme.html", shown)

    def _write_topics(self) -> None:
        shown = list(pages.topics(self.facts, self.lang))
        if shown:
            self._page("topics.html", "topics.html", topics=shown)
            self._write_each("topics", "topic.html", shown)

    def _write_shared(self) -> None:
        if self.shared:
            self._page("shared.html", "shared.html", shared=self.shared)
        for page in self.shared:
            if page["pairs"]:
                self._page(f"shared/{page['report'].report_id}.html", "shared_of_report.html", **page)

    def _write_each(self, folder: str, template: str, shown: list[dict]) -> None:
        for page, previous, following in pages.neighbours(shown):
            self._page(f"{folder}/{page['key']}.html", template, **page, previous=previous, following=following)

    def _write_reports(self) -> None:
        known = catalog.load()
        laid = Evidence(self.facts.tables)
        told: dict[str, list] = {}
        for row in self.facts.tables.metadata_evidence.to_dict("records"):
            told.setdefault(row["report_id"], []).append(
                {"name": known.name(f"column.{row['field']}", self.lang), **row}
            )
        for report in self.facts.reports.itertuples():
            lines = laid.lines(report.report_id, self.lang)
            path, own = f"reports/{report.report_id}.html", told.get(report.report_id, [])
            counted = self.counted.get(report.report_id, 0)
            self._page(path, "report.html", report=report, lines=lines, told=own, shared=counted)


def _by_region(checks: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for check in checks:
        found.setdefault(check["key"], []).append(check)
    return found
