"""Nothing in a folder is passed over in silence, what fazhi wrote is not read, and each report has a name and an id."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi import build, output_folder, paths
from fazhi.reading import folder as reading_of
from fazhi.reading.folder import survey
from fazhi.reading.listing import list_files, shown_names


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "reports"
    (folder / "more").mkdir(parents=True)
    shutil.copy(paths.SAMPLE / "regions.csv", folder)
    shutil.copy(paths.SAMPLE / "qingyu-2022.txt", folder / "a.txt")
    return folder


def ledger(folder):
    return {reading.ledger["file"]: reading.ledger for reading in survey(folder)}


def test_a_linked_folder_is_told(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(paths.SAMPLE / "qingyu-2023.txt", tmp_path / "elsewhere")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    rows = ledger(folder)
    assert rows["a.txt"]["status"] == "included"
    assert "linked" in rows["linked"]["reason"]


def test_a_folder_that_may_not_be_opened_is_told(folder, monkeypatch):
    scan = os.scandir

    def scandir(place):
        if Path(place).name == "more":
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", scandir)
    assert list_files(folder) == ["a.txt", "more"]
    assert "without permission to open it" in ledger(folder)["more"]["reason"]


def test_what_fazhi_wrote_is_never_read(folder):
    shutil.copy(paths.SAMPLE / "qingyu-2023.txt", folder / "more" / "page.txt")
    (folder / "more" / output_folder.OWN).mkdir()
    assert list_files(folder) == ["a.txt"]


def test_two_names_that_decode_alike_are_two_files(folder):
    name = os.path.join(os.fsencode(folder), "报告.txt".encode("gb18030"))
    shutil.copy(paths.SAMPLE / "qingyu-2023.txt", name)
    shutil.copy(paths.SAMPLE / "qingyu-2024.txt", folder / "报告.txt")
    rows = ledger(folder)
    assert [rows[file]["status"] for file in ("报告.txt", "报告.txt [2]")] == ["included"] * 2
    assert len({row["report_id"] for row in rows.values()}) == 3


@given(st.lists(st.sampled_from(["a", "a [2]", "报告", "报告\udcff"]), unique=True))
def test_shown_names_are_as_many_as_files(names):
    assert len(set(shown_names(names).values())) == len(names)


@given(st.lists(st.text("01", min_size=12, max_size=12), min_size=2, max_size=30, unique=True))
def test_ids_are_as_long_as_tells_them_apart_whatever_the_order(digests):
    found = reading_of._shortened(dict(zip(map(str, range(len(digests))), digests, strict=True)))
    again = reading_of._shortened(dict(reversed(list(zip(map(str, range(len(digests))), digests, strict=True)))))
    assert len(set(found.values())) == len(digests)
    assert found == again
    assert all(len(short) >= 4 and own.startswith(short) for short, own in zip(found.values(), digests, strict=True))


def test_a_file_that_only_reports_csv_names_is_told(folder, tmp_path):
    (folder / "reports.csv").write_text("file,year\nA.txt,2022\nb.txt,2021\n", "utf-8")
    built = build.build(folder, tmp_path / "tables")
    rows = built.ledger.set_index("file")
    assert rows.at["a.txt", "status"] == "included"
    assert "listed in reports.csv, but not in the folder" in rows.at["b.txt", "reason"] and built.unreadable == 1
