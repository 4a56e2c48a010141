"""A crate holds what its metadata name; without text no sentence is in it, and the reports bring them back."""

import hashlib
import json
import shutil

import pytest

import fazhi
from fazhi import paths, schema, store
from fazhi.errors import FazhiError
from fazhi.reporting.exports import crate, without_text
from fazhi.schema import COLUMNS


@pytest.fixture(scope="module")
def edition(built, tmp_path_factory):
    """An edition: tables and one figure with its origin."""
    out = tmp_path_factory.mktemp("edition")
    shutil.copytree(built, out / "tables")
    (out / "figures" / "corpus").mkdir(parents=True)
    (out / "figures" / "corpus" / "coverage.svg").write_text("<svg/>")
    (out / "figures" / "corpus" / "coverage.json").write_text('{"caption": {"en": "Reports by region and year."}}')
    return fazhi.open(out / "tables")


@pytest.fixture(scope="module", params=[True, False], ids=["with text", "without text"])
def written(request, edition, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crate") / "crate"
    crate.write(edition, folder, text=request.param)
    return folder, request.param


def test_the_metadata_name_every_file_with_its_hash(written):
    folder, _ = written
    told = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    named = {one["@id"]: one for one in told if one["@type"] == "File"}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(named) == there - {"ro-crate-metadata.json"}
    for name, one in named.items():
        assert one["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert one["description"]
    assert named["figures/corpus/coverage.svg"]["description"] == "Reports by region and year."


def test_the_tables_open_and_count_the_same(written, edition):
    folder, text = written
    opened = fazhi.open(folder / "tables")
    for name in ("reports", "quantities", "indicators", "words", "problem_themes"):
        assert len(getattr(opened, name)) == len(getattr(edition, name))
    assert opened.indicators.equals(edition.indicators)
    assert (opened.segments["raw"] != "").any() == text


def test_the_notebooks_read_the_tables_of_the_crate(written):
    folder, _ = written
    notebooks = list((folder / "notebooks").glob("*.ipynb"))
    assert {one.name for one in notebooks} == {one.name for one in paths.NOTEBOOKS.glob("*.ipynb")}
    assert all('tables = \\"../tables\\"' in one.read_text("utf-8") for one in notebooks)


def test_what_notebooks_write_they_may_write_again(edition, tmp_path):
    shutil.copytree(edition.folder, tmp_path / "tables")
    before = fazhi.open(tmp_path / "tables")
    before.write(boilerplate=schema.typed("boilerplate", []))
    crate.write(before, tmp_path / "crate")
    counts = dict.fromkeys(COLUMNS["boilerplate"], 1)
    row = counts | {"report_id": edition.reports["report_id"].iloc[0], "role": "plan"}
    fazhi.open(tmp_path / "crate" / "tables").write(boilerplate=schema.typed("boilerplate", [row]))
    assert len(fazhi.open(tmp_path / "crate" / "tables").boilerplate) == 1


def test_without_text_no_sentence_is_left(written, edition):
    folder, text = written
    sentences = [line for line in edition.segments["raw"] if len(line) > 20]
    held = b"".join(path.read_bytes() for path in sorted((folder / "tables").glob("*")))
    opened = fazhi.open(folder / "tables")
    cells = " ".join(str(value) for name in without_text.WORDS for value in getattr(opened, name).to_numpy().ravel())
    assert any(sentence in cells for sentence in sentences) == text
    assert text or not any(sentence.encode() in held for sentence in sentences)


def test_whoever_has_the_reports_gets_the_sentences_back(edition, tmp_path):
    crate.write(edition, tmp_path / "crate", text=False)
    bare = fazhi.open(tmp_path / "crate" / "tables")
    restored = crate.put_back(bare, paths.SAMPLE)
    assert list(restored.segments["raw"]) == list(edition.segments["raw"])
    ids = edition.quantities["quantity_id"]
    assert restored.sentences(ids)["sentence"].tolist() == edition.sentences(ids)["sentence"].tolist()


@pytest.mark.parametrize("written", [0, 1, 2])
def test_words_can_be_put_back_after_an_interruption(edition, tmp_path, monkeypatch, written):
    crate.write(edition, tmp_path / "crate", text=False)
    bare, replace, done = fazhi.open(tmp_path / "crate" / "tables"), store.replace, []

    def interrupted(file, content):
        if len(done) == written:
            raise KeyboardInterrupt
        replace(file, content)
        done.append(file.name)

    monkeypatch.setattr(store, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        crate.put_back(bare, paths.SAMPLE)
    monkeypatch.undo()
    left = fazhi.open(tmp_path / "crate" / "tables")
    assert list(left.segments["raw"]) == (list(edition.segments["raw"]) if written == 2 else [""] * len(left.segments))
    assert list(crate.put_back(left, paths.SAMPLE).segments["raw"]) == list(edition.segments["raw"])
    assert "segments" in fazhi.open(tmp_path / "crate" / "tables").manifest["tables"]


def test_other_reports_are_not_taken_for_those_of_the_crate(edition, tmp_path):
    crate.write(edition, tmp_path / "crate", text=False)
    bare = fazhi.open(tmp_path / "crate" / "tables")
    shutil.copytree(paths.SAMPLE, tmp_path / "reports")
    first = edition.reports.query("format == 'txt'").iloc[0]
    (tmp_path / "reports" / first["file"]).write_text("另一份报告", "utf-8")
    with pytest.raises(FazhiError, match=first["report_id"]):
        crate.put_back(bare, tmp_path / "reports")
    (tmp_path / "reports" / first["file"]).unlink()
    with pytest.raises(FazhiError, match=first["file"]):
        crate.put_back(bare, tmp_path / "reports")


def test_a_crate_overwrites_nothing(edition, tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(FazhiError, match="not empty"):
        crate.write(edition, tmp_path)
