"""Figures → files that a journal accepts: draw inside `style`, then `save` checks and writes them."""

from fazhi.reporting.figures.saving import charts_in, save
from fazhi.reporting.fonts import font_file
from fazhi.reporting.journals import WIDTHS
from fazhi.reporting.style import height_for, height_of_heat_map, height_of_panels, style

__all__ = ["WIDTHS", "charts_in", "font_file", "height_for", "height_of_heat_map", "height_of_panels", "save", "style"]
