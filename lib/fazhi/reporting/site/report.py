"""Executed notebooks and tables → a web report: ``site/index.html``, from which every number leads to its sentence."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from fazhi import catalog
from fazhi.corpus import Corpus, region_names
from fazhi.reporting.figures.formats import SUFFIXES
from fazhi.reporting.notebooks import Outcome
from fazhi.reporting.site.templating import render
from fazhi.reporting.style import font_file

FORMATS = [*SUFFIXES.values(), "csv", "txt", "json"]
SAVED = re.compile(r"""\bsave\([^"']*["']([^"']+)["']""")


def write(tables: Corpus, outcomes: Sequence[Outcome], figures: Path, site: Path, lang: str) -> Path:
    """Write the web report.

    Parameters
    ----------
    tables : Corpus
        All tables of the run.
    outcomes : sequence of Outcome
        The notebooks that were executed; failed ones are named with their error.
    figures : Path
        Where the notebooks drew; the files are copied, so that the site stands alone.
    site : Path
        The folder to write; what an earlier run left there is removed.
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    Path
        The page to start from.
    """
    shutil.rmtree(site, ignore_errors=True)
    for part in ("notebooks", "reports"):
        (site / part).mkdir(parents=True)
    names = catalog.load()
    common = {"sample": tables.manifest["sample"], "manifest": tables.manifest, "lang": lang}
    reports = tables.reports.assign(region=region_names(tables.reports))
    for report in reports.itertuples():
        _write_page(
            site / "reports" / f"{report.report_id}.html",
            "report.html",
            up="../",
            **common,
            report=report,
            lines=evidence(tables, report.report_id, names, lang),
            told=_told(tables, report.report_id, names, lang),
        )
    regions = dict(zip(reports["region_code"], reports["region"], strict=True))
    chapters = [_chapter(outcome, figures, site, regions, lang) for outcome in outcomes]
    for chapter in chapters:
        _write_page(site / chapter["page"], "notebook.html", up="../", **common, **chapter)
    start = _write_page(
        site / "index.html",
        "index.html",
        up="",
        **common,
        chapters=chapters,
        reports=reports,
        ledger=tables.ledger,
        checks=tables.checks,
        counts={name: len(getattr(tables, name)) for name in ("quantities", "indicators", "problems")},
    )
    _write_font(site)
    return start


def evidence(tables: Corpus, report_id: str, names: catalog.Catalog, lang: str) -> list[dict]:
    """Lay out a report line by line, its numbers and problem statements marked.

    Returns
    -------
    list of dict
        One for each segment: line, whether it is the first of its line, place (its id on the page), role, level and
        html, in which each quantity is an element with the id that the tables' links point to.
    """
    segments = tables.segments.query("report_id == @report_id")
    quantities = tables.quantities.query("report_id == @report_id")
    problems = tables.problems.query("report_id == @report_id")
    themes = tables.problem_themes.groupby("problem_id")["theme_id"].agg(list)
    marks = [
        (q.line, q.start, q.end, f"q{q.line}.{q.start}", _title(q, names, lang), "q") for q in quantities.itertuples()
    ]
    anchors: dict[int, list] = {}
    for problem in problems.itertuples():
        labels = ", ".join(names.name(theme, lang) for theme in themes.get(problem.problem_id, []))
        anchors.setdefault(problem.line, []).append((problem.start, f"p{problem.n}", labels))
    lines = []
    for segment, further in zip(segments.itertuples(), segments["line"].duplicated(), strict=True):
        inside = [m for m in marks if m[0] == segment.line and segment.start <= m[1] < segment.end]
        starts = [a for a in anchors.get(segment.line, []) if segment.start <= a[0] < segment.end]
        lines.append(
            {
                "line": segment.line,
                "first": not further,
                "place": segment.segment_id.partition("/")[2],
                "role": segment.role,
                "level": segment.level,
                "html": _marked(segment.raw, segment.start, inside, starts),
            }
        )
    return lines


def _told(tables: Corpus, report_id: str, names: catalog.Catalog, lang: str) -> list[dict]:
    """Lay out what the report says about itself: the field's name, its value, and the line and words that tell it."""
    rows = tables.metadata_evidence.query("report_id == @report_id")
    return [{"name": names.name(f"column.{row.field}", lang), **row._asdict()} for row in rows.itertuples(index=False)]


def _title(quantity, names: catalog.Catalog, lang: str) -> str:
    indicator = names.name(quantity.indicator_id, lang) if quantity.indicator_id else "—"
    value = f"{quantity.value:,.10g} {quantity.unit}"
    return " · ".join([indicator, value, names.name(f"bound.{quantity.bound}", lang), quantity.subject, quantity.verb])


def _marked(raw: str, offset: int, marks: list, anchors: list) -> str:
    """Return a segment's text as HTML with its numbers and the starts of its problem statements marked."""
    pieces = {}
    for _, start, end, identifier, title, kind in marks:
        opening = f'<mark class="{kind}" id="{identifier}" title="{html.escape(title, quote=True)}">'
        pieces[start - offset] = (end - offset, opening)
    flags = {start - offset: f'<a class="p" id="{name}">{html.escape(labels)}</a>' for start, name, labels in anchors}
    out, at = [], 0
    while at < len(raw):
        out.append(flags.get(at, ""))
        if at in pieces:
            end, opening = pieces[at]
            out.append(f"{opening}{html.escape(raw[at:end])}</mark>")
            at = max(end, at + 1)
        else:
            out.append(html.escape(raw[at]))
            at += 1
    return "".join(out)


def _chapter(outcome: Outcome, figures: Path, site: Path, regions: dict[str, str], lang: str) -> dict:
    """Convert one executed notebook and copy its figures."""
    name = outcome.run.name
    drawn = sorted((figures / name).glob("*.png"))
    for picture in drawn:
        (site / "figures" / name).mkdir(parents=True, exist_ok=True)
        for file in picture.parent.glob(f"{picture.stem}.*"):
            shutil.copyfile(file, site / "figures" / name / file.name)
    alts = {picture.stem: _alt(picture, lang) for picture in drawn}
    body = _body(outcome.run.output, alts) if outcome.run.output.exists() else ""
    pictures = [
        {
            "stem": f"figures/{name}/{picture.stem}",
            "name": picture.stem,
            "alt": alts[picture.stem],
            "formats": [form for form in FORMATS if picture.with_suffix(f".{form}").exists()],
        }
        for picture in drawn
    ]
    region = regions.get(outcome.run.parameters.get("region"), "")
    title = body.partition("<h1")[2].partition(">")[2].partition("<")[0] or name
    return {
        "name": name,
        "title": " · ".join(filter(None, [region, html.unescape(title)])),
        "page": f"notebooks/{name}.html",
        "body": body,
        "error": outcome.error,
        "pictures": pictures,
    }


def _alt(picture: Path, lang: str) -> str:
    """Return the alt text that a figure was saved with, its name where there is none."""
    origin = picture.with_suffix(".json")
    told = json.loads(origin.read_text("utf-8")) if origin.exists() else {}
    return told.get("alt", {}).get(lang) or picture.stem


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
    subsetter.populate(
        text="".join(sorted({letter for page in site.rglob("*.html") for letter in page.read_text("utf-8")}))
    )
    subsetter.subset(font)
    (site / "fonts").mkdir()
    subset.save_font(font, site / "fonts" / "NotoSansSC.woff", options)


def _write_page(path: Path, template: str, **values) -> Path:
    path.write_text(render(template, **values), "utf-8")
    return path
