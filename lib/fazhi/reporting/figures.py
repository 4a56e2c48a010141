"""Axes → files that a journal accepts: PDF, SVG, PNG, the plotted data and where they come from."""

from __future__ import annotations

import importlib.util
import json
import math
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from cycler import cycler
from matplotlib import font_manager
from matplotlib.figure import Figure

from fazhi import catalog
from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import captions, contract
from fazhi.reporting import formats as writing

MM = 1 / 25.4
"""Inches in a millimetre."""

WIDTHS = {
    "chinese": {"single": 80, "onehalf": 120, "double": 160},
    "elsevier": {"single": 90, "onehalf": 140, "double": 190},
    "springer": {"single": 84, "onehalf": 129, "double": 174},
    "apsa": {"single": 85, "onehalf": 127, "double": 178},
    "a4": {"page": 210},
}
"""Widths of a figure in mm, by kind of journal: one column, one and a half, the whole width; and a sheet of A4.

elsevier: Elsevier, *Artwork sizing* (90, 140, 190 mm; text 7 pt or larger). springer: Springer, *Artwork and
illustrations guidelines* ("for most journals" 39, 84, 129 or 174 mm; text 8 to 12 pt). Chinese social-science journals
and the American Political Science Review print no widths in their instructions: these fit the two columns and the type
area of pages of 210 × 285 mm and of 8¼ × 11 in., and a journal's own instructions go before.
"""

HEIGHTS = {"elsevier": 240, "springer": 234}
"""The largest height in mm, from the same sources."""

BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE = (
    "#0072B2", "#E69F00", "#D55E00", "#56B4E9", "#009E73", "#222222", "#CC79A7"
)  # fmt: skip
COLORS = [BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE]
"""Okabe and Ito's colours, ordered so that neighbours differ in grey as well."""

FAMILY = "Noto Sans SC"
LOOK = {
    "font.family": FAMILY, "figure.dpi": 150, "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.025, "figure.constrained_layout.hspace": 0.05,
    "figure.constrained_layout.w_pad": 0.02,
    "axes.prop_cycle": cycler(color=COLORS), "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.6, "axes.axisbelow": True, "axes.titlelocation": "left", "axes.titlepad": 4,
    "grid.color": "0.88", "grid.linewidth": 0.5, "hatch.linewidth": 0.5, "image.cmap": "Blues",
    "legend.frameon": False, "legend.handlelength": 1.4, "legend.columnspacing": 1.2, "legend.borderaxespad": 0.2,
    "lines.linewidth": 1.0, "lines.markersize": 4, "patch.linewidth": 0.5,
    "xtick.major.size": 2.5, "ytick.major.size": 2.5, "xtick.major.width": 0.6, "ytick.major.width": 0.6,
}  # fmt: skip
TEXT_POINTS = {"zh": 8, "en": 7.5}
"""English labels run longer than Chinese ones, and Latin letters are legible a little smaller."""

KEPT_OPEN = 16
_ours: deque[Figure] = deque()


@contextmanager
def style(*, lang: str = "zh", width: str = "double", height: float = 70, journal: str = "chinese") -> Iterator[None]:
    """Draw in the form that journals ask for, and leave the user's own settings untouched.

    Entering it starts a new current figure, so that a chart never draws into an older one. Of the figures begun so,
    the last sixteen stay open.

    Parameters
    ----------
    lang : {"zh", "en"}
        Language of the labels; it sets the size of the text.
    width : {"single", "onehalf", "double"}
        Columns of the journal's page that the figure fills; ``"page"`` with the journal ``"a4"``.
    height : float
        Height in mm.
    journal : {"chinese", "elsevier", "springer", "apsa", "a4"}
        Whose columns; see `WIDTHS`. ``"chinese"``: Chinese social-science journals.

    Raises
    ------
    UnknownName
        For a language, width or journal that does not exist.
    FazhiError
        If `height` is not positive or the Chinese font is not installed.
    """
    settings = LOOK | writing.OUTPUT | _text_sizes(lang) | {"figure.figsize": _size(width, height, journal)}
    _register(font_file())
    _load_backend()
    with mpl.style.context(["default", settings]):
        figure = _begin()
        try:
            yield
        finally:
            if not figure.axes:
                plt.close(figure)


