"""Shared sentences stand beside their sources: both places linked, what differs marked, so many and no more."""

import re
from pathlib import Path

import pandas as pd
import pytest

from fazhi import build
from fazhi.corpus import Corpus
from fazhi.modelling.reuse import formulas, origins, shared_sentences
from fazhi.reporting.site import report, shared_pages

PLANTED = Path(__file__).parents[2] / "planted"
LINK = re.compile(r'href="([^"#]+)(?:#([^"]+))?"')


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Four reports of which one repeats last year's and another region's sentences, edited and as they were."""
    folder = tmp_path_factory.mktemp("shared") / "tables"
    build.build(PLANTED, folder)
    corpus = Corpus(folder).shown()
    found = formulas.formulas(corpus.segments, corpus.reports)
    shared = shared_sentences.reuse(found, corpus.reports)
    corpus.write(reuse=shared, boilerplate=origins.origins(found, shared, corpus.reports))
    return Corpus(folder)


@pytest.fixture(scope="module")
def site(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "site"
    report.write(tables, [], folder.parent / "figures", folder, "zh")
    return folder


def test_each_sentence_is_shown_once_with_its_source(tables):
    rows = shared_pages.pairs(tables)
    sourced = tables.reuse[tables.reuse["source_report_id"] != ""]
    assert len(rows) == len(sourced.drop_duplicates(["report_id", "line", "start"])) > 5
    plain = [re.sub("<.*?>", "", row.own) for row in rows.itertuples()]
    texts = tables.segments.groupby("report_id")["raw"].sum()
    assert all(text in texts[row.report_id] for text, row in zip(plain, rows.itertuples(), strict=True))
    edited = rows[rows["similarity"] < 1]
    assert len(edited) and (edited["own"] + edited["source"]).str.contains("<ins>|<del>").all()
    assert not rows.loc[rows["similarity"] == 1, "own"].str.contains("<").any()


def test_of_a_report_the_most_similar_are_shown_and_the_others_counted(tables, monkeypatch):
    monkeypatch.setattr(shared_pages, "MOST_OF_A_REPORT", 2)
    monkeypatch.setattr(shared_pages, "LEAST_OF_A_REPORT", 1)
    whole, counts = tables.reuse[tables.reuse["source_report_id"] != ""], []
    for most in (20_000, 1):
        monkeypatch.setattr(shared_pages, "MOST_OF_ALL", most)
        rows = shared_pages.pairs(tables)
        counts.append(rows["report_id"].value_counts().max())
        best = whole.groupby("report_id")["similarity"].max()
        assert (rows.groupby("report_id")["similarity"].max().round(5) == best.round(5)).all()
    assert counts == [2, 1]


def test_both_places_are_one_click_away(site):
    pages = sorted(site.glob("shared/*.html"))
    assert pages and (site / "shared.html").exists()
    for page in [*pages, *site.glob("en/shared/*.html")]:
        text = page.read_text("utf-8")
        places = [(target, place) for target, place in LINK.findall(text) if place.startswith("L")]
        assert len(places) == 2 * text.count("<tr><td>")
        for target, place in places:
            assert f'id="{place}"' in (page.parent / target).read_text("utf-8")
        own = site / "reports" / page.name
        assert f"shared/{page.name}" in own.read_text("utf-8")


def test_the_first_page_leads_to_the_shares_of_every_report(site, tables):
    assert 'href="shared.html"' in (site / "index.html").read_text("utf-8")
    listed = (site / "shared.html").read_text("utf-8")
    assert listed.count("<tr><th") - 1 == len(tables.reports)
    assert "1 sentence<" in (site / "en" / "shared.html").read_text("utf-8")


def test_words_are_no_markup():
    old, new = shared_pages._marked("甲<b>乙", "甲<i>乙&")
    assert re.findall(r"<(\w+)>", old) == ["del"] and re.findall(r"<(\w+)>", new) == ["ins", "ins"]
    assert "&lt;" in old and "&amp;" in new


def test_without_the_table_reuse_nothing_is_said(tables, tmp_path):
    whole = Corpus(tables.folder)
    for name in ("reuse", "boilerplate"):
        whole.__dict__[name] = pd.DataFrame(getattr(tables, name).iloc[:0])
    report.write(whole, [], tmp_path / "figures", tmp_path / "site", "zh")
    assert not (tmp_path / "site" / "shared.html").exists()
    assert "shared.html" not in (tmp_path / "site" / "index.html").read_text("utf-8")
