"""An edition replaces the last one in one step or not at all, and nothing that is not ours is touched."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from fazhi import output_folder, store
from fazhi.errors import FazhiError

HOLDER = """
import sys, time
from pathlib import Path
from fazhi import output_folder
with output_folder.edition(Path(sys.argv[1])) as stage:
    (stage / "tables").mkdir(exist_ok=True)
    (stage / "tables" / "half").write_text("half")
    print("held", flush=True)
    time.sleep(60)
"""


def _publish(out, **files):
    with output_folder.edition(out) as stage:
        (stage / "tables").mkdir(exist_ok=True)
        for name, content in files.items():
            store.replace(stage / "tables" / name, content.encode())


def _read(out, part="tables"):
    return {file.name: file.read_text("utf-8") for file in (out / part).iterdir()}


def test_the_last_edition_and_the_one_before_are_kept(tmp_path):
    for n in "123":
        _publish(tmp_path, a=n, b="same")
    assert _read(tmp_path) == {"a": "3", "b": "same"}
    assert _read(tmp_path / "previous") == {"a": "2", "b": "same"}
    assert len(list((tmp_path / ".fazhi" / "editions").iterdir())) == 2


def test_nothing_changed_is_no_new_edition(tmp_path):
    _publish(tmp_path, a="1")
    with output_folder.edition(tmp_path):
        pass
    assert not (tmp_path / "previous").exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), SystemExit(0)])
def test_what_breaks_off_changes_nothing(tmp_path, error):
    _publish(tmp_path, a="1")
    with pytest.raises(type(error)), output_folder.edition(tmp_path) as stage:
        store.replace(stage / "tables" / "a", b"2")
        raise error
    assert _read(tmp_path) == {"a": "1"}
    assert not (tmp_path / ".fazhi" / "next").exists()


@pytest.fixture
def holder(tmp_path):
    """A process that prepares an edition and holds the lock."""
    _publish(tmp_path, a="1")
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_run_is_told_who_writes(tmp_path, holder):
    with pytest.raises(FazhiError, match=f"process {holder.pid} on "):
        _publish(tmp_path, a="2")
    assert _read(tmp_path) == {"a": "1"}


def test_a_killed_run_leaves_the_last_edition_and_no_lock(tmp_path, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert _read(tmp_path) == {"a": "1"}
    _publish(tmp_path, a="2")
    assert _read(tmp_path) == {"a": "2"}


SWITCHER = """
import sys
from pathlib import Path
from fazhi import output_folder, store
for n in range(10**6):
    with output_folder.edition(Path(sys.argv[1])) as stage:
        (stage / "tables").mkdir(exist_ok=True)
        for name in "abc":
            store.replace(stage / "tables" / name, str(n).encode())
    print(n, flush=True)
