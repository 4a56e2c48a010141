"""Axes → files that a journal accepts: PDF, SVG, PNG, the plotted data and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from fazhi import catalog, store
from fazhi.errors import FazhiError
from fazhi.reporting.cells import without_formulas
from fazhi.reporting.charts import elements
from fazhi.reporting.figures import captions, contract
from fazhi.reporting.figures import formats as writing
from fazhi.reporting.fonts import FAMILIES
from fazhi.reporting.style import HEIGHTS, MM, OUTPUT, WIDTHS

ONLY_BESIDE = ["inputs", "packages", "sidecars"]
"""What of the provenance goes into the JSON alone: long lists, too long for the other formats."""
PLACES = 6
"""Decimals of where axes stand, in widths and heights of the figure: a ten-thousandth of a millimetre."""


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
    """Write a figure with its data, its caption and its origin: NAME.pdf, .svg, .png, .csv, .txt and .json.

    The same figure gives the same bytes. The figure stays open, so that a notebook shows it. A figure that only says
    that there is nothing to draw is not written: its name and what it says are printed, the figure is closed, and what
    an earlier run wrote under its name is removed.

    Parameters
    ----------
    fig : Figure
        Drawn inside `style`.
    name : str
        The files' name without ending.
    folder : Path or str
        Where to write; it is made if it is not there.
    data : DataFrame, optional
        What is plotted; written as CSV that spreadsheet programs read as UTF-8, with the names of its ids. The draft of
        the caption and the alt
        text, in Chinese and English, are made from it (`captions.draft`) and go into NAME.txt and NAME.json.
    provenance : dict, optional
        Where the figure comes from: parameters, hashes of the tables, version, seed. It goes into the JSON file and
        into the metadata of every format. With a true ``"sample"``, a line at the figure's foot says that the data
        are invented, in the language ``"lang"`` (or the parameters' ``"lang"``).
    warnings : sequence of dict
        Reservations, each ``{"zh": …, "en": …}`` (`fazhi.reporting.caveats`), that the caption is to carry as the page
        does. That the reports are few, or shares have no interval, is said of itself.
    formats : sequence of {"pdf", "svg", "svg-paths", "png", "tiff", "eps"}
        ``"svg"`` keeps text as text and wants the font Noto Sans SC where it is opened; ``"svg-paths"``
        (NAME.paths.svg) has outlines instead. TIFF is RGB packed by LZW; EPS is made from the PDF by poppler.
    dpi : int
        Dots an inch of PNG and TIFF. Journals ask for 300 in photographs, 500 to 600 in mixed pictures and 1000 in
        line drawings; where they take PDF or EPS, send those.

    Returns
    -------
    Path or None
        The file of the first of `formats`; None where there was nothing to draw.

    Raises
    ------
    UnknownName
        For a format that does not exist.
    FazhiError
        If the figure breaks the contract: a missing glyph, text outside the canvas or over other text, text smaller
        than 7 pt, colours that are indistinguishable in greyscale, a width that no journal uses, a height that its
        page does not hold, a PDF whose text cannot be found. The message names the figure and the text; nothing is
        written then.
    """
    folder, origin = Path(folder), dict(provenance or {})
    wanted = writing.known(formats)
    if (folder / name).parent != folder:
        raise FazhiError(f"figure {name!r}: the name is to be a file's name without a folder")
    if elements.is_empty(fig):
        return _leave_out(fig, name, folder)
    if origin.get("sample"):
        _mark_as_sample(fig, origin.get("lang") or origin.get("parameters", {}).get("lang", "zh"))
    size = {"width_mm": _mm(fig.get_figwidth()), "height_mm": _mm(fig.get_figheight())}
    told = captions.draft(charts_in(fig), data, version=origin.get("version", ""), sample=bool(origin.get("sample")),
                          warnings=warnings)  # fmt: skip
    whole = {"figure": name, **size, **origin, **told}
    story = _as_json({key: value for key, value in whole.items() if key not in ONLY_BESIDE})
    files = _rendered(fig, name, story, wanted, dpi)
    files |= {"json": (_as_json(whole) + "\n").encode(), "txt": captions.as_text(told).encode()}
    if data is not None:
        named = without_formulas(captions.with_names(data))
        files["csv"] = named.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in files.items():
        store.replace(folder / f"{name}.{suffix}", content)  # an edition's files are links to the last one's
    return folder / f"{name}.{writing.SUFFIXES[wanted[0]]}"


def _leave_out(fig: Figure, name: str, folder: Path) -> None:
    """Say that there is nothing to draw, and leave nothing that looks as if there were."""
    print(f"{name}: {fig.axes[0].texts[0].get_text()}")
    plt.close(fig)
    for suffix in (*writing.SUFFIXES.values(), "csv", "json", "txt"):
        (folder / f"{name}.{suffix}").unlink(missing_ok=True)


def charts_in(fig: Figure) -> list[str]:
    """Return the names of the charts in a figure, as they were left on it or on its axes when they were drawn."""
    if fig.get_gid():
        return [fig.get_gid()]
    return list(dict.fromkeys(filter(None, (axes.get_gid() for axes in fig.axes))))


def _rendered(fig: Figure, name: str, story: str, wanted: Sequence[str], dpi: int) -> dict[str, bytes]:
    """Return the bytes of each format by the ending of its file, once figure and PDF have kept the contract."""
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
                "png": lambda: writing.png(fig, name, story, dpi),
                "tiff": lambda: writing.tiff(writing.png(fig, name, story, dpi), story, dpi),
                "eps": lambda: writing.eps(document, name, story),
            }
            return {writing.SUFFIXES[form]: makers[form]() for form in wanted}


def _mark_as_sample(fig: Figure, lang: str) -> None:
    """Say at the figure's foot, in a strip of its own, that the data are invented."""
    line = catalog.load().name("chart.sample", lang)
    if any(text.get_text() == line for text in fig.texts):
        return
    strip = 4 * MM / fig.get_figheight()
    right = 1 - MM / fig.get_figwidth()
    fig.text(right, strip / 4, line, ha="right", va="bottom", color="0.35", fontsize=7, fontfamily=FAMILIES)
    if fig.get_layout_engine() is not None:
        fig.get_layout_engine().set(rect=(0, strip, 1, 1 - strip))


def _tallest(fig: Figure) -> float:
    """Return the largest height in mm that a journal with columns of the figure's width takes."""
    width = fig.get_figwidth() / MM
    fitting = [HEIGHTS[name] for name, own in WIDTHS.items() if any(abs(width - one) < 0.2 for one in own.values())]
    return max(fitting, default=max(HEIGHTS.values()))


@contextmanager
def _layout_as_checked(fig: Figure) -> Iterator[None]:
    """Keep the places that the check has seen, in every format, whatever its resolution.

    They are rounded: what the layout engine finds differs from process to process far behind the point, and with it
    the ids in an SVG.
    """
    engine = fig.get_layout_engine()
    fig.set_layout_engine("none")
    for axes in fig.axes:
        laid_out, place = axes.get_in_layout(), axes.get_position(original=True).bounds
        axes.set_position([round(part, PLACES) for part in place])
        axes.set_in_layout(laid_out)  # as before: setting a position takes axes out of the layout
    try:
        yield
    finally:
        if engine is not None:
            fig.set_layout_engine(engine)


def _as_json(values: dict) -> str:
    """Write sorted JSON; numpy's numbers as numbers, anything else as text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1, default=_plain)


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else str(value)


def _mm(inches: float) -> float:
    return round(inches / MM, 2)
