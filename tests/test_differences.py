"""What tells two builds apart is named: reports, values, themes, and whether text or catalogue is why."""

import os
import shutil
import subprocess
import sys

import pytest

import fazhi
from fazhi import build, paths
from fazhi.differences import differences

FILES = ("qingyu-2022.txt", "qingyu-2023.txt", "regions.csv")
ACCEPTED = "reconsideration.accepted"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Two reports of the sample, built."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "reports").mkdir()
    for name in FILES:
        shutil.copy(paths.SAMPLE / name, folder / "reports")
    build.build(folder / "reports", folder / "tables")
    return folder


def test_a_build_does_not_differ_from_itself(first):
    found = differences(fazhi.open(first), fazhi.open(first))
    assert not len(found.reports) and not len(found.values) and not len(found.themes)


def test_reports_without_a_number_and_a_problem_are_compared(first, tmp_path):
    (tmp_path / "reports").mkdir()
    shutil.copy(paths.SAMPLE / "regions.csv", tmp_path / "reports")
    text = "青屿市2023年度法治政府建设情况报告\n2023年，青屿市依法行政，推进法治政府建设。\n"
    (tmp_path / "reports" / "a.txt").write_text(text, "utf-8")
    build.build(tmp_path / "reports", tmp_path / "tables")
    some, none = fazhi.open(first), fazhi.open(tmp_path)
    assert none.indicators.empty and none.problem_themes.empty
    assert differences(none, none).values.empty
    for found, state in ((differences(some, none), "vanished"), (differences(none, some), "new")):
        assert set(found.values["state"]) == set(found.themes["state"]) == {state}


def test_a_changed_number_a_new_report_and_one_that_is_gone(first, tmp_path):
    shutil.copytree(first / "reports", tmp_path / "reports")
    (tmp_path / "reports" / "qingyu-2022.txt").unlink()
    shutil.copy(paths.SAMPLE / "wangyu-2022.txt", tmp_path / "reports")
    old = fazhi.open(first)
    value = old.indicators.query("indicator_id == @ACCEPTED and year == 2023 and qualifier == ''")["value"].item()
    file = tmp_path / "reports" / "qingyu-2023.txt"
    file.write_text(file.read_text("utf-8").replace(f"{value:.0f}件", f"{value + 1:.0f}件"), "utf-8")
    build.build(tmp_path / "reports", tmp_path / "tables")
    found = differences(old, fazhi.open(tmp_path))
    states = found.reports.set_index("file_new").fillna("")
    assert sorted(found.reports["state"]) == ["changed", "new", "vanished"]
    assert states.loc["qingyu-2023.txt", "state"] == "changed"
    moved = found.values.query("indicator_id == @ACCEPTED and state == 'changed'")
    assert list(zip(moved["value_old"], moved["value_new"], strict=True)) == [(value, value + 1)]
    assert f"{value:.0f}件" in moved["sentence_old"].item() and f"{value + 1:.0f}件" in moved["sentence_new"].item()
    assert set(found.values["because"]) == set(found.themes["because"]) == {"corpus"}
    assert found.summary["reports"] == {"new": 1, "changed": 1, "vanished": 1}


def test_another_catalogue_changes_findings_and_is_named(first, tmp_path):
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    rules = tmp_path / "catalog" / "theme_patterns.csv"
    theme = fazhi.open(first).problem_themes["theme_id"].iloc[0]
    lines = rules.read_text("utf-8").splitlines(keepends=True)
    rules.write_text("".join(line for line in lines if not line.startswith(f"{theme},")), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "fazhi", "build", first / "reports", "--out", tmp_path / "out", "--jobs", "1"],
        env={**os.environ, "FAZHI_CATALOG": str(tmp_path / "catalog")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with pytest.warns(UserWarning, match="another catalogue"):
        found = differences(fazhi.open(first), fazhi.open(tmp_path / "out"))
    assert set(found.themes["because"]) == {"catalogue"}
    assert theme in set(found.themes.query("state == 'vanished'")["theme_id"])
    assert not len(found.reports) and not len(found.values)
