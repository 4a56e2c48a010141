"""A value for each province → a tile map without borders."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from fazhi import csv_rows, paths
from fazhi.errors import UnknownName
from fazhi.reporting.charts import elements, text_layout


@elements.chart
def province_tiles(data: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", label: str = "") -> Axes:
    """Draw a value for each province as tiles placed roughly as on a map, without borders.

    Parameters
    ----------
    data : DataFrame [province_code, value]
        Six-digit codes (``"530000"``) and values ≥ 0; provinces that are missing, or NaN, are hatched.
    ax, lang
        As in `coverage`.
    label : str
        What the values are, e.g. with their unit; written in the corner.

    Raises
    ------
    UnknownName
        For a code that is not a province's.
    """
    ax = elements.axes_or_current(ax)
    if data.empty:
        return elements.nothing(ax, lang)
    elements.require(data, ["province_code", "value"])
    tiles = csv_rows.read_table(paths.CATALOG / "province_tiles.csv", ["code", "row", "column", "name_zh", "name_en"])
    values = dict(zip(data["province_code"].astype(str), data["value"], strict=True))
    for code in values:
        if code not in set(tiles["code"]):
            raise UnknownName("province_code", code, tiles["code"])
    scale = ScalarMappable(Normalize(0, float(np.nanmax(list(values.values()))) * 1.15 or 1.0), "Blues")
    for tile in tiles.itertuples():
        named = text_layout.wrapped(getattr(tile, f"name_{lang}"), 6.5, 2)
        _draw_tile(ax, (int(tile.column), int(tile.row)), named, values.get(tile.code, np.nan), scale)
    ax.set(xlim=(0.4, 8.6), ylim=(7.6, -0.6), aspect="equal")
    ax.set_axis_off()
    ax.text(0.55, -0.4, label, va="top")
    return ax


def _draw_tile(ax: Axes, place: tuple[int, int], named: str, value: float, scale: ScalarMappable) -> None:
    """Draw a province as a tile with its value, hatched if there is none."""
    missing = np.isnan(value)
    form = elements.MISSING if missing else {"facecolor": scale.to_rgba(value), "edgecolor": "white"}
    ax.add_patch(Rectangle((place[0] - 0.47, place[1] - 0.47), 0.94, 0.94, **form))
    ink = "0.35" if missing else elements.ink_on(form["facecolor"])
    text = named if missing else f"{named}\n{value:,.4g}" if value < 1e4 else f"{named}\n{value:,.0f}"
    ax.text(*place, text, ha="center", va="center", color=ink, fontsize=7, linespacing=1.1)