"""


def test_killed_at_any_moment_an_edition_is_whole(tmp_path):
    _publish(tmp_path, a="0", b="0", c="0")
    for n in range(20):
        process = subprocess.Popen([sys.executable, "-c", SWITCHER, str(tmp_path)], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(0.0007 * n)
        process.kill()
        process.wait()
        assert len(set(_read(tmp_path).values())) == 1
        assert set(_read(tmp_path)) == set("abc")


def test_a_folder_of_the_users_is_not_overwritten(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine").write_text("mine")
    with pytest.raises(FazhiError, match="move it away"):
        _publish(tmp_path, a="1")
    assert _read(tmp_path) == {"mine": "mine"}


def _link_to(target):
    def changed(place):
        place.unlink()
        place.symlink_to(target)

    return changed


def _folder_instead(place):
    place.unlink()
    place.mkdir()


def _copied(place):
    content = place.resolve()
    place.unlink()
    shutil.copytree(content, place)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (".fazhi/lock", _link_to("../mine.txt")),
        (".fazhi/lock", _folder_instead),
        (".fazhi/current", _copied),
        ("tables", _copied),
    ],
)
def test_what_is_in_a_place_of_ours_is_refused_and_kept(tmp_path, place, change):
    _publish(tmp_path, a="1")
    (tmp_path / "mine.txt").write_text("mine")
    change(tmp_path / place)
    with pytest.raises(FazhiError, match=rf"{place} was not made by this version of fazhi.*: move it away, or give"):
        _publish(tmp_path, a="2")
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("new", [{}, {"a": "2"}])
def test_what_else_is_found_inside_is_removed_or_passed_over(tmp_path, new):
    _publish(tmp_path, a="1")
    theirs, own = tmp_path / "theirs", tmp_path / ".fazhi"
    theirs.mkdir()
    (theirs / "a").write_text("theirs")
    (tmp_path / "tables").unlink()
    (tmp_path / "tables").symlink_to(theirs)
    (own / "next").symlink_to(theirs)
    (own / "editions" / "notes.txt").write_text("of a file manager")
    (own / "current" / "tables" / "loop").symlink_to(".")
    (own / "current" / "figures").symlink_to(theirs)
    _publish(tmp_path, **new)
    assert (theirs / "a").read_text() == "theirs"
    assert _read(tmp_path) == {"a": "1"} | new
    assert not (tmp_path / "figures").exists()
    assert {folder.name for folder in (own / "editions").iterdir()} == {"00000001", "00000002"}


def test_figures_are_copied_beside_what_is_the_users(tmp_path):
    figures, target = tmp_path / "figures", tmp_path / "mine"
    for folder in (figures / "corpus", figures / "region-1", target / "corpus"):
        folder.mkdir(parents=True)
    (target / "README.md").write_text("mine")
    (target / "corpus" / "notes.txt").write_text("mine")
    (figures / "corpus" / "a.png").write_text("1")
    (figures / "region-1" / "b.png").write_text("1")
    output_folder.mirror(figures, target)
    (figures / "region-1" / "b.png").unlink()
    output_folder.mirror(figures, target)
    found = {file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file()}
    assert found == {".fazhi", "README.md", "corpus/notes.txt", "corpus/a.png"}
    assert not (target / "region-1").exists()


@pytest.mark.parametrize("name", ["corpus/a.svg", "corpus/b.svg"])
def test_a_figure_that_was_edited_or_never_ours_is_not_replaced(tmp_path, name):
    figures, target = tmp_path / "figures", tmp_path / "mine"
    (figures / "corpus").mkdir(parents=True)
    (figures / "corpus" / "a.svg").write_text("1")
    output_folder.mirror(figures, target)
    (target / name).write_text("mine")
    for figure in ("a.svg", "b.svg", "c.svg"):
        (figures / "corpus" / figure).write_text("2")
    with pytest.raises(FazhiError, match="not written by fazhi, or was changed since"):
        output_folder.mirror(figures, target)
    assert (target / name).read_text() == "mine" and not (target / "corpus" / "c.svg").exists()
    shutil.rmtree(figures)
    output_folder.mirror(figures, target)
    assert [file.name for file in target.rglob("*.svg")] == [(target / name).name]


@pytest.mark.parametrize(
    "place", ["reports", "reports/below", "reports/a.txt", "out/tables", "out/tables/x", "out/.fazhi/x"]
)
def test_nothing_else_is_written_among_reports_and_tables(tmp_path, place):
    _publish(tmp_path / "out", a="1")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("")
    with pytest.raises(FazhiError, match="give another place"):
        output_folder.refuse_in_corpus(tmp_path / place, tmp_path / "out" / "tables", ["a.txt"])
    for fine in ("out/export", "elsewhere"):
        output_folder.refuse_in_corpus(tmp_path / fine, tmp_path / "out" / "tables", ["a.txt"])


@pytest.mark.parametrize(("reports", "out"), [("r", "r"), ("r", "r/out"), ("o/r", "o")])
def test_reports_and_out_that_hold_each_other_are_refused(tmp_path, reports, out):
    with pytest.raises(FazhiError, match="one inside the other"):
        output_folder.refuse_each_other(tmp_path / reports, tmp_path / out)
    output_folder.refuse_each_other(tmp_path / "r", tmp_path / "elsewhere")
