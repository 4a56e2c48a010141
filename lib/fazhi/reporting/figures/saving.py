"""A figure → files that a journal accepts: PDF, SVG, PNG, the plotted data, caption and provenance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure, FigureBase

from fazhi import catalog, store
from fazhi.arguments import in_range
from fazhi.errors import FazhiError
from fazhi.reporting.cells import without_formulas
from fazhi.reporting.charts import elements
from fazhi.reporting.figures import captions, contract
from fazhi.reporting.figures import formats as writing
from fazhi.reporting.fonts import FAMILIES
from fazhi.reporting.journals import HEIGHTS, MM, WIDTHS
from fazhi.reporting.style import OUTPUT

ONLY_BESIDE = ["inputs", "packages", "sidecars"]
"""Provenance that goes into the JSON file only, because the lists are too long for the other formats."""
PLACES = 6
"""Decimals of the position of axes, as shares of the figure's width and height: about 0.0001 mm."""


@in_range
def save(
    fig: Figure,
    name: str,
    *,
    folder: Path | str,
    data: pd.DataFrame | None = None,
    provenance: dict | None = None,
    warnings: Sequence[dict[str, str]] = (),
    formats: Sequence[str] = ("pdf", "svg", "png"),
    dpi: int = 300,
) -> Path | None:
    """Write a figure with its data, caption and provenance: NAME.pdf, .svg, .png, .csv, .txt and .json.

    The same figure gives the same bytes. A notebook shows it as it is printed, and it is then closed. A figure that
    only says there is nothing to draw is not written: a line that says so is printed, the figure is closed, and files
    of that name from an earlier run are removed.

    Parameters
    ----------
    fig : Figure
        A figure drawn inside `style`.
    name : str
        Name of the files without extension.
    folder : Path or str
        The folder to write to; created if needed.
    data : DataFrame, optional
        The plotted table. It is written as CSV in UTF-8, with names added to its ids. Drafts of the caption and the alt
        text, in Chinese and English, are made from it (`captions.draft`) and go into NAME.txt and NAME.json.
    provenance : dict, optional
        What the figure was made from: parameters, hashes of the tables, version, seed (`Corpus.provenance`). It goes
        into the JSON file and the metadata of every format. If its ``"sample"`` is true, a line at the foot of the
        figure says that the data are invented, in the language ``"lang"`` (or the parameters' ``"lang"``).
    warnings : sequence of dict
        Caveats, each ``{"zh": …, "en": …}`` (`fazhi.reporting.caveats`), to include in the caption. Few reports, and
        shares without an interval, are mentioned in any case.
    formats : sequence of {"pdf", "svg", "svg-paths", "png", "tiff", "eps"}
        ``"svg"`` keeps text as text, which needs the font Noto Sans SC where it is opened; ``"svg-paths"``
        (NAME.paths.svg) has outlines instead. TIFF is RGB with LZW compression; EPS is made from the PDF with poppler.
    dpi : int
        Dots per inch of PNG and TIFF. Journals ask for 300 for photographs, 500 to 600 for combined figures and 1000
        for line drawings; if they take PDF or EPS, send those.

    Returns
    -------
    Path or None
        The file in the first of `formats`; None if there was nothing to draw.

    Raises
    ------
    UnknownName
        For an unknown format.
    FazhiError
        If a journal would return the figure: a missing glyph, text outside the canvas or over other text, text smaller
        than 7 pt, colours that are indistinguishable in greyscale, a width that no journal uses, more height than its
        page has, a PDF whose text cannot be found. The message names the figure and the text; nothing is written.
    """
    folder, origin = Path(folder), dict(provenance or {})
    wanted = writing.known(formats)
    if (folder / name).parent != folder:
        raise FazhiError(f"figure {name!r}: the name must be a file name without a folder; give the folder as folder=")
    if elements.is_empty(fig):
        return _leave_out(fig, name, folder)
    if origin.get("sample"):
        _mark_as_sample(fig, origin.get("lang") or origin.get("parameters", {}).get("lang", "zh"))
    size = {"width_mm": _mm(fig.get_figwidth()), "height_mm": _mm(fig.get_figheight())}
    told = captions.draft(charts_in(fig), data, version=origin.get("version", ""), sample=bool(origin.get("sample")),
                          reports=len(origin.get("inputs", ())), warnings=warnings)  # fmt: skip
    whole = {"figure": name, **size, **origin, **told}
    story = _as_json({key: value for key, value in whole.items() if key not in ONLY_BESIDE})
    rendered = _rendered(fig, name, story, {"pdf", *wanted}, dpi)
    _show_in_notebook(fig, rendered["pdf"])
    files = {writing.SUFFIXES[form]: rendered[form] for form in wanted}
    files |= {"json": (_as_json(whole) + "\n").encode(), "txt": captions.as_text(told).encode()}
    if data is not None:
        named = without_formulas(captions.with_names(data))
        files["csv"] = named.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in files.items():
        store.replace(folder / f"{name}.{suffix}", content)  # files of an edition may be links to the last one's
    return folder / f"{name}.{writing.SUFFIXES[wanted[0]]}"


