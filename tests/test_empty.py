"""What a corpus without a single report gives: empty tables, and files without rows; never a traceback."""

import pytest

from fazhi import build
from fazhi.corpus import Corpus
from fazhi.reporting.exports.export import export
from fazhi.schema import COLUMNS, typed

GIVEN = [
    "coverage", "anatomy", "disclosure_shares", "candour", "rates", "values", "keyness", "theme_frequencies",
    "theme_courses", "recurrence", "theme_cooccurrence",
]  # fmt: skip


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nothing") / "tables"
    folder.mkdir()
    for name in COLUMNS:
        typed(name, []).to_parquet(folder / f"{name}.parquet", index=False)
    build.seal(folder, {"version": "0", "sample": False, "catalogue": "", "vocabulary": "", "slices": {}})
    return Corpus(folder)


@pytest.mark.parametrize("name", GIVEN)
def test_every_table_of_nothing_is_empty(nothing, name):
    assert getattr(nothing.shown(), name)().empty


@pytest.mark.parametrize("form", ["csv", "xlsx", "dta"])
def test_nothing_is_exported_without_a_traceback(nothing, tmp_path, form):
    assert all(file.exists() for file in export(nothing, form, tmp_path))


def test_a_corpus_of_nothing_says_so(nothing):
    assert "0 reports, 0 regions" in repr(nothing)
