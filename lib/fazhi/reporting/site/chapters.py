"""Executed notebooks and what they drew → chapters of the web report, each picture once and light."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from fazhi.catalog import LANGUAGES
from fazhi.reporting import english
from fazhi.reporting.notebooks import Outcome
from fazhi.reporting.site.citation import parameters_of

SAVED = re.compile(r"""\bsave\([^"']*["']([^"']+)["']""")
DOWNLOADS = ("csv",)
"""What is copied beside a picture: its data; the figure to print, in all formats, stays with the run's figures."""
SHEET, SHEET_DOWNLOADS = "profile", ("pdf", "csv")
"""Of a region's figures its page shows the sheet that holds them all, and copies it to print."""
THUMBNAIL, PICTURE = 400, 1000
"""Widths in pixels."""
COLOURS = 32


def chapters(
    outcomes: Sequence[Outcome], figures: Path, site: Path, regions: dict[str, tuple[str, str]], lang: str
) -> list[dict]:
    """Convert the notebooks and lay their figures into the site.

    Parameters
    ----------
    outcomes : sequence of Outcome
        The notebooks that were executed.
    figures : Path
        Where they drew.
    site : Path
        The site's folder; pictures go into ``figures/NAME`` there.
    regions : dict of str to (str, str)
        Page and name of each region by its code, for the notebooks that tell of one region: their chapter is the
        region's page, and their pictures are thumbnails that lead to the PDF.
    lang : {"zh", "en"}
        Language of the run, in which the notebooks are written.

    Returns
    -------
    list of dict
        name, code (of its region, ``""`` = all), title (by language), page, body, error, stale (why an earlier output
        is shown, ``""`` = it is of this run), pictures and parameters of each notebook; a picture has stem, name, opens
        (the file that its thumbnail leads to), size, title, alt and caption (by language) and formats with their sizes.
    """
    return [_chapter(outcome, figures, site, regions, lang) for outcome in outcomes]


def _chapter(outcome: Outcome, figures: Path, site: Path, regions: dict[str, tuple[str, str]], lang: str) -> dict:
    name, code = outcome.run.name, outcome.run.parameters.get("region", "")
    drawn = sorted((figures / name).glob(f"{SHEET}.png" if code else "*.png"))
    copied = SHEET_DOWNLOADS if code else DOWNLOADS
    pictures = [_picture(file, site / "figures" / name, name, copied) for file in drawn]
    facts = {"name": name, "code": code, "error": outcome.error, "stale": outcome.stale, "pictures": pictures}
    if code:
        page, region = regions[code]
        return facts | {
            "title": {"zh": region, "en": english.place(region)},
            "page": page,
            "body": "",
            "parameters": [],
        }
    return facts | {"page": f"notebooks/{name}.html"} | _told(outcome, pictures, lang)


def _told(outcome: Outcome, pictures: Sequence[dict], lang: str) -> dict:
    """Return the titles, the text with its output, and the parameters of an executed notebook."""
    import nbformat

    titles = _titles(nbformat.read(outcome.run.notebook, as_version=4), outcome.run.name)
    if not outcome.run.output.exists():
        return {"title": titles, "body": "", "parameters": []}
    opened = nbformat.read(outcome.run.output, as_version=4)
    return {"title": titles, "body": _body(opened, pictures, lang), "parameters": parameters_of(opened)}


def _titles(notebook, name: str) -> dict[str, str]:
    """Return a notebook's first heading in each language, its name where it has none."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.source.startswith("# ")]
    heads = {lang: [cell.source for cell in cells if lang in cell.metadata.get("tags", [lang])] for lang in LANGUAGES}
    return {lang: found[0].splitlines()[0].removeprefix("# ") if found else name for lang, found in heads.items()}


def _picture(drawn: Path, folder: Path, run: str, copied: Sequence[str]) -> dict:
    """Lay one figure into the site: as a thumbnail, to print or else whole to look at, and its data."""
    folder.mkdir(parents=True, exist_ok=True)
    there = [file for form in copied if (file := drawn.with_suffix(f".{form}")).exists()]
    laid = [Path(shutil.copyfile(file, folder / file.name)) for file in there]
    whole = drawn.with_suffix(".pdf") not in there
    size = _write_pictures(drawn, folder, {"thumb.webp": THUMBNAIL} | ({"webp": PICTURE} if whole else {}))
    origin = drawn.with_suffix(".json")
    told = json.loads(origin.read_text("utf-8")) if origin.exists() else {}
    return {
        "stem": f"figures/{run}/{drawn.stem}",
        "name": drawn.stem,
        "opens": f"figures/{run}/{drawn.stem}.{'webp' if whole else 'pdf'}",
        "size": size,
        "formats": [(file.suffix[1:], _kilobytes(file)) for file in laid],
        "title": {lang: told.get("title", {}).get(lang) or drawn.stem for lang in LANGUAGES},
        "alt": {lang: told.get("alt", {}).get(lang) or drawn.stem for lang in LANGUAGES},
        "caption": {lang: told.get("caption", {}).get(lang) or drawn.stem for lang in LANGUAGES},
    }


def _write_pictures(drawn: Path, folder: Path, widths: dict[str, int]) -> tuple[int, int]:
    """Write a picture in few colours at several widths; return the last one's width and height."""
    from PIL import Image

    with Image.open(drawn) as opened:
        picture = opened.convert("RGB")
    for ending, width in widths.items():
        small = picture.copy()
        small.thumbnail((width, width * 4))
        few = small.quantize(COLOURS).convert("RGB")
        few.save(folder / f"{drawn.stem}.{ending}", lossless=True, quality=30)
    return small.size


def _kilobytes(file: Path) -> str:
    return f"{max(1, round(file.stat().st_size / 1000))} kB"


def _body(opened, pictures: Sequence[dict], lang: str) -> str:
    """Return a notebook's text and output as HTML; its code stays in the notebook.

    The pictures that a cell shows are those of the figures that it saves, in their order: the site's file stands
    for the copy inside the notebook.
    """
    from nbconvert import HTMLExporter

    laid = {picture["name"]: picture for picture in pictures}
    for cell in opened.cells:
        shown = [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
        for name, output in zip(SAVED.findall(cell.source), shown, strict=False):
            if name in laid:
                output.data = {"text/html": _image(laid[name], lang)}
    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    return exporter.from_notebook_node(opened)[0]


def _image(picture: dict, lang: str) -> str:
    width, height = picture["size"]
    return (
        f'<img src="../{html.escape(picture["stem"])}.webp" alt="{html.escape(picture["alt"][lang], quote=True)}" '
        f'width="{width}" height="{height}" loading="lazy">'
    )
