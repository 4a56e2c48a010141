"""Axes → files that a journal accepts: PDF, SVG, PNG, the plotted data and where they come from."""

from __future__ import annotations

import importlib.util
import json
import math
from collections import deque
from collections.abc import Iterator
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
from fazhi.reporting import contract

MM = 1 / 25.4
"""Inches in a millimetre."""

WIDTHS = {
    "chinese": {"single": 80, "onehalf": 120, "double": 160},
    "elsevier": {"single": 90, "onehalf": 140, "double": 190},
    "springer": {"single": 84, "onehalf": 129, "double": 174},
    "apsa": {"single": 85, "onehalf": 127, "double": 178},
}
"""Widths of a figure in mm, by kind of journal: one column, one and a half, the whole page."""

BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE = (
    "#0072B2", "#E69F00", "#D55E00", "#56B4E9", "#009E73", "#222222", "#CC79A7"
)  # fmt: skip
COLORS = [BLUE, ORANGE, VERMILLION, SKY, GREEN, BLACK, PURPLE]
"""Okabe and Ito's colours, ordered so that neighbours differ in grey as well."""

FAMILY = "Noto Sans SC"
OUTPUT = {
    "pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "fazhi", "axes.unicode_minus": True,
    "savefig.bbox": None, "savefig.facecolor": "white", "savefig.transparent": False, "text.parse_math": False,
}  # fmt: skip
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
        Columns of the journal's page that the figure fills.
    height : float
        Height in mm.
    journal : {"chinese", "elsevier", "springer", "apsa"}
        Whose columns; see `WIDTHS`. ``"chinese"``: the widths usual in Chinese social-science journals.

    Raises
    ------
    UnknownName
        For a language, width or journal that does not exist.
    FazhiError
        If `height` is not positive or the Chinese font is not installed.
    """
    settings = LOOK | OUTPUT | _text_sizes(lang) | {"figure.figsize": _size(width, height, journal)}
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
    fig: Figure, name: str, *, folder: Path | str, data: pd.DataFrame | None = None, provenance: dict | None = None
) -> Path:
    """Write a figure with its data and its origin: NAME.pdf, .svg, .png (300 dpi), .csv and .json.

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
        What is plotted; written as CSV that spreadsheet programs read as UTF-8.
    provenance : dict, optional
        Where the figure comes from: parameters, hashes of the tables, version, seed. It goes into the JSON file and
        into the metadata of the PDF, SVG and PNG. With a true ``"sample"``, a line at the figure's foot says that the
        data are invented, in the language ``"lang"`` (or the parameters' ``"lang"``).

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    FazhiError
        If the figure breaks the contract: a missing glyph, text outside the canvas, tick labels that overlap, a width
        that is none of a journal's. The message names the figure and the text; nothing is written then.
    """
    folder, origin = Path(folder), dict(provenance or {})
    target = folder / name
    if target.parent != folder:
        raise FazhiError(f"figure {name!r}: the name is to be a file's name without a folder")
    if origin.get("sample"):
        _mark_as_sample(fig, origin.get("lang") or origin.get("parameters", {}).get("lang", "zh"))
    size = {"width_mm": _mm(fig.get_figwidth()), "height_mm": _mm(fig.get_figheight())}
    story = _as_json({"figure": name, **size, **origin})
    with mpl.rc_context(OUTPUT):
        contract.check(fig, name, widths=[width for journal in WIDTHS.values() for width in journal.values()])
        folder.mkdir(parents=True, exist_ok=True)
        with _layout_as_checked(fig):
            for suffix, metadata in _metadata(name, story).items():
                fig.savefig(folder / f"{name}.{suffix}", dpi=300, metadata=metadata)
    (folder / f"{name}.json").write_text(story + "\n", "utf-8")
    if data is not None:
        data.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    return folder / f"{name}.pdf"


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


def _metadata(name: str, story: str) -> dict[str, dict]:
    """Return what stands inside each file; no dates, which would change the bytes."""
    return {
        "pdf": {"Title": name, "Subject": story, "CreationDate": None},
        "svg": {"Title": name, "Description": story, "Date": None},
        "png": {"Title": name, "Description": story},
    }


def _as_json(values: dict) -> str:
    """Write sorted JSON; numpy's numbers as numbers, anything else as text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1, default=_plain)


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else str(value)


def _mm(inches: float) -> float:
    return round(inches / MM, 2)
