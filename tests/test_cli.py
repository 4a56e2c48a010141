"""The commands: what they print, and how they exit."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import fazhi
from fazhi import build, paths
from fazhi.cli import main
from fazhi.schema import typed


@pytest.fixture
def run():
    return lambda *args, **more: CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False, **more)


def test_build_says_what_it_left_out(run, tmp_path):
    shutil.copytree(paths.SAMPLE, tmp_path / "in")
    (tmp_path / "in" / "novel.txt").write_text("第一章\n大雪下了一夜，山里的路断了。\n" * 30, "utf-8")
    result = run("build", tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "left out: novel.txt" in result.stderr
    assert "[13/13] read " in result.stderr and "measured 12 of 12 reports" in result.stderr
    assert (tmp_path / "out" / "tables" / "manifest.json").exists()


def test_a_file_that_cannot_be_read_exits_with_1(run, tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(paths.SAMPLE / "regions.csv", tmp_path / "in")
    shutil.copy(paths.SAMPLE / "heping-2022.txt", tmp_path / "in")
    (tmp_path / "in" / "noise.txt").write_bytes(bytes(range(128, 256)) * 9)
    assert run("check", tmp_path / "in").exit_code == 1
    assert run("build", tmp_path / "in", "--out", tmp_path / "out").exit_code == 1


@pytest.mark.parametrize("command", ["build", "check", "run"])
def test_nothing_usable_exits_with_2_and_one_sentence(run, tmp_path, command):
    result = run(command, tmp_path / "not-there")
    assert result.exit_code == 2
    assert "is not a folder" in result.stderr
    assert "Traceback" not in result.stderr


def test_only_what_is_no_report_exits_with_2(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "novel.txt").write_text("第一章\n大雪下了一夜，山里的路断了。\n" * 30, "utf-8")
    assert run("build", tmp_path / "in", "--out", tmp_path / "out").exit_code == 2
    assert run("check", tmp_path / "in").exit_code == 2


def test_check_shows_the_ledger_and_writes_nothing(run, tmp_path):
    shutil.copytree(paths.SAMPLE, tmp_path / "in")
    before = sorted(tmp_path.rglob("*"))
    result = run("check", tmp_path / "in")
    assert result.exit_code == 0
    assert "included, 0 excluded" in result.output
    assert sorted(tmp_path.rglob("*")) == before


def test_words_cuts_a_line_at_a_time(run):
    result = run("words", input="全县开展行政执法培训12期。\n\n")
    first, second = result.stdout.split("\n")[:2]
    assert "".join(first.split()) == "全县开展行政执法培训12期。"
    assert "行政执法" in first.split()
    assert second == ""


def test_quantities_prints_a_json_list_a_line(run):
    result = run("quantities", input="全年受理行政复议案件1.2万余件，审结98件。\n本句没有数字。\n")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(q["value"], q["unit"], q["bound"]) for q in rows[0]] == [(12000, "件", "more_than"), (98, "件", "exact")]
    assert [q["indicator_id"] for q in rows[0]] == ["reconsideration.accepted", "reconsideration.concluded"]
    assert rows[1] == []


def test_themes_prints_themes_with_their_evidence(run):
    statement = "普法宣传的针对性和实效性不强，形式比较单一。"
    (row,) = json.loads(run("themes", input=statement + "\n").stdout)
    assert row["theme_id"] == "publicity"
    assert statement[row["start"] : row["end"]] == row["evidence"]


def test_export_names_the_files_it_wrote(run, built, tmp_path):
    result = run("export", "--tables", built, "--format", "dta", "--out", tmp_path)
    assert result.stdout.split() == [str(tmp_path / "panel.dta")]
    assert (tmp_path / "panel.dta").exists()


@pytest.mark.parametrize(
    ("what", "column", "answer"), [("statements", "themes", "other"), ("quantities", "right", "是")]
)
def test_a_sheet_is_drawn_filled_and_judged(run, built, tmp_path, what, column, answer):
    drawn = run("sample", what, "-n", 12, "--seed", 3, "--tables", built, "--out", tmp_path / "sheet")
    assert drawn.exit_code == 0
    assert drawn.stdout.split() == [str(tmp_path / "sheet.csv"), str(tmp_path / "sheet.xlsx")]
    sheet = pd.read_csv(tmp_path / "sheet.csv", dtype=str, keep_default_na=False)
    assert len(sheet) == 12
    sheet.assign(**{column: answer}).to_csv(tmp_path / "sheet.csv", index=False)
    judged = run("agreement", tmp_path / "sheet.csv", "--tables", built, "--out", tmp_path / "found.csv")
    assert judged.exit_code == 0 and "all" in judged.stdout
    assert pd.read_csv(tmp_path / "found.csv").iloc[-1, 0] == "all"


# both, by hand only, by the rules only, neither; kappa and alpha as printed
PUBLISHED = {
    # Feinstein, A. R., & Cicchetti, D. V. (1990). High agreement but low kappa: I. J. of Clinical Epidemiology 43,
    # 543–549. By hand: (0.85 - (0.49 * 0.46 + 0.51 * 0.54)) / (1 - (0.49 * 0.46 + 0.51 * 0.54)) = 0.699.
    "kappa": ((40, 9, 6, 45), 0.70, 0.005),
    # Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, A: observers 0100000010 and 1110010000. By
    # hand: 1 - 19 * 4 / (14 * 6) = 0.095, with 14 zeros, 6 ones, 4 disagreements.
    "alpha": ((1, 1, 3, 5), 0.095, 0.0005),
}


@pytest.mark.parametrize("figure", PUBLISHED)
def test_agreement_gives_what_is_published(run, tmp_path, figure):
    """The command on tables and a sheet that hold a published worked example."""
    cells, published, rounding = PUBLISHED[figure]
    marks = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], cells, axis=0)
    ids = [f"9701{n:02}-2024-0000" for n in range(len(marks))]
    problems = pd.DataFrame({"problem_id": [f"{i}/p1" for i in ids], "report_id": ids, "text": "甲。"})
    coded = problems.assign(theme_id=np.where(marks[:, 1], "digital", "other"), evidence="甲。")
    sheet = problems.assign(themes=np.where(marks[:, 0], "digital", "other"))
    whole = dict.fromkeys(
        ["year", "n_chars", "n_segments", "n_quantities", "n_problems", "n", "line", "start", "end"], 1
    )
    tables = tmp_path / "tables"
    tables.mkdir()
    for name, table in {"reports": problems, "problems": problems, "problem_themes": coded}.items():
        typed(name, table.assign(**whole)).to_parquet(tables / f"{name}.parquet")
    build.seal(tables, {})
    sheet.to_csv(tmp_path / "sheet.csv", index=False)
    result = run("agreement", tmp_path / "sheet.csv", "--tables", tables, "--out", tmp_path / "found.csv")
    found = pd.read_csv(tmp_path / "found.csv").set_index("theme_id").loc["digital"]
    assert result.exit_code == 0
    assert found[figure] == pytest.approx(published, abs=rounding)
    assert found[f"{figure}_low"] < found[figure] < found[f"{figure}_high"]
    # With every statement coded by hand, Rogan and Gladen's estimate is the share by hand.
    assert found["corrected"] == pytest.approx(marks[:, 0].mean())


def test_a_wrong_sheet_exits_with_2_and_one_sentence(run, built, tmp_path):
    run("sample", "statements", "-n", 3, "--tables", built, "--out", tmp_path / "sheet")
    result = run("agreement", tmp_path / "sheet.csv", "--tables", built)
    assert result.exit_code == 2
    assert "'themes' is empty" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_standard_input_may_come_in_any_chinese_encoding_and_with_any_line_ends(run, encoding):
    lines = ["全年受理行政复议案件1.2万余件，审结98件。", "", "全县开展行政执法培训12期。"]
    told = run("quantities", input="\r\n".join(lines).encode(encoding)).stdout.splitlines()
    assert [[row["raw"] for row in json.loads(line)] for line in told] == [["1.2万余件", "98件"], [], ["12期"]]


def test_standard_input_that_is_no_text_is_refused_in_one_sentence(run):
    result = run("words", input=bytes(range(128, 256)) * 9)
    assert result.exit_code == 2
    assert result.stderr.startswith("fazhi: no Chinese text")


@pytest.fixture
def corrected(tmp_path):
    """A folder with a report, and what writes its corrections."""
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(paths.SAMPLE / "regions.csv", folder)
    shutil.copy(paths.SAMPLE / "heping-2022.txt", folder)
    return folder, lambda rows: (folder / "corrections.csv").write_text(f"report,line,start,field,value\n{rows}\n")


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_correction_that_fits_nothing_is_named(run, corrected, tmp_path, command):
    folder, correct = corrected
    correct("heping-2021.txt,3,4,value,7\nheping-2022.txt,1,999,delete,")
    result = run(command, folder, *(["--out", tmp_path / "out"] if command == "build" else []))
    assert result.exit_code == 0
    assert "row 2 was not applied: unknown report 'heping-2021.txt'" in result.stderr
    assert "row 3 was not applied: unknown line.start of a number in heping-2022.txt: '1.999'" in result.stderr


def test_check_counts_the_corrections_that_fit_and_writes_nothing(run, corrected, sample):
    folder, correct = corrected
    place = sample.quantities.merge(sample.reports.query("file == 'heping-2022.txt'")["report_id"]).iloc[0]
    correct(f"heping-2022.txt,{place['line']},{place['start']},value,7\nheping-2022.txt,1,999,value,7")
    before = sorted(folder.rglob("*"))
    assert "1 of 2 corrections fit" in run("check", folder).stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("row", ["heping-2022.txt,1,4,vlaue,7", "heping-2022.txt,1,4,value,many"])
def test_check_refuses_a_correction_that_cannot_be_meant(run, corrected, row):
    folder, correct = corrected
    correct(row)
    result = run("check", folder)
    assert result.exit_code == 2
    assert "corrections.csv, row 2, column" in result.stderr


def test_no_processes_are_refused(run, tmp_path):
    assert run("check", tmp_path, "--jobs", 0).exit_code == 2


def test_agreement_does_not_overwrite_the_sheet_that_was_filled(run, built, tmp_path):
    run("sample", "quantities", "-n", 3, "--tables", built, "--out", tmp_path / "sheet")
    before = (tmp_path / "sheet.csv").read_bytes()
    result = run("agreement", tmp_path / "sheet.csv", "--tables", built, "--out", tmp_path / "sheet.csv")
    assert result.exit_code == 2 and "is the filled sheet itself" in result.stderr
    assert (tmp_path / "sheet.csv").read_bytes() == before


def test_review_says_what_was_looked_at_and_writes_page_and_workbook(run, built, tmp_path):
    result = run("review", "--tables", built, "--out", tmp_path / "look")
    assert result.exit_code == 0
    assert "checked so far: 1, right: 1" in result.stderr
    assert result.stdout.split() == [str(tmp_path / "look.html"), str(tmp_path / "look.xlsx")]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("years", "[2023", "cannot be read"),
        ("years", "[all]", "'all' is not a whole number"),
        ("years", "{a: 1}", "is not a whole number"),
        ("refits", "0", "must be at least 1"),
        ("page", "first", "'first' is not a whole number"),
        ("k", "-1", "must be at least 0"),
        ("grid", "[1, 2]", "must be at least 2"),
        ("seed", "[1, 2]", "is a list"),
        ("journal", "elsevir", "elsevier"),
        ("formats", "[pdf, gif]", "'gif'"),
        ("model", "stm", "nmf, lda"),
        ("indicators", "mediation.case", "mediation.cases"),
        ("population", "nowhere.csv", "the file nowhere.csv does not exist"),
        ("tables", "elsewhere", "set by the run"),
        ("yeers", "2023", "unknown parameter 'yeers'"),
    ],
)
def test_a_wrong_parameter_is_told_before_anything_is_read(run, tmp_path, name, value, said):
    result = run("run", paths.SAMPLE, "--out", tmp_path / "out", "-p", name, value)
    assert result.exit_code == 2 and said in result.stderr and "Traceback" not in result.stderr
    assert "] read " not in result.stderr and not (tmp_path / "out").exists()


def test_file_names_are_whole_in_a_pipe(run, tmp_path):
    name = "很长的文件名" * 12 + ".txt"
    shutil.copytree(paths.SAMPLE, tmp_path / "in")
    (tmp_path / "in" / name).write_text("第一章\n大雪下了一夜，山里的路断了。\n" * 30, "utf-8")
    assert name in run("check", tmp_path / "in").stdout


SURROUNDINGS = {
    "a terminal without Chinese": 'echo 受理12件。 | PYTHONIOENCODING=ascii "$0" -m fazhi words',
    "nobody reads on": '{ echo 受理12件。; } | "$0" -m fazhi words | true',
    "standard input closed": '"$0" -m fazhi quantities <&-',
    "standard output closed": '"$0" -m fazhi check "$1" --jobs 1 >&-',
    "the ledger where Chinese cannot be shown": 'PYTHONIOENCODING=latin-1 "$0" -m fazhi check "$1" --jobs 1',
}


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("what", SURROUNDINGS)
def test_no_stream_makes_a_traceback(tmp_path, what):
    (tmp_path / "a.txt").write_text("望屿县2023年度工作\n", "utf-8")
    command = ["sh", "-c", SURROUNDINGS[what], sys.executable, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert b"Traceback" not in done.stderr and b"roken" not in done.stderr, done.stderr


def test_a_folder_whose_name_is_no_text_is_read_and_not_written(run, tmp_path):
    odd = os.fsdecode(os.fsencode(tmp_path) + "/报告".encode("gbk"))
    os.mkdir(odd)
    for name in ("qingyu-2022.txt", "regions.csv"):
        shutil.copy(paths.SAMPLE / name, odd)
    assert run("build", odd, "--out", tmp_path / "out", "--jobs", 1).exit_code == 0
    assert fazhi.open(tmp_path / "out").manifest["reports"] == "报告"
    refused = run("build", tmp_path / "out", "--out", f"{odd}2")
    assert refused.exit_code == 2 and "is not valid UTF-8" in refused.output
