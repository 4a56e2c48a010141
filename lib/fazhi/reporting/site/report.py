"""Executed notebooks and tables → a web report: ``site/index.html``, from which every number leads to its sentence."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.differences import Differences
from fazhi.reporting.figures.formats import SUFFIXES
from fazhi.reporting.notebooks import Outcome
from fazhi.reporting.site import changes, pages
from fazhi.reporting.site.evidence import evidence
from fazhi.reporting.site.findings import findings
from fazhi.reporting.site.templating import render, script_data
from fazhi.reporting.site.values import indicator_rows, statement_rows
from fazhi.reporting.style import font_file
from fazhi.selection import region_names

FORMATS = [*SUFFIXES.values(), "csv", "txt", "json"]
SAVED = re.compile(r"""\bsave\([^"']*["']([^"']+)["']""")
VENDOR = Path(__file__).parent / "vendor"
THUMBNAIL = 480
"""Width of a thumbnail in pixels."""


def write(
    tables: Corpus,
    outcomes: Sequence[Outcome],
    figures: Path,
    site: Path,
    lang: str,
    *,
    since: Differences | None = None,
) -> Path:
    """Write the web report in both languages: in the run's at the top, in the other one in a folder of its name.

    Parameters
    ----------
    tables : Corpus
        All tables of the run.
    outcomes : sequence of Outcome
        The notebooks that were executed; failed ones are named with their error. They keep the run's language.
    figures : Path
        Where the notebooks drew; the files are copied, so that the site stands alone.
    site : Path
        The folder to write; what an earlier run left there is removed.
    lang : {"zh", "en"}
        Language of the run.
    since : Differences, optional
        What has changed since the report before; None = this is the first.

    Returns
    -------
    Path
        The page to start from.
    """
    shutil.rmtree(site, ignore_errors=True)
    (site / "notebooks").mkdir(parents=True)
    regions = dict(zip(tables.reports["region_code"], region_names(tables.reports), strict=True))
    chapters = [_chapter(outcome, figures, site, regions, lang) for outcome in outcomes]
    other = next(language for language in catalog.LANGUAGES if language != lang)
    editions = [
        _Edition(tables, chapters, site, lang, top="", other=f"{other}/"),
        _Edition(tables, chapters, site / other, other, top="../", other="../"),
    ]
    for edition in editions:
        edition.write()
        edition.write_changes(since)
    shutil.copytree(VENDOR / "tabulator", site / "vendor" / "tabulator")
    _write_font(site)
    return site / "index.html"


