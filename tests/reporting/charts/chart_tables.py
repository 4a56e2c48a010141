"""Invented tables → each chart's input, and what tests ask of a drawn chart."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from fazhi import catalog
from fazhi.reporting import charts, figures
from fazhi.reporting.figures import contract

NAMES = catalog.load()


PLACES = [("970100", "甲屿市"), ("970102", "乙坪区"), ("980200", "丙川回族自治县")]


YEARS = [2022, 2023, 2024]


RATIOS = ["mediation.success_ratio", "litigation.attendance_ratio"]


THEMES = list(NAMES.themes["id"])


WIDTHS = figures.WIDTHS["chinese"].values()


def table(columns, rows):
    return pd.DataFrame(list(rows), columns=columns.split())


def coverage():
    issuers = {("乙坪区", 2022): "department", ("丙川回族自治县", 2024): "party_and_government", ("甲屿市", 2023): ""}
    rows = (
        (code, region, year, issuers.get((region, year), "government")) for code, region in PLACES for year in YEARS
    )
    columns = "region_code region year n issuer_type"
    return table(columns, ((code, region, year, 1 if issuer else 0, issuer) for code, region, year, issuer in rows))


def anatomy():
    shares = {"title": 0.01, "opening": 0.04, "achievement": 0.6, "problem": 0.15, "plan": 0.18, "signature": 0.02}
    rows = ((f"{c}-{y}", c, r, y, role, share) for c, r in PLACES for y in YEARS for role, share in shares.items())
    return table("report_id region_code region year role share", rows)


def disclosure():
    areas = sorted(set(NAMES.indicators["area"]))
    rows = ((c, r, y, area, n % 5 + y - 2022, 8, (n % 5 + y - 2022) / 8)
            for c, r in PLACES for y in YEARS for n, area in enumerate(areas))  # fmt: skip
    return table("region_code region year area reported total share", rows)


def panel(*indicators):
    rows = []
    for indicator in indicators or ("litigation.cases",):
        for n, (code, region) in enumerate(PLACES):
            rows += [
                (code, region, 2021, indicator, "reported", 120.0 * (n + 1), "exact", "件", ""),
                (code, region, 2022, indicator, "reported", 130.0 * (n + 1), "more_than", "件", ""),
                (code, region, 2023, indicator, "not reported", np.nan, "", "", ""),
                (code, region, 2024, indicator, "reported", 90.0 * (n + 1), "about", "件", ""),
                (code, region, 2024, indicator, "reported", 40.0 * (n + 1), "exact", "件", "本级"),
            ]
    return table("region_code region year indicator_id status value bound unit qualifier", rows)


def rates():
    rows = [(c, r, y, ratio, 96.5, *((97.2, 97.2, 97.2) if y < 2024 else (np.nan, 91.0, 94.0)))
            for ratio in RATIOS for c, r in PLACES for y in YEARS]  # fmt: skip
    rows.append(("970100", "甲屿市", 2024, "enforcement.penalty_mean", np.nan, 5300.0, 5300.0, 5300.0))
    return table("region_code region year ratio_id stated computed computed_low computed_high", rows)


def frequencies(by="region"):
    groups = {"region": [region for _, region in PLACES], "year": YEARS, "level": ["county"], "all": [""]}[by]
    columns = f"{by} theme_id statements of_statements share_of_statements reports of_reports share_of_reports"
    rows = ((group, theme, n % 4, 12, (n % 4) / 12, n % 3, 3, (n % 3) / 3, max(0, n % 3 / 3 - 0.2),
             min(1, n % 3 / 3 + 0.3)) for group in groups for n, theme in enumerate(THEMES))  # fmt: skip
    return table(f"{columns} reports_low reports_high", rows)


def together(size=None):
    size = size or len(THEMES)
    counts = np.fromfunction(lambda row, column: (row + column) % 3, (size, size))
    return pd.DataFrame(counts, index=THEMES[:size], columns=THEMES[:size])


def recurrence():
    rows = (("970100", "甲屿市", theme, year, (n + year) % 3 > 0) for n, theme in enumerate(THEMES) for year in YEARS)
    return table("region_code region theme_id year admitted", rows)


def courses():
    kinds = ["every year", "recurs", "new", "vanished"]
    rows = ((c, r, theme, kinds[(n + k) % 4]) for k, (c, r) in enumerate(PLACES) for n, theme in enumerate(THEMES))
    return table("region_code region theme_id course", rows)


def candour():
    told = {2022: ("admitted", 4, 0.12), 2023: ("no section found", 0, 0.0), 2024: ("none admitted", 0, 0.05)}
    rows = ((c, r, y, *told[y]) for c, r in PLACES for y in YEARS)
    return table("region_code region year status statements share", rows)


def origins():
    rows = (
        (c, r, y, 0.2, np.nan if y == 2022 else 0.3, 0.1, 0.7 if y == 2022 else 0.4) for c, r in PLACES for y in YEARS
    )
    return table("region_code region year boilerplate last_year elsewhere own", rows)


def problems_again():
    kinds = ["word for word", "edited", "new", "no report of the year before"]
    rows = ((c, r, y, kinds[3] if y == 2022 else kinds[n % 3]) for c, r in PLACES for y in YEARS for n in range(5))
    return table("region_code region year repeat", rows)


def flows():
    (one, first), (two, second), (three, third) = PLACES
    rows = [(one, first, two, second, "source earlier", 9), (two, second, three, third, "shared", 3)]
    return table("source_code source region_code region direction sentences", rows)


def compared():
    whole = frequencies("all")
    return whole.assign(without=whole["share_of_reports"] / 2, changed=False)


def shares_of_statements():
    rows = ((t, 0.2, 0.1, 0.3, 0.25 if n % 3 else np.nan, 0.15, 0.4) for n, t in enumerate(THEMES))
    return table(
        " ".join(["theme_id", *(f"{un}corrected{end}" for un in ("un", "") for end in ("", "_low", "_high"))]), rows
    )


def shares_by_group(by="year"):
    groups = {"region": [region for _, region in PLACES], "year": YEARS, "level": ["county", "prefecture"]}[by]
    codes = dict(zip(groups, [code for code, _ in PLACES], strict=False))
    rows = [shares_of_statements().assign(**{by: group, "region_code": codes.get(group, "")}) for group in groups]
    return pd.concat(rows, ignore_index=True)


def outcomes(by="region"):
    kinds = ["reported with a number", "reported", "repeated as plan", "not mentioned", "no next report"]
    groups = {"region": [r for _, r in PLACES], "type": ["rule", "number target"], "theme_id": THEMES}[by]
    rows = ((group, kind, n + 1, 10) for group in groups for n, kind in enumerate(kinds))
    return table(f"{by} outcome commitments of_commitments", rows)


def topic_shares():
    topics = {"t01": "行政复议、应诉、败诉率", "t02": "普法、宣传、法治文化", "t03": "营商环境、许可、审批"}
    rows = ((c, r, y, t, label, 0.3, 0.2, 0.45) for c, r in PLACES for y in YEARS for t, label in topics.items())
    return table("region_code region year topic_id label share low high", rows)


def expected_shares():
    rows = (
        (t, label, "year", y, (y - 2020) / 20, (y - 2021) / 20, (y - 2019) / 20)
        for t, label in (("t01", "行政复议、应诉"), ("t02", "普法、宣传"))
        for y in YEARS
    )
    return table("topic_id label fact value share low high", rows)


def topic_words():
    words = "行政复议 应诉 败诉率 出庭 受理 审结 纠错 答辩 调解 和解".split()
    rows = ((f"t{n:02d}", "复议、应诉", word, 1 / rank, rank) for n in range(5) for rank, word in enumerate(words, 1))
    return table("topic_id label word weight rank", rows)


def topic_quality():
    rows = ((f"t{n:02d}", "复议、应诉", n != 2, n / 10, n / 10 - 0.05, n / 10 + 0.05, 0.9, 0.8, 0.95) for n in range(5))
    bounds = [f"{name}{end}" for name in ("coherence", "exclusivity") for end in ("", "_low", "_high")]
    return table(f"topic_id label stable {' '.join(bounds)}", rows)


def topic_network():
    rows = [("t01", "复议、应诉", "t02", "调解、仲裁", 0.6, 0.2, 0.8),
            ("t01", "复议、应诉", "t03", "普法", 0.3, -0.1, 0.6),
            ("t02", "调解、仲裁", "t03", "普法", -0.5, -0.8, -0.1)]  # fmt: skip
    return table("topic_id label other_id other correlation low high", rows)


def k_curves():
    rows = ((k, metric, 0.3, 0.25, 0.36, k == 10) for metric in ("coherence", "stability") for k in (5, 10, 20, 40))
    return table("k metric value low high chosen", rows)


def keyness(words=6):
    rows = ((year, f"词语{n}", 3.0 - n / 4, 1.0, 4.0, 12.0) for year in YEARS for n in range(words - (year == 2024)))
    return table("group word log_ratio low high g2", rows)


def tiles():
    return table("province_code value", [("530000", 12.0), ("110000", 3.0), ("650000", np.nan)])


CHARTS = {
    "anatomy": (anatomy, 12),
    "candour": (candour, 9),
    "coverage": (coverage, 3),
    "disclosure": (disclosure, 7),
    "indicator_dots": (lambda: panel("litigation.cases", "mediation.cases"), 8),
    "indicator_lines": (panel, 8),
    "indicator_multiples": (lambda: panel("litigation.cases", "mediation.cases", "openness.published"), 8),
    "k_curves": (k_curves, 8),
    "topic_network": (topic_network, 8),
    "topic_quality": (topic_quality, 8),
    "keyness_bars": (keyness, 10),
    "plan_outcomes": (outcomes, 8),
    "province_tiles": (tiles, 24),
    "recurrence": (recurrence, len(THEMES)),
    "repeated_problems": (problems_again, 9),
    "report_origins": (origins, 9),
    "reuse_flows": (flows, 14),
    "stated_computed": (rates, 18),
    "theme_bars": (lambda: frequencies("all"), len(THEMES)),
    "theme_cooccurrence": (together, 24),
    "theme_courses": (courses, len(THEMES)),
    "theme_heatmap": (frequencies, 24),
    "theme_heatmap_of_reports": (frequencies, 24),
    "theme_intervals": (lambda: frequencies("year"), 36),
    "theme_shares_by_group": (shares_by_group, 30),
    "theme_shares": (shares_of_statements, 2 * len(THEMES)),
    "expected_shares": (expected_shares, 6),
    "topic_shares": (topic_shares, 9),
    "topic_trends": (topic_shares, 8),
    "topic_words": (topic_words, 14),
    "with_and_without": (compared, len(THEMES)),
}


def drawn(chart, data, lang="zh", rows=10, **options):
    """Draw a chart in the figures' style and return what it returns."""
    with figures.style(lang=lang, height=figures.height_for(rows)):
        return getattr(charts, chart)(data, lang=lang, **options)


def texts(figure) -> set[str]:
    return {text.get_text().replace("\n", "") for text in contract.texts_of(figure)}


def hollow(ax) -> int:
    """Count the hollow marks of values."""
    marks = [line for line in ax.lines if line.get_marker() in tuple("os^")]
    return sum(len(line.get_xdata()) for line in marks if line.get_markerfacecolor() == "white")


def first(axes) -> Axes:
    return axes.flat[0] if isinstance(axes, np.ndarray) else axes


def luminance(color) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgba(color)[:3]]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))
