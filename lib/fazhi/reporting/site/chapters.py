"""Executed notebooks and their figures → chapters of the web report, each picture stored once and small."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from fazhi import english
from fazhi.catalog import LANGUAGES
from fazhi.reporting import jupyter
from fazhi.reporting.notebooks import Outcome
from fazhi.reporting.site.citation import parameters_of

SAVED = re.compile(r"""\bsave\([^"']*["']([^"']+)["']""")
DOWNLOADS = ("csv",)
"""Copied with a picture: its data. The formats for print are in the run's folder of figures."""
SHEET, SHEET_DOWNLOADS = "profile", ("pdf", "csv")
"""A region's page shows only the sheet with all of its panels, and offers it for print."""
THUMBNAIL, PICTURE = 400, 1000
"""Widths in pixels."""
COLOURS = 32


def chapters(
    outcomes: Sequence[Outcome], figures: Path, site: Path, regions: dict[str, tuple[str, str]], lang: str
) -> list[dict]:
    """Convert the notebooks to HTML and copy their figures into the site.

    Parameters
    ----------
    outcomes : sequence of Outcome
        The executed notebooks.
    figures : Path
        The folder that the notebooks drew into.
    site : Path
        The site's folder; pictures go to ``figures/NAME`` in it.
    regions : dict of str to (str, str)
        Page and name of each region by its code. A notebook about one region has no chapter of its own: its pictures
        are shown on the region's page as thumbnails that open the PDF.
    lang : {"zh", "en"}
        Language of the run and therefore of the notebooks' text.

    Returns
    -------
    list of dict
        For each notebook: name, code (of its region, ``""`` = all regions), title (by language), page, body (HTML),
        error, stale (why an earlier output is shown, ``""`` = it is from this run), pictures and parameters. For each
        picture: stem, name, opens (the file that its thumbnail opens), size (width and height in pixels), title, alt
        and caption (by language), and formats (extension, size in kB).
    """
    with ThreadPoolExecutor() as pool:  # Pillow's work is done outside Python's lock
        laid = pool.map(lambda outcome: _pictures(outcome, figures, site), outcomes)
        return [_chapter(outcome, pictures, regions, lang) for outcome, pictures in zip(outcomes, laid, strict=True)]


def _pictures(outcome: Outcome, figures: Path, site: Path) -> list[dict]:
    """Copy the figures of a notebook into the site."""
    name, code = outcome.run.name, outcome.run.parameters.get("region", "")
    drawn = sorted((figures / name).glob(f"{SHEET}.png" if code else "*.png"))
    copied = SHEET_DOWNLOADS if code else DOWNLOADS
    return [_picture(file, site / "figures" / name, name, copied) for file in drawn]


def _chapter(outcome: Outcome, pictures: list[dict], regions: dict[str, tuple[str, str]], lang: str) -> dict:
    name, code = outcome.run.name, outcome.run.parameters.get("region", "")
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
    """Return the titles, the text with outputs, and the parameters of an executed notebook."""
    nbformat = jupyter.imported("nbformat")
    titles = _titles(nbformat.read(outcome.run.notebook, as_version=4), outcome.run.name)
    if not outcome.run.output.exists():
        return {"title": titles, "body": "", "parameters": []}
    opened = nbformat.read(outcome.run.output, as_version=4)
    return {"title": titles, "body": _body(opened, pictures, lang), "parameters": parameters_of(opened)}


def _titles(notebook, name: str) -> dict[str, str]:
    """Return a notebook's first heading in each language, or its name if it has none."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.source.startswith("# ")]
    heads = {lang: [cell.source for cell in cells if lang in cell.metadata.get("tags", [lang])] for lang in LANGUAGES}
    return {lang: found[0].splitlines()[0].removeprefix("# ") if found else name for lang, found in heads.items()}


def _picture(drawn: Path, folder: Path, run: str, copied: Sequence[str]) -> dict:
    """Copy one figure into the site: a thumbnail, its data, and the PDF or else a picture in full size."""
    folder.mkdir(parents=True, exist_ok=True)
    there = [file for form in copied if (file := drawn.with_suffix(f".{form}")).exists()]
    laid = [Path(shutil.copyfile(file, folder / file.name)) for file in there]
    whole = drawn.with_suffix(".pdf") not in there
    size = _write_pictures(drawn, folder, ({"webp": PICTURE} if whole else {}) | {"thumb.webp": THUMBNAIL})
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
    """Write a picture in few colours at each width, in pixels, the largest first; return its width and height."""
    from PIL import Image

    with Image.open(drawn) as opened:
        picture = opened.convert("RGB")
    sizes = []
    for ending, width in widths.items():
        picture.thumbnail((width, width * 4))
        few = picture.quantize(COLOURS).convert("RGB")
        few.save(folder / f"{drawn.stem}.{ending}", lossless=True, quality=30)
        sizes.append(picture.size)
    return sizes[0]


def _kilobytes(file: Path) -> str:
    return f"{max(1, round(file.stat().st_size / 1000))} kB"


def _body(opened, pictures: Sequence[dict], lang: str) -> str:
    """Return a notebook's text and outputs as HTML, without its code.

    A cell shows the figures that it saves, in the same order; each picture inside the notebook is therefore replaced by
    a reference to the site's file.
    """
    laid = {picture["name"]: picture for picture in pictures}
    for cell in (cell for cell in opened.cells if "outputs" in cell):
        cell.outputs = [output for output in cell.outputs if output.get("text", "-").strip()]  # no empty boxes
        shown = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        for name, output in zip(SAVED.findall(cell.source), shown, strict=False):
            if name in laid:
                output.data = {"text/html": _image(laid[name], lang)}
    return _exporter().from_notebook_node(opened)[0]


@cache
def _exporter():
    """Return what converts notebooks; cached, because a new one compiles its templates anew."""
    without = {"exclude_input": True, "exclude_input_prompt": True, "exclude_output_prompt": True}
    return jupyter.imported("nbconvert").HTMLExporter(template_name="basic", **without)


def _image(picture: dict, lang: str) -> str:
    width, height = picture["size"]
    return (
        f'<img src="../{html.escape(picture["stem"])}.webp" alt="{html.escape(picture["alt"][lang], quote=True)}" '
        f'width="{width}" height="{height}" loading="lazy">'
    )
