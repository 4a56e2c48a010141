"""Each notebook runs by papermill on the sample and says what the tables say; the web report's links lead somewhere."""

import json
import re
import shutil
from html.parser import HTMLParser

import pandas as pd
import pytest

import fazhi
from fazhi import paths
from fazhi.reporting import notebooks
from fazhi.reporting.site import report

VIEWS = ("explorer.html", "compare.html", "search.html")
INVENTED = re.compile("虚构样本数据|invented sample", re.IGNORECASE)


@pytest.fixture(scope="module")
def out(built, tmp_path_factory):
    """A whole run on two regions and all years: executed notebooks, figures and site."""
    out = tmp_path_factory.mktemp("run")
    shutil.copytree(built, out / "tables")
    tables = fazhi.open(out / "tables")
    planned = notebooks.plan(
        tables.reports,
        out / "tables",
        out / "notebooks",
        out / "figures",
        regions=["970100", "980221"],
        parameters={"population": str(paths.SAMPLE / "population.csv")},
    )
    outcomes = notebooks.execute(planned, jobs=2)
    failed = [f"{outcome.run.name}: {outcome.error}" for outcome in outcomes if outcome.error]
    assert not failed
    report.write(fazhi.open(out / "tables"), outcomes, out / "figures", out / "site", "zh")
    return out


def _shown_on_the_site(out):
    """Return the pictures that stand on the site: of a region's only its profile, the rest is HTML there."""
    pictures = (out / "figures").rglob("*.png")
    return [p for p in pictures if not p.parent.name.startswith("region-") or p.stem == "profile"]


def _drawn(out, run, name):
    return pd.read_csv(out / "figures" / run / f"{name}.csv", encoding="utf-8-sig")


def test_corpus_counts_the_reports(out):
    assert _drawn(out, "corpus", "coverage")["n"].sum() == 6


def test_topics_share_out_each_report(out):
    shares = pd.read_parquet(out / "tables" / "topic_shares.parquet")
    assert shares.groupby("report_id")["share"].sum().round(6).eq(1).all()


def test_indicators_chart_what_the_report_states(out, sample):
    drawn = _drawn(out, "indicators", "indicators").query("indicator_id == 'reconsideration.accepted' and year == 2024")
    assert sorted(drawn["value"]) == [133, 968]


def test_values_per_head_divide_what_the_chart_shows(out):
    heads, counts = _drawn(out, "indicators", "indicators_per_capita"), _drawn(out, "indicators", "indicators")
    assert len(heads) == len(counts[(counts["region"] != "鹤坪县司法局") | (counts["year"] != 2023)])
    accepted = heads.query("indicator_id == 'reconsideration.accepted' and region == '青屿市' and year == 2024")
    assert accepted["value"].item() == pytest.approx(968 / 247.1)
    page = (out / "site" / "notebooks" / "indicators.html").read_text("utf-8")
    assert "件/万人" in page


def test_problems_count_the_statements(out, sample):
    own = sample.shown(regions=["970100", "980221"]).problems
    by_region = _drawn(out, "problems", "themes_by_region").drop_duplicates("region")
    assert by_region["of_statements"].sum() == len(own) == 15 + 12


def test_reuse_shares_out_each_report(out):
    drawn = _drawn(out, "reuse", "origins")
    assert drawn[["boilerplate", "last_year", "elsewhere", "own"]].sum(axis=1).round(6).eq(1).all()
    years = set(zip(drawn["region"], drawn["year"], strict=True))
    first = [(region, year - 1) not in years for region, year in zip(drawn["region"], drawn["year"], strict=True)]
    assert list(drawn["last_year"].isna()) == first
    assert len(pd.read_parquet(out / "tables" / "boilerplate.parquet")) >= 6