def save(
    fig: Figure,
    name: str,
    *,
    folder: Path | str,
    data: pd.DataFrame | None = None,
    provenance: dict | None = None,
    formats: Sequence[str] = ("pdf", "svg", "png"),
    dpi: int = 300,
) -> Path:
    """Write a figure with its data, its caption and its origin: NAME.pdf, .svg, .png, .csv, .txt and .json.

    The same figure gives the same bytes. The figure stays open, so that a notebook shows it.

    Parameters
    ----------
    fig : Figure
        Drawn inside `style`.
    name : str
        The files' name without ending.
    folder : Path or str
        Where to write; it is made if it is not there.
    data : DataFrame, optional
        What is plotted; written as CSV that spreadsheet programs read as UTF-8. The draft of the caption and the alt
        text, in Chinese and English, are made from it (`captions.draft`) and go into NAME.txt and NAME.json.
    provenance : dict, optional
        Where the figure comes from: parameters, hashes of the tables, version, seed. It goes into the JSON file and
        into the metadata of every format. With a true ``"sample"``, a line at the figure's foot says that the data
        are invented, in the language ``"lang"`` (or the parameters' ``"lang"``).
    formats : sequence of {"pdf", "svg", "svg-paths", "png", "tiff", "eps"}
        ``"svg"`` keeps text as text and wants the font Noto Sans SC where it is opened; ``"svg-paths"``
        (NAME.paths.svg) has outlines instead. TIFF is RGB packed by LZW; EPS is made from the PDF by poppler.
    dpi : int
        Dots an inch of PNG and TIFF. Journals ask for 300 in photographs, 500 to 600 in mixed pictures and 1000 in
        line drawings; where they take PDF or EPS, send those.

    Returns
    -------
    Path
        The file of the first of `formats`.

    Raises
    ------
    UnknownName
        For a format that does not exist.
    FazhiError
        If the figure breaks the contract: a missing glyph, text outside the canvas or over other text, text smaller
        than 7 pt, colours that are one grey, a width that is none of a journal's, a PDF whose text cannot be found. The
        message names the figure and the text; nothing is written then.
    """
    folder, origin = Path(folder), dict(provenance or {})
    wanted = writing.known(formats)
    if (folder / name).parent != folder:
        raise FazhiError(f"figure {name!r}: the name is to be a file's name without a folder")
    if origin.get("sample"):
        _mark_as_sample(fig, origin.get("lang") or origin.get("parameters", {}).get("lang", "zh"))
    size = {"width_mm": _mm(fig.get_figwidth()), "height_mm": _mm(fig.get_figheight())}
    told = captions.draft(charts_in(fig), data, version=origin.get("version", ""), sample=bool(origin.get("sample")))
    story = _as_json({"figure": name, **size, **origin, **told})
    files = _rendered(fig, name, story, wanted, dpi)
    files |= {"json": (story + "\n").encode(), "txt": captions.as_text(told).encode()}
    if data is not None:
        files["csv"] = data.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in files.items():
        (folder / f"{name}.{suffix}").write_bytes(content)
    return folder / f"{name}.{writing.SUFFIXES[wanted[0]]}"


def charts_in(fig: Figure) -> list[str]:
    """Return the names of the charts in a figure, as they were left on it or on its axes when they were drawn."""
    if fig.get_gid():
        return [fig.get_gid()]
    return list(dict.fromkeys(filter(None, (axes.get_gid() for axes in fig.axes))))


