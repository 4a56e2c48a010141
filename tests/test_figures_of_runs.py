"""Every figure of a run in English, whose labels are the longest: saving it enforces the contract of figures.

The Chinese figures of the sample are saved, and checked so, in test_notebooks.
"""

import re
import shutil

import pypdfium2
import pytest

import fazhi
from fazhi import build
from fazhi.reporting import notebooks

CHINESE = re.compile("[\u3400-\u9fff]")
OWN_NAMES = {"topics/words", "topics/network", "topics/shares", "topics/trends", "corpus/keyness"}


def drawn(tables, out):
    """Run every notebook in English on the tables, and return the PDFs."""
    reports, few = fazhi.open(tables).reports, {"refits": 2, "grid": [5, 6, 8]}
    planned = notebooks.plan(reports, tables, out / "notebooks", out / "figures", lang="en", parameters=few)
    outcomes = notebooks.execute(planned, jobs=2)
    assert not [f"{outcome.run.name}: {outcome.error}" for outcome in outcomes if outcome.error]
    return sorted((out / "figures").rglob("*.pdf"))


@pytest.fixture(scope="module")
def of_sample(built, tmp_path_factory):
    out = tmp_path_factory.mktemp("english")
    shutil.copytree(built, out / "tables")
    return drawn(out / "tables", out)


def test_every_figure_of_the_sample_is_drawn_in_english(of_sample):
    names = {f"{pdf.parent.name}/{pdf.stem}" for pdf in of_sample}
    assert {"corpus/coverage", "topics/trends", "indicators/rates", "problems/themes", "region-970100/profile"} <= names
    assert len(names) >= 28


def test_nothing_but_names_of_places_and_words_is_chinese_in_english_figures(of_sample, built):
    reports = fazhi.open(built).reports
    places = "|".join(sorted({*reports["region"], *reports["province"], *reports["prefecture"]} - {""}, key=len)[::-1])
    for pdf in of_sample:
        if f"{pdf.parent.name}/{pdf.stem}" not in OWN_NAMES and not pdf.stem == "profile":
            text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
            assert not CHINESE.search(re.sub(places, "", text)), pdf


def test_every_figure_of_the_real_reports_keeps_the_contract(shared, tmp_path):
    build.build(shared / "reports", tmp_path / "tables", jobs=2)
    assert len(drawn(tmp_path / "tables", tmp_path)) >= 28