def test_followthrough_follows_every_year_but_the_last(out):
    drawn = _drawn(out, "followthrough", "outcomes_by_region")
    unknown = drawn[drawn["outcome"] == "no next report"]
    told = fazhi.open(out / "tables").commitments
    last = told["next_report_id"] == ""
    assert unknown["commitments"].sum() == last.sum() > 0
    assert drawn.drop_duplicates("region")["of_commitments"].sum() == (~last).sum() > 0


@pytest.mark.parametrize("code", ["970100", "980221"])
def test_a_region_shows_only_itself(out, code):
    shown = _drawn(out, f"region-{code}", "profile").dropna(subset="region_code")
    assert set(shown["region_code"].astype(int).astype(str)) == {code}
    assert {"reports", "indicators", "problems"} <= set(shown["part"])


def test_every_figure_has_its_formats_data_and_source(out):
    pictures = list((out / "figures").rglob("*.png"))
    assert len(pictures) >= 15
    for picture in pictures:
        for ending in (".pdf", ".svg", ".csv", ".json", ".txt"):
            assert picture.with_suffix(ending).exists(), picture.with_suffix(ending)


def test_every_picture_of_the_site_says_what_it_shows(out):
    drawn = {p.relative_to(out).with_suffix("").as_posix() for p in _shown_on_the_site(out)}
    pages = {page: _parsed(page) for page in (out / "site").rglob("*.html")}
    listed = {re.sub(r"(\.thumb)?\.\w+$", "", link) for link in pages[out / "site" / "analyses.html"].links}
    assert drawn <= listed
    silent = {page.name for page, parser in pages.items() for alt in parser.alts if not INVENTED.search(alt)}
    assert silent == set()


def test_captions_stand_beside_each_figure_in_both_languages(out):
    for picture in (out / "figures").rglob("*.png"):
        told = json.loads(picture.with_suffix(".json").read_text("utf-8"))
        for lang in ("zh", "en"):
            assert told["caption"][lang] in picture.with_suffix(".txt").read_text("utf-8")
            assert len(told["alt"][lang]) > 30, picture


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.repeated, self.alts = [], set(), set(), []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.links += [found[key] for key in ("href", "src") if found.get(key)]
        self.alts += [found.get("alt") or ""] if tag == "img" else []
        own = {found["id"]} if "id" in found else set()
        self.repeated |= self.ids & own
        self.ids |= own


def _parsed(page):
    parser = _Links()
    parser.feed(page.read_text("utf-8"))
    return parser


def test_every_link_of_the_site_leads_to_a_page_and_place(out):
    pages = {page: _parsed(page) for page in (out / "site").rglob("*.html")}
    assert out / "site" / "index.html" in pages
    broken, followed = [], 0
    for page, parser in pages.items():
        for link in parser.links:
            target, _, anchor = link.partition("#")
            if link.startswith("data:"):
                continue
            assert not re.match(r"[a-z]+:", link), f"{page.name} leads out of the site: {link}"
            file = (page.parent / target).resolve() if target else page
            followed += 1
            is_view = file.name in VIEWS and "=" in anchor  # what the page shows when it opens, no place on it
            if not file.exists() or (anchor and not is_view and file in pages and anchor not in pages[file].ids):
                broken.append(f"{page.name} → {link}")
    assert followed > 500
    assert not broken, broken[:10]


def test_no_id_stands_twice_on_a_page_of_a_report(out):
    pages = {page.name: _parsed(page) for page in (out / "site" / "reports").glob("*.html")}
    assert {name: page.repeated for name, page in pages.items() if page.repeated} == {}


def test_every_segment_and_line_of_a_report_has_its_place(out):
    tables = fazhi.open(out / "tables")
    for report_id, segments in tables.segments.groupby("report_id"):
        ids = _parsed(out / "site" / "reports" / f"{report_id}.html").ids
        assert {segment.partition("/")[2] for segment in segments["segment_id"]} <= ids
        assert {f"L{line}" for line in segments["line"]} <= ids


