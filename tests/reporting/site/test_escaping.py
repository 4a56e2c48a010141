"""Whatever a report, a file or a topic is called, it stands on the pages as words and never as markup."""

from html.parser import HTMLParser

import pytest


class _Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.images, self.inside, self.words = [], "", ""
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        self.images += (
            [dict(attributes)] if tag == "img" or any(name.startswith("on") for name, _ in attributes) else []
        )

    def handle_data(self, data):
        if self.inside == "script" and "NASTY=1" in data:
            self.words += data


def test_hostile_words_are_no_markup(hostile):
    pages = {page: _Tags(page) for page in hostile.rglob("*.html")}
    assert sum("window.NASTY" in page.read_text("utf-8") for page in pages) > 50
    assert {page.name: found.images for page, found in pages.items() if found.images} == {}
    assert {page.name for page, found in pages.items() if "<script>window" in found.words} == set()


@pytest.mark.parametrize(
    "path", ["explorer.html", "compare.html", "search.html#q=2024", "en/explorer.html#what=statements"]
)
def test_hostile_words_do_not_run(hostile, browser, path):
    page = browser.new_page()
    page.goto(f"file://{hostile}/{path}")
    page.wait_for_selector(".tabulator-row, #body tr, #hits tr")
    assert "onerror" in page.inner_text("main")
    assert page.evaluate("window.NASTY") is None
    page.close()


def test_a_topic_s_page_shows_its_own_words_and_its_quality(hostile):
    page = (hostile / "topics" / "t01.html").read_text("utf-8")
    assert page.count(">词语</a>") == 1 and page.count("0.25 (0.25–0.25)") == 2
