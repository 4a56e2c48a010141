"""A write that fails, a file that goes, a process that is killed: told in a sentence, and the last edition stands."""

import shutil
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

import fazhi
from fazhi import batches, build, paths, store
from fazhi.cli import main
from fazhi.reading.formats import files
from fazhi.reading.structure import outline

resource = pytest.importorskip("resource", reason="needs a limit of what a process may write, which Windows has not")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A report of the sample built into OUT, and one more in the folder; beside it, the parts of both."""
    place = tmp_path_factory.mktemp("first")
    (place / "reports").mkdir()
    for name in ("qingyu-2022.txt", "regions.csv"):
        shutil.copy(paths.SAMPLE / name, place / "reports")
    assert _build(place).exit_code == 0
    shutil.copy(paths.SAMPLE / "qingyu-2023.txt", place / "reports")
    build.build(place / "reports", place / "tables of both", kept=store.Store(place / "parts of both"))
    return place


@pytest.fixture
def published(first, tmp_path):
    """The same, to be changed at will."""
    shutil.copytree(first, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def _build(folder, out="out"):
    return CliRunner().invoke(main, ["build", str(folder / "reports"), "--out", str(folder / out), "--jobs", "1"])


def _years(folder):
    """Read every table, each of which is compared with its hash, and return the years of the reports."""
    corpus = fazhi.open(folder / "out")
    for name in corpus.manifest["tables"]:
        getattr(corpus, name)
    return sorted(corpus.reports["year"])


@pytest.mark.parametrize("room", [1, 24_000])
def test_a_full_disk_is_told_and_changes_nothing(published, room):
    done = _build_where_files_hold(published, room)
    assert done.exit_code == 2 and not isinstance(done.exception, OSError)
    assert "File too large" in done.output and "nothing has been changed" in done.output
    assert _years(published) == [2022] and not (published / "out" / ".fazhi" / "next").exists()
    assert not list((published / "out" / "cache").rglob(".*"))
    assert _build(published).exit_code == 0 and _years(published) == [2022, 2023]


@pytest.mark.parametrize("room", [1_000, 2_500, 12_000])
def test_a_disk_that_is_full_when_tables_are_written_changes_nothing(published, room):
    shutil.rmtree(published / "out" / "cache")
    shutil.copytree(published / "parts of both", published / "out" / "cache")
    done = _build_where_files_hold(published, room)
    assert done.exit_code == 2 and "nothing has been changed" in done.output
    assert _years(published) == [2022] and not (published / "out" / ".fazhi" / "next").exists()


def _build_where_files_hold(folder, room):
    """Build where a write fails at the n-th byte of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        return _build(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_out_that_is_a_file_is_named(published, out):
    (published / "file").write_text("mine")
    done = _build(published, out)
    assert done.exit_code == 2 and str(published / "file") in done.output and "directory" in done.output.lower()
    assert (published / "file").read_text() == "mine"


def test_out_that_may_not_be_written_is_named(published, monkeypatch):
    def refuse(folder, *_, **__):
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    done = _build(published)
    assert done.exit_code == 2 and f"Permission denied: {published / 'out' / '.fazhi'}" in done.output


def test_a_file_that_vanishes_is_all_that_is_missing(published, monkeypatch):
    read = files.read

    def vanish(file):
        if file.name == "qingyu-2023.txt":
            file.unlink()
        return read(file)

    monkeypatch.setattr(files, "read", vanish)
    done = _build(published)
    assert done.exit_code == 1 and "left out: qingyu-2023.txt: cannot be read" in done.output
    assert _years(published) == [2022]
    monkeypatch.undo()
    shutil.copy(paths.SAMPLE / "qingyu-2023.txt", published / "reports")
    assert _build(published).exit_code == 0 and _years(published) == [2022, 2023]


@pytest.mark.parametrize(("module", "function"), [(outline, "outline"), (batches, "_measurements")])
def test_a_report_that_our_code_breaks_on_is_all_that_is_missing(published, monkeypatch, module, function):
    whole = getattr(module, function)

    def breaks(given):
        if "2023" in str(getattr(given, "ledger", given)):
            raise ZeroDivisionError("division by zero")
        return whole(given)

    (published / "reports" / "qingyu-2023.txt").rename(published / "reports" / "other.txt")
    monkeypatch.setattr(module, function, breaks)
    done = _build(published)
    assert done.exit_code == 1 and "left out: other.txt: fazhi itself broke on it (ZeroDivisionError" in done.output
    assert _years(published) == [2022]
    monkeypatch.undo()
    assert _build(published).exit_code == 0 and _years(published) == [2022, 2023]


def test_killed_while_building_the_last_edition_stands(published):
    command = [sys.executable, "-m", "fazhi", "build", published / "reports", "--out", published / "out"]
    for moment in (0.1, 0.8):
        process = subprocess.Popen([*command, "--jobs", "1"], stderr=subprocess.DEVNULL)
        _once_it_writes(process, published / "out")
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _years(published) in ([2022], [2022, 2023])
    assert _build(published).exit_code == 0
    assert _years(published) == [2022, 2023]


def _once_it_writes(process, out):
    while process.poll() is None and str(process.pid) not in (out / ".fazhi" / "lock").read_text():
        time.sleep(0.01)
