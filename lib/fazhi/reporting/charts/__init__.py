"""A tidy table → matplotlib Axes: one chart for each question of the field.

Every chart takes the table described in its docstring, and ``lang`` (``"zh"`` or ``"en"``), the language of names.
Charts with one panel draw into ``ax`` (default: the current axes) and return it; charts with several panels draw into
``figure``, which may be a subfigure (default: the current figure), and return an array of Axes. Chinese is legible with
or without `figures.style`. Charts only draw; everything counted is already in the table. For an empty table the axes
say so. A missing column, an unknown name, or more than 40 rows raise an error that names them. As in seaborn, ``data``
comes first and the axes are ``ax``; there is no ``x``, ``y`` or ``hue``, because the question decides what goes where.
"""

from fazhi.reporting.charts.corpus import anatomy, coverage, disclosure, keyness_bars
from fazhi.reporting.charts.corrected_shares import theme_shares, theme_shares_by_group
from fazhi.reporting.charts.followthrough import plan_outcomes
from fazhi.reporting.charts.indicator_dots import indicator_dots
from fazhi.reporting.charts.indicators import indicator_lines, indicator_multiples
from fazhi.reporting.charts.problems import (
    candour,
    recurrence,
    theme_bars,
    theme_cooccurrence,
    theme_heatmap,
    theme_heatmap_of_reports,
)
from fazhi.reporting.charts.provinces import province_tiles
from fazhi.reporting.charts.rates import stated_computed
from fazhi.reporting.charts.reuse import repeated_problems, report_origins, reuse_flows, with_and_without
from fazhi.reporting.charts.theme_comparisons import theme_courses, theme_intervals
from fazhi.reporting.charts.topic_quality import topic_network, topic_quality
from fazhi.reporting.charts.topics import expected_shares, k_curves, topic_shares, topic_trends, topic_words

__all__ = [
    "anatomy",
    "candour",
    "coverage",
    "disclosure",
    "expected_shares",
    "indicator_dots",
    "indicator_lines",
    "indicator_multiples",
    "k_curves",
    "keyness_bars",
    "plan_outcomes",
    "province_tiles",
    "recurrence",
    "repeated_problems",
    "report_origins",
    "reuse_flows",
    "stated_computed",
    "theme_bars",
    "theme_cooccurrence",
    "theme_courses",
    "theme_heatmap",
    "theme_heatmap_of_reports",
    "theme_intervals",
    "theme_shares",
    "theme_shares_by_group",
    "topic_network",
    "topic_quality",
    "topic_shares",
    "topic_trends",
    "topic_words",
    "with_and_without",
]


def __dir__() -> list[str]:
    """List the charts alone, so that completion offers no modules."""
    return __all__