def test_typical_segments_lead_to_their_lines(out):
    links = _parsed(out / "site" / "notebooks" / "topics.html").links
    assert sum(bool(re.fullmatch(r"\.\./reports/[^/]+\.html#s\d+\.\d+", link)) for link in links) >= 6


def test_the_topic_map_holds_every_topic(out):
    topics = pd.read_parquet(out / "tables" / "topics.parquet")["topic_id"]
    page = (out / "site" / "notebooks" / "topics.html").read_text("utf-8")
    assert sorted(re.findall(r'data-topic="([^"]+)"', page)) == sorted(topics)


def test_the_site_says_that_the_sample_is_invented(out):
    for page in (out / "site").rglob("*.html"):
        said = "The sample is invented" if (out / "site" / "en") in page.parents else "样本为虚构"
        assert said in page.read_text("utf-8")


def test_both_editions_have_the_same_pages(out):
    site = out / "site"
    of_run = {page.relative_to(site) for page in site.rglob("*.html") if "en" not in page.relative_to(site).parts}
    other = {page.relative_to(site / "en") for page in (site / "en").rglob("*.html")}
    assert other == {page for page in of_run if page.parts[0] != "notebooks"}
    assert len(other) > 50


def test_a_value_leads_from_its_indicator_to_its_sentence_in_two_clicks(out, sample):
    row = sample.indicators[sample.indicators["qualifier"] == ""].iloc[0]
    page = out / "site" / "indicators" / f"{row['indicator_id']}.html"
    report_id, _, place = row["quantity_ids"].split("|")[0].partition("/")
    assert f"../reports/{report_id}.html#{place}" in _parsed(page).links
    assert f"indicators/{row['indicator_id']}.html" in _parsed(out / "site" / "indicators.html").links


def test_the_first_page_says_which_numbers_contradict_themselves(out, sample):
    links = _parsed(out / "site" / "index.html").links
    places = [ids.split("|")[0] for ids in sample.checks["quantity_ids"]]
    assert places
    assert all("reports/{}.html#{}".format(*place.split("/")) in links for place in places)


def test_the_explorer_holds_every_value_and_statement(out, sample):
    names = ("values", "statements", "texts", "reports")
    data = {name: _handed_over(out / "site" / "data" / f"{name}.js") for name in names}
    stated = {(row[0], row[1]) for row in data["values"]["rows"]}
    assert stated >= set(zip(sample.indicators["report_id"], sample.indicators["indicator_id"], strict=True))
    assert {row[0] for row in data["statements"]["rows"]} == set(sample.problems["problem_id"])
    assert {row[0] for row in data["texts"]} == {row[0] for row in data["reports"]} == set(sample.reports["report_id"])


def test_each_topic_has_a_page_with_its_words(out):
    words = pd.read_parquet(out / "tables" / "topic_words.parquet")
    for topic, own in words.groupby("topic_id"):
        page = (out / "site" / "topics" / f"{topic}.html").read_text("utf-8")
        assert all(word in page for word in own["word"].head(10))
        assert f"topics/{topic}.html" in _parsed(out / "site" / "topics.html").links


def test_a_notebook_s_page_shows_each_figure_it_saved(out):
    for picture in _shown_on_the_site(out):
        if not picture.parent.name.startswith("region-"):
            page = (out / "site" / "notebooks" / f"{picture.parent.name}.html").read_text("utf-8")
            assert f'src="../figures/{picture.parent.name}/{picture.stem}.webp"' in page


def test_no_picture_stands_twice_in_the_site(out):
    notebooks = list((out / "site" / "notebooks").glob("*.html"))
    assert notebooks and not any("data:image/png" in page.read_text("utf-8") for page in notebooks)
    assert len(list((out / "site" / "figures").rglob("*.thumb.webp"))) == len(_shown_on_the_site(out))


def _handed_over(file):
    return json.loads(file.read_text("utf-8").partition(" = ")[2].rstrip().removesuffix(";").replace("<\\/", "</"))