def _rendered(fig: Figure, name: str, story: str, wanted: Sequence[str], dpi: int) -> dict[str, bytes]:
    """Return the bytes of each format by the ending of its file, once figure and PDF have kept the contract."""
    with mpl.rc_context(writing.OUTPUT):
        contract.check(fig, name, widths=[width for journal in WIDTHS.values() for width in journal.values()])
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


def height_for(n_rows: int, *, label: float = 8) -> float:
    """Return the height in mm of a chart with one line for each row; `label` is the room in mm for column labels."""
    return 16 + label + 5 * max(n_rows, 2)


def columns_of_panels(n_panels: int) -> int:
    """Return how many panels stand side by side."""
    return min(n_panels, 3) if n_panels <= 9 else 4 if n_panels <= 16 else 5


def height_of_panels(n_panels: int) -> float:
    """Return the height in mm of small multiples, laid out as `columns_of_panels` has it, with a legend above."""
    rows = math.ceil(max(n_panels, 1) / columns_of_panels(max(n_panels, 1)))
    return 14 + rows * (46 if rows <= 4 else 40)


def font_file() -> Path:
    """Return the Chinese font: the TrueType file that the package zhplot carries (found, not imported).

    Raises
    ------
    FazhiError
        If the package is not installed.
    """
    package = importlib.util.find_spec("zhplot")
    if package is None:
        raise FazhiError("the package zhplot, which carries the Chinese font, is not installed; run: make setup")
    return Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def _register(file: Path) -> None:
    """Make the font known, before any other of that name that the machine may have."""
    fonts = font_manager.fontManager
    fonts.addfont(file)
    fonts.ttflist.insert(0, fonts.ttflist.pop())


@cache
def _load_backend() -> None:
    """Let pyplot load its backend now: if it did so inside `style`, JupyterLab's interactive mode would end with it."""
    plt.close(plt.figure())


def _size(width: str, height: float, journal: str) -> tuple[float, float]:
    if journal not in WIDTHS:
        raise UnknownName("journal", journal, WIDTHS)
    if width not in WIDTHS[journal]:
        raise UnknownName("width", width, WIDTHS[journal])
    if not height > 0:
        raise FazhiError(f"height {height!r}: the height of a figure is a positive number of mm")
    return WIDTHS[journal][width] * MM, height * MM


def _text_sizes(lang: str) -> dict[str, float]:
    if lang not in TEXT_POINTS:
        raise UnknownName("language", lang, TEXT_POINTS)
    sizes = ["font.size", "axes.titlesize", "axes.labelsize", "figure.titlesize"]
    small = ["xtick.labelsize", "ytick.labelsize", "legend.fontsize", "legend.title_fontsize"]
    points = TEXT_POINTS[lang]
    return dict.fromkeys(sizes, points) | dict.fromkeys(small, max(points - 0.5, 7))


def _begin() -> Figure:
    """Open a figure and close the oldest of ours, lest a long session pile them up."""
    figure = plt.figure()
    _ours.append(figure)
    if len(_ours) > KEPT_OPEN:
        plt.close(_ours.popleft())
    return figure


def _mark_as_sample(fig: Figure, lang: str) -> None:
    """Say at the figure's foot, in a strip of its own, that the data are invented."""
    line = catalog.load().name("chart.sample", lang)
    if any(text.get_text() == line for text in fig.texts):
        return
    strip = 4 * MM / fig.get_figheight()
    right = 1 - MM / fig.get_figwidth()
    fig.text(right, strip / 4, line, ha="right", va="bottom", color="0.35", fontsize=7, fontfamily=FAMILY)
    if fig.get_layout_engine() is not None:
        fig.get_layout_engine().set(rect=(0, strip, 1, 1 - strip))


@contextmanager
def _layout_as_checked(fig: Figure) -> Iterator[None]:
    """Keep the places that the check has seen, in every format, whatever its resolution."""
    engine = fig.get_layout_engine()
    fig.set_layout_engine("none")
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
