"""A word in context: every place is a row that leads to its line, escaped, and nothing comes from elsewhere."""

import re

import pandas as pd
import pytest

from fazhi.errors import UnknownName
from fazhi.modelling.keyness import kwic
from fazhi.reporting.site import concordance as module
from fazhi.reporting.site.concordance import concordance

REPORTS = pd.DataFrame({"report_id": ["970102-2024-ab12"], "region": ["望榆区"], "year": [2024]})


def places(*raws):
    rows = [(f"970102-2024-ab12/s{n}.0", "970102-2024-ab12", n, 0, raw) for n, raw in enumerate(raws, start=1)]
    return kwic(pd.DataFrame(rows, columns=["segment_id", "report_id", "line", "start", "raw"]), "复议")


def cells(page):
    rows = re.findall(r"<tr>(<td.*?)</tr>", page)
    return [[re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


def test_every_place_is_a_row_that_leads_to_its_segment():
    page = concordance(places("受理复议案件", "无", "复议与复议"), REPORTS).data
    assert cells(page) == [
        ["望榆区", "2024", "1", "受理", "复议", "案件"],
        ["望榆区", "2024", "3", "", "复议", "与复议"],
        ["望榆区", "2024", "3", "复议与", "复议", ""],
    ]
    assert re.findall(r'href="([^"]+)"', page)[1] == "../reports/970102-2024-ab12.html#s3.0"


def test_text_is_escaped():
    page = concordance(places("<script>1</script>复议<b>&"), REPORTS).data
    assert page.count("<script>") == page.count("</script>") == 1
    assert "复议" in page and "&lt;b&gt;&amp;" in page


HEADS = [("zh", "地区 年度 行 左 词 右"), ("en", "Region Year Line Left Word Right")]


@pytest.mark.parametrize(("lang", "heads"), HEADS)
def test_heads_sort_and_nothing_is_loaded_from_elsewhere(lang, heads):
    page = concordance(places("受理复议案件"), REPORTS, lang=lang).data
    assert re.findall(r'<button type="button">(.*?)</button>', page) == heads.split()
    assert not re.search(r"https?:|\bsrc=|url\(|@import|import\(", page)


def test_of_too_many_places_the_first_are_shown_and_it_is_said(monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    page = concordance(places("复议复议复议"), REPORTS, lang="en").data
    assert len(cells(page)) == 2
    assert "3 places, the first 2 of which are shown" in page


def test_a_word_that_stands_nowhere_is_no_table():
    page = concordance(places("无"), REPORTS).data
    assert "0处" in page and "<table>" not in page


def test_another_language_is_refused():
    with pytest.raises(UnknownName, match="zh, en"):
        concordance(places("复议"), REPORTS, lang="fr")