def _leave_out(fig: Figure, name: str, folder: Path) -> None:
    """Print that there is nothing to draw, close the figure, and remove files from an earlier run."""
    print(f"{name}: {fig.axes[0].texts[0].get_text()}")
    plt.close(fig)
    for suffix in (*writing.SUFFIXES.values(), "csv", "json", "txt"):
        (folder / f"{name}.{suffix}").unlink(missing_ok=True)


def _show_in_notebook(fig: Figure, document: bytes) -> None:
    """Show the PDF's page below the cell, where the notebook's backend would draw the figure twice more to show it."""
    if mpl.get_backend().endswith("inline"):
        from IPython.display import Image, display

        display(Image(writing.png(document, fig.dpi)))
        plt.close(fig)


def charts_in(fig: Figure) -> list[str]:
    """Return the names of the charts in a figure, from its gid or those of its axes."""
    if fig.get_gid():
        return [fig.get_gid()]
    return list(dict.fromkeys(filter(None, (axes.get_gid() for axes in fig.axes))))


def _rendered(fig: Figure, name: str, story: str, wanted: Iterable[str], dpi: int) -> dict[str, bytes]:
    """Check figure and PDF; return the bytes of each format."""
    with mpl.rc_context(OUTPUT):
        widths = [width for journal in WIDTHS.values() for width in journal.values()]
        contract.check(fig, name, widths=widths, tallest=_tallest(fig))
        with _layout_as_checked(fig):
            document = writing.pdf(fig, name, story)
            contract.check_pdf(document, contract.texts_of(fig), name)
            makers = {
                "pdf": lambda: document,
                "svg": lambda: writing.svg(fig, name, story, fonttype="none"),
                "svg-paths": lambda: writing.svg(fig, name, story, fonttype="path"),
                "png": lambda: writing.png(document, dpi, {"Title": name, "Description": story}),
                "tiff": lambda: writing.tiff(document, story, dpi),
                "eps": lambda: writing.eps(document, name, story),
            }
            return {form: makers[form]() for form in wanted}


def _mark_as_sample(fig: Figure, lang: str) -> None:
    """Write at the foot of the figure, in a strip of its own, that the data are invented."""
    line = catalog.load().name("chart.sample", lang)
    if any(text.get_text() == line for text in fig.texts):
        return
    strip = 4 * MM / fig.get_figheight()
    right = 1 - MM / fig.get_figwidth()
    fig.text(right, strip / 4, line, ha="right", va="bottom", color="0.35", fontsize=7, fontfamily=FAMILIES)
    if fig.get_layout_engine() is not None:
        left, bottom, width, height = fig.get_layout_engine().get()["rect"]
        higher = max(strip - bottom, 0)
        fig.get_layout_engine().set(rect=(left, bottom + higher, width, height - higher))


def _tallest(fig: Figure) -> float:
    """Return the largest height in mm allowed by journals with columns as wide as the figure."""
    width = fig.get_figwidth() / MM
    fitting = [HEIGHTS[name] for name, own in WIDTHS.items() if any(abs(width - one) < 0.2 for one in own.values())]
    return max(fitting, default=max(HEIGHTS.values()))


@contextmanager
def _layout_as_checked(fig: Figure) -> Iterator[None]:
    """Keep all axes where they were when the figure was checked, in every format, whatever its resolution.

    Positions are rounded: those of the layout engine differ between processes in their last digits, and with them the
    ids in an SVG.
    """
    engine = fig.get_layout_engine()
    fig.set_layout_engine("none")
    _round_subfigures(fig)
    for axes in fig.axes:
        laid_out, place = axes.get_in_layout(), axes.get_position(original=True).bounds
        axes.set_position([round(part, PLACES) for part in place])
        axes.set_in_layout(laid_out)  # as before: setting a position takes axes out of the layout
    try:
        yield
    finally:
        if engine is not None:
            fig.set_layout_engine(engine)


def _round_subfigures(figure: FigureBase) -> None:
    for part in figure.subfigs:
        place = part.bbox_relative.get_points()
        part.bbox_relative.set_points(np.round(place, PLACES) + 0.0)  # no negative zeros
        _round_subfigures(part)


def _as_json(values: dict) -> str:
    """Return sorted JSON; numpy's numbers are written as numbers, unknown objects as text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1, default=_plain)


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else str(value)


def _mm(inches: float) -> float:
    return round(inches / MM, 2)
