"""A write that fails is told in a sentence and leaves the last edition."""

import errno
import shutil

import pytest
from click.testing import CliRunner

import fazhi
from fazhi import paths, store
from fazhi.cli import main


@pytest.fixture
def published(tmp_path):
    """One report of the sample, built into OUT."""
    (tmp_path / "reports").mkdir()
    for name in ("qingyu-2022.txt", "regions.csv"):
        shutil.copy(paths.SAMPLE / name, tmp_path / "reports")
    assert _build(tmp_path).exit_code == 0
    return tmp_path


def _build(folder):
    return CliRunner().invoke(main, ["build", str(folder / "reports"), "--out", str(folder / "out"), "--jobs", "1"])


def _tables(folder):
    return fazhi.open(folder / "out").manifest["tables"]


def test_a_full_disk_is_told_and_changes_nothing(published, monkeypatch):
    before, left = _tables(published), [1]
    shutil.copy(paths.SAMPLE / "qingyu-2023.txt", published / "reports")
    replace = store.replace

    def full(file, content):
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        replace(file, content)

    monkeypatch.setattr(store, "replace", full)
    done = _build(published)
    assert done.exit_code == 2
    assert "No space left on device" in done.output and "nothing has been changed" in done.output
    assert _tables(published) == before and not (published / "out" / ".fazhi" / "next").exists()
    monkeypatch.undo()
    assert _build(published).exit_code == 0
    assert len(fazhi.open(published / "out").reports) == 2
