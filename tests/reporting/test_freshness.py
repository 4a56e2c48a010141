"""A run is due when something that it depends on has changed, and only then."""

import shutil

import pandas as pd
import pytest

import fazhi
from fazhi import paths, store
from fazhi.reporting import freshness

NOTEBOOK = paths.NOTEBOOKS / "5_region.ipynb"


@pytest.fixture
def hashes(sample):
    def ingredients(**parameters):
        return freshness.ingredients(NOTEBOOK, {"region": "970100", **parameters}, sample, reads=["topics"])

    return ingredients


def test_where_things_lie_does_not_count(hashes):
    assert hashes(tables="here", figures="there") == hashes(tables="elsewhere", figures="too")


@pytest.mark.parametrize(
    ("given", "changed"),
    [({"lang": "en"}, {"parameters"}), ({"region": "980221"}, {"parameters", "reports"}), ({"years": [2023]}, None)],
)
def test_what_counts_is_named(hashes, given, changed, tmp_path):
    before, now = hashes(), hashes(**given)
    (tmp_path / "out.ipynb").touch()
    said = freshness.reason(now, {"ingredients": before, "error": ""}, tmp_path / "out.ipynb")
    assert said == f"changed: {', '.join(sorted(changed or {'parameters', 'reports'}))}"
    assert freshness.reason(before, {"ingredients": before, "error": ""}, tmp_path / "out.ipynb") == ""


def test_a_file_counts_by_its_content(hashes, tmp_path):
    file = tmp_path / "population.csv"
    file.write_text("1", "utf-8")
    before = hashes(population=str(file))
    file.write_text("2", "utf-8")
    assert hashes(population=str(file)) != before


@pytest.fixture
def forget():
    yield store.code_hash.cache_clear
    store.code_hash.cache_clear()


@pytest.mark.parametrize(
    ("module", "counts"), [("new_module.py", True), ("modelling/new_module.py", True), ("reading/new_module.py", False)]
)
def test_every_module_counts_but_those_that_only_make_tables(hashes, forget, monkeypatch, tmp_path, module, counts):
    before = hashes()["library"]
    monkeypatch.setattr(paths, "LIBRARY", shutil.copytree(paths.LIBRARY, tmp_path / "library"))
    forget()
    assert hashes()["library"] == before
    (paths.LIBRARY / module).write_text("ONE = 1\n", "utf-8")
    forget()
    assert (hashes()["library"] != before) == counts


def test_a_failed_or_missing_output_is_due(hashes, tmp_path):
    assert "not run" in freshness.reason(hashes(), None, tmp_path / "out.ipynb")
    (tmp_path / "out.ipynb").touch()
    assert "failed" in freshness.reason(hashes(), {"ingredients": hashes(), "error": "x"}, tmp_path / "out.ipynb")


def test_topics_that_a_build_removed_are_due_again(built, tmp_path):
    shutil.copytree(built, tmp_path / "tables")
    for name in ("topics", "topic_words", "topic_shares"):
        (tmp_path / "tables" / f"{name}.parquet").unlink(missing_ok=True)
    tables = fazhi.open(tmp_path / "tables")
    assert freshness.lacks_tables(paths.NOTEBOOKS / "2_topics.ipynb", tables)
    assert not freshness.lacks_tables(NOTEBOOK, tables)
    tables.write(topics=tables.topics, topic_words=tables.topic_words, topic_shares=tables.topic_shares)
    assert not freshness.lacks_tables(paths.NOTEBOOKS / "2_topics.ipynb", tables)


def test_each_notebook_lacks_only_what_it_writes_itself(built, tmp_path):
    shutil.copytree(built, tmp_path / "tables")
    tables = fazhi.open(tmp_path / "tables")
    tables.write(topics=tables.topics, topic_words=tables.topic_words, topic_shares=tables.topic_shares)
    assert freshness.lacks_tables(paths.NOTEBOOKS / "6_reuse.ipynb", tables)
    tables.write(reuse=tables.reuse, boilerplate=tables.boilerplate)
    assert not freshness.lacks_tables(paths.NOTEBOOKS / "6_reuse.ipynb", tables)
    assert freshness.lacks_tables(paths.NOTEBOOKS / "7_followthrough.ipynb", tables)


def test_what_another_notebook_wrote_counts_by_the_rows_of_the_reports_shown(built, tmp_path):
    shutil.copytree(built, tmp_path / "tables")
    tables = fazhi.open(tmp_path / "tables")
    given = {"region": "970100", "years": []}
    assert freshness.written(paths.NOTEBOOKS / "6_reuse.ipynb") == ["reuse", "boilerplate"]

    def hashes(of: str) -> dict[str, str]:
        own, other = (tables.reports.loc[tables.reports["region_code"] == code, "report_id"] for code in (of, "980221"))
        row = {"role": "plan", "n_chars": 9, "boilerplate": 0.0, "last_year": 0.0, "elsewhere": 0.0, "own": 1.0}
        tables.write(boilerplate=pd.DataFrame([{"report_id": ids.iloc[0], **row} for ids in (own, other)]))
        return freshness.ingredients(NOTEBOOK, given, tables, reads=["boilerplate", "topics"])

    mine, others = hashes("970100"), hashes("980221")
    assert {name for name in mine if mine[name] != others[name]} == {"boilerplate"}
