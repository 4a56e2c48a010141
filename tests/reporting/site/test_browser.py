"""The site in Chromium, from its files: no errors, readers find what they look for, axe finds nothing serious."""

import csv
import io
import re

import pandas as pd
import pytest

PAGES = ["index.html", "regions.html", "regions/970100.html", "indicators.html",
         "indicators/reconsideration.accepted.html",
         "themes.html", "checks.html", "compare.html", "explorer.html", "search.html#q=行政复议", "analyses.html",
         "ledger.html", "methods.html"]  # fmt: skip


@pytest.fixture
def page(browser, site):
    """A page of the width of a telephone, which remembers what its console complained of."""
    opened = browser.new_context(viewport={"width": 400, "height": 900}, accept_downloads=True).new_page()
    opened.complaints = []
    opened.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    opened.context.close()


def _open(page, site, path):
    page.goto(f"file://{site}/{path}")
    return page


@pytest.mark.parametrize("edition", ["", "en/"])
def test_pages_fit_a_telephone_and_complain_of_nothing(page, site, edition):
    for path in PAGES:
        _open(page, site, edition + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.locator("h1").count() == 1, path
    assert page.complaints == []


LOOKED_AT = ["index.html", "regions/970100.html", "checks.html", "compare.html", "explorer.html", "methods.html"]


@pytest.mark.parametrize(
    ("scheme", "pages"), [("light", LOOKED_AT), ("dark", ["regions/970100.html", "explorer.html"])]
)
def test_axe_finds_nothing_serious(browser, site, scheme, pages):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = browser.new_context(color_scheme=scheme).new_page()
    report = next((site / "reports").glob("*.html")).relative_to(site)
    found = {}
    for path in [*pages, str(report)]:
        violations = axe.run(_open(page, site, path)).response["violations"]
        serious = [one for one in violations if one["impact"] in ("serious", "critical")]
        found |= {path: [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in serious]} if serious else {}
    page.context.close()
    assert found == {}


@pytest.mark.parametrize(("edition", "menu"), [("", "指标"), ("en/", "Indicators")])
def test_two_clicks_lead_to_reconsideration_and_its_sentence(page, site, sample, edition, menu):
    _open(page, site, edition + "index.html").click(f"nav >> text='{menu}'")
    page.click("a[href='indicators/reconsideration.accepted.html']")
    rows = sample.indicators.query("indicator_id == 'reconsideration.accepted' and qualifier == ''")
    shown = page.inner_text("table")
    assert all(f"{value:,.0f}" in shown for value in rows["value"])
    assert page.locator("blockquote").count() >= len(rows)


@pytest.mark.parametrize(("edition", "menu"), [("", "地区"), ("en/", "Regions")])
def test_two_clicks_lead_to_the_problems_of_a_region(page, site, sample, edition, menu):
    _open(page, site, edition + "index.html").click(f"nav >> text='{menu}'")
    page.click("a[href='regions/980221.html']")
    own = sample.problems[sample.problems["report_id"].str.startswith("980221")]
    assert page.locator("#problems ~ ol li").count() == len(own)
    assert own["text"].iloc[0][:12] in page.inner_text("main")


def test_a_contradiction_is_one_click_from_its_sentence(page, site, sample):
    page = _open(page, site, "index.html")
    place = sample.checks.query("kind == 'sum'")["quantity_ids"].iloc[0].split("|")[0]
    page.click(f"a[href='reports/{place.replace('/', '.html#')}']")
    marked = page.locator(f"[id='{place.partition('/')[2]}']")
    assert marked.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.click("[data-back]")
    page.wait_for_url(re.compile("index.html"))


def test_what_was_not_read_is_one_click_away(page, site, sample):
    _open(page, site, "index.html").click("nav >> text='没读出的'")
    unassigned = int((sample.quantities["indicator_id"] == "").sum())
    told = re.findall(r"\b(\d+)/(\d+)\b", page.inner_text("main"))
    assert sum(int(one) for one, _ in told) == unassigned


def test_the_switch_of_language_keeps_the_place(page, site):
    report = next((site / "reports").glob("*.html")).name
    _open(page, site, f"reports/{report}#L3").click("a.lang")
    page.wait_for_url(re.compile(f"en/reports/{report}#L3"))
    assert page.get_attribute("html", "lang") == "en"


def test_the_search_finds_what_stands_in_the_texts(page, site, sample):
    _open(page, site, "search.html").fill("#word", "行政复议")
    texts = sample.segments.loc[sample.segments["role"] != "cruft", "raw"]
    assert page.locator("#hits tr").count() == texts.str.count("行政复议").sum()
    page.click("#hits tr:first-child a")
    page.wait_for_selector(":target", state="attached")


def test_the_explorer_filters_keeps_its_view_and_hands_over_what_it_shows(page, site, sample):
    _open(page, site, "explorer.html#what=values&f.region=青屿市&f.year=2024&q=复议")
    page.wait_for_selector(".tabulator-row")
    text = page.inner_text("#count")
    with page.expect_download() as download:
        page.click("#csv")
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert rows and text.startswith(f"{len(rows)}条")
    assert {row["地区"] for row in rows} == {"青屿市"} and {row["年度"] for row in rows} == {"2024"}
    with page.expect_download() as download:
        page.click("#xlsx")
    sheet = pd.read_excel(download.value.path(), dtype=str)
    assert list(sheet["数值"]) == [row["数值"] for row in rows]
    assert "f.region" in page.evaluate("location.hash")
    assert page.complaints == []


def test_regions_are_compared_and_one_indicator_over_regions(page, site, sample):
    _open(page, site, "compare.html#regions=970100,980200&year=2024&indicator=")
    assert page.locator("#head th").count() == 3
    page.select_option("#indicator", "reconsideration.accepted")
    shown = page.inner_text("#body")
    own = sample.indicators.query("indicator_id == 'reconsideration.accepted' and year == 2024 and qualifier == ''")
    assert all(f"{value:,.0f}" in shown for value in own["value"])


def test_a_region_prints_on_two_sheets(page, site):
    _open(page, site, "regions/970100.html").emulate_media(media="print")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert 1 <= len(sheets) <= 2


@pytest.mark.parametrize("button", ["#methods", "#bibtex", "#csl"])
def test_the_methods_are_ready_to_paste(page, site, button):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, site, "methods.html").click(f"[data-copy-from='{button}']")
    page.wait_for_function("[...document.querySelectorAll('button')].some(one => one.textContent === '✓')")
    assert page.evaluate("navigator.clipboard.readText()") == page.inner_text(button).strip()


def test_places_are_spelled_in_english(page, site):
    for path in ("en/regions.html", "en/compare.html", "en/search.html#q=复议", "en/regions/970100.html"):
        assert "Qingyu" in _open(page, site, path).inner_text("main"), path
    assert page.complaints == []