class _Edition:
    """The web report in one language."""

    def __init__(self, tables: Corpus, chapters: list[dict], folder: Path, lang: str, *, top: str, other: str) -> None:
        self.tables, self.chapters, self.folder, self.lang = tables, chapters, folder, lang
        self.top, self.other = top, other
        self.reports = tables.reports.assign(region=region_names(tables.reports))
        self.keys = {
            row.report_id: pages.region_key(row.region_code, row.region, self.reports)
            for row in self.reports.itertuples()
        }
        self.values, self.statements = indicator_rows(tables, lang), statement_rows(tables, lang)

    def write(self) -> None:
        """Write every page of the edition."""
        self._write_lists()
        self._write_regions()
        self._write_indicators()
        self._write_themes()
        self._write_reports()
        if not self.top:
            for chapter in self.chapters:
                self._page(chapter["page"], "notebook.html", **chapter)
        self._write_data()

    def write_changes(self, since: Differences | None) -> None:
        """Write the page of what has changed since the report before."""
        told = changes.told(since, self.lang) if since else {}
        self._page("changes.html", "changes.html", compared=since is not None, told=told)

    def _page(self, path: str, template: str, **values) -> None:
        up = "../" * path.count("/")
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        told = {"sample": self.tables.manifest["sample"], "manifest": self.tables.manifest, "keys": self.keys}
        translated = None if path.startswith("notebooks/") else f"{up}{self.other}{path}"
        shown = {"up": up, "top": up + self.top, "path": path, "translated": translated}
        file.write_text(render(template, lang=self.lang, **told, **shown, **values), "utf-8")

    def _write_lists(self) -> None:
        found = findings(self.tables)
        counts = {name: len(getattr(self.tables, name)) for name in ("quantities", "indicators", "problems")}
        common = {"reports": self.reports, "chapters": self.chapters, "counts": counts}
        self._page(
            "index.html", "index.html", findings=found, ledger=self.tables.ledger, checks=self.tables.checks, **common
        )
        self._page("analyses.html", "analyses.html", **common)
        self._page("ledger.html", "ledger.html", reports=self.reports, ledger=self.tables.ledger)
        self._page("checks.html", "checks.html", checks=self._told_checks(self.tables.checks))
        self._page("methods.html", "methods.html", reports=self.reports, counts=counts)
        self._page("explorer.html", "explorer.html")
        self._page("search.html", "search.html")

    def _told_checks(self, checks: pd.DataFrame) -> list[dict]:
        """Say each check in the edition's language, with the places that it rests on."""
        known = catalog.load()
        facts = self.reports.set_index("report_id")
        numbers = lambda value: "–" if pd.isna(value) else f"{round(value, 2):,.12g}"  # noqa: E731
        return [
            {
                "report_id": row.report_id,
                "region": facts.at[row.report_id, "region"],
                "year": facts.at[row.report_id, "year"],
                "kind": known.name(f"check.{row.kind}", self.lang),
                "said": known.name(f"finding.{row.kind}", self.lang).format(
                    stated=numbers(row.stated), computed=numbers(row.computed)
                ),
                "places": [place.partition("/")[2] for place in row.quantity_ids.split("|") if place],
            }
            for row in checks.itertuples()
        ]

    def _write_regions(self) -> None:
        shown = list(pages.regions(self.tables, self.values, self.statements, self.lang))
        self._page("regions.html", "regions.html", regions=shown)
        profiles = {chapter["region"]: chapter for chapter in self.chapters if chapter["region"]}
        for n, page in enumerate(shown):
            profile = profiles.get(page["region"])
            beside = _neighbours(shown, n, "key", "region")
            checks = self._told_checks(page.pop("checks"))
            self._page(f"regions/{page['key']}.html", "region.html", **page, checks=checks, profile=profile, **beside)

    def _write_indicators(self) -> None:
        shown = list(pages.indicators(self.tables, self.values, self.lang))
        known = catalog.load()
        areas: dict[str, list] = {}
        for page in shown:
            areas.setdefault(known.name(f"area.{page['indicator']['area']}", self.lang), []).append(page)
        self._page("indicators.html", "indicators.html", areas=areas, total=len(known.indicators))
        for n, page in enumerate(shown):
            beside = _neighbours(
                [{"key": one["indicator"]["id"], "name": one["name"]} for one in shown], n, "key", "name"
            )
            self._page(f"indicators/{page['indicator']['id']}.html", "indicator.html", **page, **beside)

    def _write_themes(self) -> None:
        shown = list(pages.themes(self.tables, self.statements, self.lang))
        self._page("themes.html", "themes.html", themes=shown)
        for n, page in enumerate(shown):
            beside = _neighbours([{"key": one["theme"]["id"], "name": one["name"]} for one in shown], n, "key", "name")
            self._page(f"themes/{page['theme']['id']}.html", "theme.html", **page, **beside)

    def _write_reports(self) -> None:
        known = catalog.load()
        for report in self.reports.itertuples():
            lines = evidence(self.tables, report.report_id, known, self.lang)
            rows = self.tables.metadata_evidence.query("report_id == @report.report_id")
            told = [{"name": known.name(f"column.{row['field']}", self.lang), **row} for row in rows.to_dict("records")]
            self._page(f"reports/{report.report_id}.html", "report.html", report=report, lines=lines, told=told)

    def _write_data(self) -> None:
        """Lay what the explorer and the search read beside them."""
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        values = self.values.astype(object).where(self.values.notna(), None)
        segments = self.tables.segments.query("role != 'cruft'")
        texts = [[row.report_id, row.segment_id.partition("/")[2], row.raw] for row in segments.itertuples()]
        titles = {row.report_id: f"{row.region} {row.year}" for row in self.reports.itertuples()}
        files = {
            "values": values.to_dict("records"),
            "statements": self.statements.to_dict("records"),
            "texts": {"titles": titles, "texts": texts},
        }
        for name, content in files.items():
            (data / f"{name}.js").write_text(script_data(f"FAZHI_{name.upper()}", content), "utf-8")


