"""Whatever lies in a folder ends as a row of the ledger; a mutated report raises nothing but a FazhiError."""

import os
import shutil
from pathlib import Path

import pytest
import saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi import paths
from fazhi.errors import CatalogError, FazhiError, UnreadableFile
from fazhi.reading.folder import survey
from fazhi.reading.formats import files
from fazhi.reading.metadata import record
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.sidecars import sidecar
from fazhi.reading.structure import outline

LINES = (paths.SAMPLE / "qingyu-2022.txt").read_text("utf-8").splitlines()
SAVED = {
    "utf-8.txt": "\n".join(LINES).encode(),
    "gb18030.txt": "\n".join(LINES).encode("gb18030"),
    "utf-16.txt": "\n".join(LINES).encode("utf-16"),
    "page.html": saved.page(LINES).encode(),
    "word.docx": saved.docx(LINES),
    "printed.pdf": saved.pdf(LINES),
}


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(sidecar(paths.SAMPLE, "regions.csv"))


@pytest.fixture
def folder(tmp_path):
    """A folder with one good report, below another one."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("qingyu-2022.txt", "regions.csv"):
        shutil.copy(paths.SAMPLE / name, folder / name)
    return folder


def _ledger(folder):
    return {reading.ledger["file"]: reading for reading in survey(folder)}


def test_files_that_cannot_be_read_are_rows_of_the_ledger(folder):
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
    (folder / "around").symlink_to(folder)
    (folder / "zeros.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "noise.docx").write_bytes(bytes(range(256)) * 20)
    (folder / "cut.docx").write_bytes(SAVED["word.docx"][:3000])
    ledger = _ledger(folder)
    assert ledger.pop("qingyu-2022.txt").ledger["status"] == "included"
    assert {"loop.txt", "gone.pdf", "zeros.txt", "pipe.txt", "noise.docx", "cut.docx"} <= set(ledger)
    for reading in ledger.values():
        assert (reading.ledger["status"], reading.unreadable) == ("excluded", True)
        assert reading.ledger["reason"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_row_of_the_ledger(folder):
    (folder / "secret.txt").write_text("报告", "utf-8")
    (folder / "secret.txt").chmod(0)
    assert "permissions" in _ledger(folder)["secret.txt"].ledger["reason"]


@pytest.mark.parametrize(
    "name",
    [
        "a..%2F..%2Freport.txt",
        'it\'s "2022".txt',
        "a;rm -rf b.txt",
        "<script>.txt",
        "报告 (1)\u3000.txt",
        "a\nb.txt",
        "-n.txt",
    ],
)
def test_odd_names_are_names(name, folder, tmp_path):
    shutil.move(folder / "qingyu-2022.txt", folder / name)
    before = sorted(path for path in tmp_path.rglob("*"))
    assert _ledger(folder)[name].ledger["status"] == "included"
    assert sorted(path for path in tmp_path.rglob("*")) == before


@st.composite
def _mutated(draw):
    """A saved report in which some stretches are cut, doubled or overwritten."""
    name = draw(st.sampled_from(sorted(SAVED)))
    content = SAVED[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from([0, 1, 2, 30, 3000])))
        put = draw(st.one_of(st.just(b""), st.just(content[start:end] * 2), st.binary(min_size=1, max_size=8)))
        content = content[:start] + put + content[end:]
    return name, content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated=_mutated())
def test_a_mutated_report_is_read_or_refused(mutated, gazetteer, tmp_path):
    name, content = mutated
    file = Path(tmp_path / name)
    file.write_bytes(content)
    try:
        lines = files.read(file).lines
    except UnreadableFile as error:
        assert str(error)
        return
    segments = outline.outline(lines)
    for segment in segments.itertuples():
        assert lines[segment.line - 1][segment.start : segment.end] == segment.raw
    try:
        assert record.metadata(segments, gazetteer)["year"]
    except FazhiError as error:
        assert str(error)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400),
    name=st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf"]),
    start=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>"]),
)
def test_random_bytes_are_read_or_refused(content, name, start, tmp_path):
    file = tmp_path / name
    file.write_bytes(start + content)
    try:
        assert "".join(files.read(file).lines).strip()
    except UnreadableFile as error:
        assert str(error)


@pytest.mark.parametrize("rows", ["970100,青屿市,970101\n970101,望屿县,970100", "970100,青屿市,999999"])
def test_regions_that_lie_in_each_other_or_nowhere_are_told_of_regions_csv(folder, rows):
    (folder / "regions.csv").write_text(f"code,name,parent\n{rows}\n", "utf-8")
    with pytest.raises(CatalogError, match=r"regions.csv, 青屿市"):
        survey(folder)
