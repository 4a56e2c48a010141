import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pypdfium2
import pytest
from matplotlib.lines import Line2D

from fazhi import catalog
from fazhi.errors import FazhiError
from fazhi.modelling import descriptives, theme_frequencies, year_on_year
from fazhi.reporting import figures
from fazhi.reporting.charts import region_profile
from fazhi.reporting.figures import contract

NAMES = catalog.load()
PLACE = {"region_code": "970100", "region": "丙川回族彝族自治州"}


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def tables_of(sample, region, years=()):
    own = sample.shown(regions=[region], years=years)
    panel = descriptives.indicator_panel(own.indicators, own.disclosure, own.reports)
    chosen = descriptives.only(panel, "indicator_id", ["litigation.cases", "mediation.cases", "rules.docs_reviewed"])
    return {
        "reports": own.reports,
        "sections": descriptives.anatomy(own.segments, own.reports),
        "indicators": year_on_year.on_the_year_before(chosen),
        "disclosure": descriptives.disclosure_shares(own.disclosure, own.reports, NAMES.indicators),
        "problems": theme_frequencies.recurrence(own.problem_themes, own.problems, own.reports),
        "topics": pd.DataFrame(columns=["year", "topic_id", "label", "share", "low", "high"]),
        "checks": own.checks,
    }


def drawn(tables, lang="zh"):
    with figures.style(lang=lang, journal="a4", width="page", height=297):
        return region_profile.draw(**tables, lang=lang)


def texts(page):
    return {text.get_text() for text in contract.texts_of(page)}


def test_a_page_drawn_without_a_style_is_the_same_page(sample):
    tables = tables_of(sample, "970100")
    page = region_profile.draw(**tables)
    assert page.get_size_inches() * 25.4 == pytest.approx((210, 297))
    looks = {(text.get_text(), text.get_fontsize(), tuple(text.get_fontfamily())) for text in contract.texts_of(page)}
    plt.close("all")
    styled = contract.texts_of(drawn(tables))
    assert looks == {(text.get_text(), text.get_fontsize(), tuple(text.get_fontfamily())) for text in styled}


def test_a_page_of_a4_with_every_part(sample, tmp_path):
    page = drawn(tables_of(sample, "970100"))
    file = figures.save(page, "profile", folder=tmp_path)
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 1
    assert (document[0].get_width() / 72 * 25.4, document[0].get_height() / 72 * 25.4) == pytest.approx(
        (210, 297), abs=0.1
    )
    found = document[0].get_textpage().get_text_range()
    for part in ("reports", "sections", "indicators", "disclosure", "topics", "problems", "checks"):
        assert NAMES.name(f"profile.{part}") in found
    assert figures.charts_in(page) == ["profile"]


def test_values_stand_beside_the_year_before(sample):
    found = texts(drawn(tables_of(sample, "970100")))
    assert {"318", "296", "251", "−15.2%", "≥24,800"} <= found
    assert "–" in found


@pytest.mark.parametrize("lang", catalog.LANGUAGES)
def test_one_year_without_a_problems_section(sample, lang, tmp_path):
    page = drawn(tables_of(sample, "970102", [2023]), lang)
    assert NAMES.name("chart.no_problems", lang) in texts(page)
    assert NAMES.name("profile.no_checks", lang) in texts(page)
    figures.save(page, "profile", folder=tmp_path, formats=["pdf"])


def full(years=range(2016, 2026)):
    """Return tables with more of everything than the page has room for."""
    random = np.random.default_rng(1)
    reports = pd.DataFrame(
        {"report_id": str(year), "year": year, "province": "澜岳省", "prefecture": "丙川回族彝族自治州",
         "level": "prefecture", "issuer_type": "party_and_government", "signed": f"{year + 1}-03-01",
         "n_chars": 12345, "n_quantities": 345, "n_problems": 9, **PLACE} for year in years
    )  # fmt: skip
    grid = [(year, name) for year in years for name in NAMES.indicators["id"][:30]]
    return {
        "reports": reports,
        "sections": pd.DataFrame(
            {"report_id": str(year), "year": year, "role": role, "share": 0.2, **PLACE}
            for year in years for role in ("opening", "achievement", "problem", "plan", "title")
        ),
        "indicators": pd.DataFrame(
            {"year": year, "indicator_id": name, "status": "reported", "value": float(random.integers(1, 10**10)),
             "bound": "more_than", "unit": "件", "qualifier": "本级", "change": 0.123, **PLACE} for year, name in grid
        ),
        "disclosure": pd.DataFrame(
            {"year": year, "area": area, "reported": 3, "total": 19, "share": 0.3, **PLACE}
            for year in years for area in sorted(set(NAMES.indicators["area"]))
        ),
        "problems": pd.DataFrame(
            {"year": year, "theme_id": theme, "admitted": bool(random.random() > 0.5), **PLACE}
            for year in years for theme in NAMES.themes["id"]
        ),
        "topics": pd.DataFrame(
            {"year": year, "topic_id": f"t{n:02}", "label": f"规范性文件、合法性审查、行政决策{n}", "share": n / 100,
             "low": 0.0, "high": 0.3} for year in years for n in range(12)
        ),
        "checks": pd.DataFrame(
            {"report_id": "2024", "kind": "conflict", "stated": 1234567.5, "computed": np.nan} for _ in range(9)
        ),
    }  # fmt: skip


@pytest.mark.parametrize("lang", catalog.LANGUAGES)
def test_a_crowded_page_keeps_the_contract(lang):
    page = drawn(full(), lang)
    contract.check(page, "crowded", widths=[210])
    assert {"+ 5", "2021", "2025"} <= texts(page)
    assert len([text for text in texts(page) if text.endswith("*")]) <= 12 * region_profile.YEARS_SHOWN


def test_two_regions_are_refused(sample):
    tables = tables_of(sample, "970100")
    with pytest.raises(FazhiError, match="2: 970100, 970102"):
        drawn(tables | {"reports": sample.shown(regions=["970100", "970102"]).reports})


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (999_999, "999,999", "999,999"),
        (1_234_567, "123.46万", "1.2346M"),
        (2.5e8, "2.5亿", "250M"),
        (0.5, "0.5", "0.5"),
    ],
)
def test_large_numbers_are_short(value, zh, en):
    assert (region_profile._short(value, "zh"), region_profile._short(value, "en")) == (zh, en)


def test_values_of_low_confidence_are_hollow_and_marked(sample):
    tables = tables_of(sample, "970100")
    values = tables["indicators"]
    tables["indicators"] = values.assign(confidence=values["confidence"].where(values.index != values.index[0], 0.2))
    sure, doubted = drawn(tables), region_profile.draw(**tables, confidence=0.5)

    def hollow(page):
        lines = page.findobj(Line2D)
        return [line for line in lines if line.get_markersize() == 2.2 and line.get_markerfacecolor() == "white"]

    assert not hollow(sure) and not any(text.endswith("°") for text in texts(sure))
    assert len(hollow(doubted)) == 1 and sum(text.endswith("°") for text in texts(doubted)) == 1