def _neighbours(shown: list[dict], n: int, key: str, name: str) -> dict:
    """Return the pages before and after the n-th one, ``None`` at the ends."""
    link = lambda one: {"key": one[key], "name": one[name]}  # noqa: E731
    return {
        "previous": link(shown[n - 1]) if n else None,
        "following": link(shown[n + 1]) if n + 1 < len(shown) else None,
    }


def _chapter(outcome: Outcome, figures: Path, site: Path, regions: dict[str, str], lang: str) -> dict:
    """Convert one executed notebook and copy its figures."""
    name = outcome.run.name
    drawn = sorted((figures / name).glob("*.png"))
    for picture in drawn:
        (site / "figures" / name).mkdir(parents=True, exist_ok=True)
        for file in picture.parent.glob(f"{picture.stem}.*"):
            shutil.copyfile(file, site / "figures" / name / file.name)
        _write_thumbnail(picture, site / "figures" / name / f"{picture.stem}.thumb.png")
    told = {picture.stem: _told(picture, lang) for picture in drawn}
    body = (
        _body(outcome.run.output, {stem: one["alt"] for stem, one in told.items()})
        if outcome.run.output.exists()
        else ""
    )
    pictures = [
        {
            "stem": f"figures/{name}/{picture.stem}",
            "name": picture.stem,
            **told[picture.stem],
            "formats": [
                (form, _size(picture.with_suffix(f".{form}")))
                for form in FORMATS
                if picture.with_suffix(f".{form}").exists()
            ],
        }
        for picture in drawn
    ]
    region = regions.get(outcome.run.parameters.get("region"), "")
    title = body.partition("<h1")[2].partition(">")[2].partition("<")[0] or name
    return {
        "name": name,
        "region": region,
        "title": " · ".join(filter(None, [region, html.unescape(title)])),
        "page": f"notebooks/{name}.html",
        "body": body,
        "error": outcome.error,
        "pictures": pictures,
    }


def _size(file: Path) -> str:
    return f"{max(1, round(file.stat().st_size / 1000))} kB"


def _told(picture: Path, lang: str) -> dict[str, str]:
    """Return the caption and the alt text that a figure was saved with, its name where there are none."""
    origin = picture.with_suffix(".json")
    told = json.loads(origin.read_text("utf-8")) if origin.exists() else {}
    return {kind: told.get(kind, {}).get(lang) or picture.stem for kind in ("alt", "caption")}


def _write_thumbnail(picture: Path, file: Path) -> None:
    from PIL import Image

    with Image.open(picture) as opened:
        small = opened.convert("RGB")
        small.thumbnail((THUMBNAIL, THUMBNAIL * 4))
        small.quantize(64).save(file, optimize=True)


def _body(notebook: Path, alts: dict[str, str]) -> str:
    """Return a notebook's text and output as HTML; its code stays in the notebook.

    A cell's pictures get the alt texts of the figures that the cell saves, in their order.
    """
    import nbformat
    from nbconvert import HTMLExporter

    opened = nbformat.read(notebook, as_version=4)
    for cell in opened.cells:
        pictures = [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
        for name, picture in zip(SAVED.findall(cell.source), pictures, strict=False):
            picture.metadata["image/png"] = {"alt": alts.get(name, name)}
    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    return exporter.from_notebook_node(opened)[0]


def _write_font(site: Path) -> None:
    """Lay the characters that the pages need beside them, so that they read on a machine without Chinese fonts."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["*"], notdef_outline=True, ignore_missing_unicodes=True)
    font = subset.load_font(font_file(), options)
    subsetter = subset.Subsetter(options)
    read = [*site.rglob("*.html"), *site.glob("data/*.js")]
    subsetter.populate(text="".join(sorted({letter for page in read for letter in page.read_text("utf-8")})))
    subsetter.subset(font)
    (site / "fonts").mkdir()
    subset.save_font(font, site / "fonts" / "NotoSansSC.woff", options)
