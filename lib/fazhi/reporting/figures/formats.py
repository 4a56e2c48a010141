"""A figure → its bytes in each format that journals take, with its provenance in the metadata."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL.Image import Image

from fazhi.errors import FazhiError, UnknownName

SUFFIXES = {"pdf": "pdf", "svg": "svg", "svg-paths": "paths.svg", "png": "png", "tiff": "tif", "eps": "eps"}
"""File extensions. ``svg`` keeps text as text, to edit; ``svg-paths`` has outlines, which need no font."""

PACKED = 3
"""Compression level of PNG: charts come out as small as at the highest level, in a quarter of the time."""

_CANVASES = {"pdf": FigureCanvasPdf, "svg": FigureCanvasSVG}


def known(formats: Iterable[str]) -> list[str]:
    """Return the formats as a list.

    Raises
    ------
    UnknownName
        For an unknown format.
    FazhiError
        For EPS if poppler, which it needs, is not installed.
    """
    wanted = [formats] if isinstance(formats, str) else list(formats)
    for form in wanted:
        if form not in SUFFIXES:
            raise UnknownName("format", form, SUFFIXES)
    if "eps" in wanted and shutil.which("pdftops") is None:
        raise FazhiError("EPS is made from the PDF with pdftops, which is not installed; install the package "
                         "poppler-utils (conda and Homebrew: poppler), or send the PDF")  # fmt: skip
    return wanted


def pdf(fig: Figure, title: str, story: str) -> bytes:
    """Return a PDF with TrueType fonts; `story`, the provenance, is its subject."""
    return _saved(fig, "pdf", metadata={"Title": title, "Subject": story, "CreationDate": None})


def svg(fig: Figure, title: str, story: str, *, fonttype: str) -> bytes:
    """Return an SVG; `fonttype` is matplotlib's ``svg.fonttype``: ``"none"`` = text, ``"path"`` = outlines."""
    with mpl.rc_context({"svg.fonttype": fonttype}):
        return _saved(fig, "svg", metadata={"Title": title, "Description": story, "Date": None})


def png(document: bytes, dpi: float, told: Mapping[str, str] | None = None) -> bytes:
    """Turn a PDF into a PNG with `dpi` dots per inch; `told` are texts to put inside, by their names."""
    from PIL.PngImagePlugin import PngInfo

    file, texts = io.BytesIO(), PngInfo()
    for name, text in (told or {}).items():
        texts.add_text(name, text)
    _picture(document, dpi).save(file, "png", dpi=(dpi, dpi), pnginfo=texts, compress_level=PACKED)
    return file.getvalue()


def tiff(document: bytes, story: str, dpi: int) -> bytes:
    """Turn a PDF into a TIFF as journals ask for: RGB without transparency, with lossless LZW compression.

    `story` goes into the tag ImageDescription, which is ASCII: other characters become JSON escapes.
    """
    file = io.BytesIO()
    _picture(document, dpi).save(file, "tiff", compression="tiff_lzw", dpi=(dpi, dpi), description=_ascii(story))
    return file.getvalue()


def eps(document: bytes, title: str, story: str) -> bytes:
    """Turn a PDF into an EPS with poppler's pdftops; in matplotlib's own EPS, Chinese is blank.

    `story` goes into the comments at its head.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "figure.pdf"), Path(folder, "figure.eps")
        source.write_bytes(document)
        done = subprocess.run(["pdftops", "-eps", "-level3", source, target], capture_output=True, check=False)
        if done.returncode or not target.exists():
            raise FazhiError(f"pdftops could not turn figure {title!r} into EPS: {done.stderr.decode().strip()}")
        first, rest = target.read_bytes().split(b"\n", 1)
    comments = [f"%%Title: {title}", *(f"% {line}" for line in _ascii(story).splitlines())]
    return b"\n".join([first, *(line.encode("ascii", "replace") for line in comments), rest])


def _saved(fig: Figure, form: str, **options) -> bytes:
    """Draw a figure whose layout is fixed: once, whereas `Figure.savefig` also draws it to find the layout."""
    file, canvas, dpi = io.BytesIO(), fig.canvas, fig.dpi
    try:
        getattr(_CANVASES[form](fig), f"print_{form}")(file, **options)
    finally:
        fig.set_dpi(dpi)
        fig.set_canvas(canvas)
    return file.getvalue()


def _picture(document: bytes, dpi: int) -> Image:
    """Render a PDF's page with pdfium: it looks as it prints, in a tenth of the time of drawing the figure again."""
    import pypdfium2

    return pypdfium2.PdfDocument(document)[0].render(scale=dpi / 72, rev_byteorder=True).to_pil()


def _ascii(story: str) -> str:
    return json.dumps(json.loads(story), sort_keys=True, indent=1)
