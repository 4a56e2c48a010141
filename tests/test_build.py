"""A folder of reports becomes tables: the same ones every time, whatever else lies in the folder."""

import hashlib
import os
import shutil

import pandas as pd
import pytest

import fazhi
from fazhi import build, paths
from fazhi.errors import FazhiError, UnknownName
from fazhi.reading.metadata.sidecars import SIDECARS

NOVEL = "第一章\n　　那年冬天来得特别早，老槐树下的石磨结了一层薄冰。她提着灯笼走过长巷，听见远处有人唱戏。\n" * 20
POLICY = (
    "关于印发优化营商环境若干措施的通知\n各科室：\n现将若干措施印发给你们，认真执行。\n一、总体要求\n到2025年建成。\n"
)


@pytest.fixture
def folder(tmp_path):
    """Three good reports with their regions."""
    for name in ("qingyu-2023.txt", "heping-2022.txt", "yanchuan-2024.txt", "regions.csv"):
        shutil.copy(paths.SAMPLE / name, tmp_path / name)
    return tmp_path


def _hashes(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_two_builds_are_the_same_to_the_byte_whatever_the_jobs(built, tmp_path):
    build.build(paths.SAMPLE, tmp_path / "tables", jobs=1)
    assert _hashes(tmp_path / "tables") == _hashes(built)


def test_progress_tells_how_many_files_and_reports_there_are(folder, tmp_path):
    (folder / "novel.txt").write_text(NOVEL, "utf-8")
    read, measured = [], []
    build.build(
        folder, tmp_path / "out", done=lambda *told: read.append(told), measured=lambda *told: measured.append(told)
    )
    assert [of for _, of in read] == [4] * 4
    assert measured == [(3, 3)]


def test_a_report_keeps_its_ids_and_rows_whatever_else_is_there(folder, sample, tmp_path):
    build.build(folder, tmp_path / "out")
    own = fazhi.open(tmp_path / "out")
    for name in ("quantities", "problems", "segments", "indicators"):
        few, all_rows = getattr(own, name), getattr(sample, name)
        same = all_rows[all_rows["report_id"].isin(own.reports["report_id"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(few, same)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("novel.txt", NOVEL, "report"),
        ("policy.txt", POLICY, "report"),
        ("empty.txt", "", "empty"),
        (
            "nowhere.txt",
            "2023年度法治政府建设情况报告\n一、主要工作\n开展普法宣传20场次。\n二、存在问题\n（一）普法实效不强。\n",
            "region",
        ),
        ("noise.txt", bytes(range(128, 256)) * 9, "encoding"),
    ],
)
def test_what_is_no_report_stands_in_the_ledger_and_harms_no_other(folder, tmp_path, name, content, reason):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    built = build.build(folder, tmp_path / "out")
    row = built.ledger.set_index("file").loc[name]
    assert row["status"] == "excluded"
    assert reason in row["reason"]
    assert (built.ledger["status"] == "included").sum() == 3


def test_the_same_report_twice_is_kept_once(folder, tmp_path):
    shutil.copy(folder / "qingyu-2023.txt", folder / "again.txt")
    ledger = build.build(folder, tmp_path / "out").ledger
    left_out = ledger.query("status == 'excluded'")
    assert len(left_out) == 1
    assert {"again.txt", "qingyu-2023.txt"} == {
        left_out["file"].item(),
        left_out["reason"].item().split()[3].strip(","),
    }


def test_two_different_reports_of_a_region_and_year_are_both_kept_and_one_is_shown(folder, tmp_path):
    text = (folder / "yanchuan-2024.txt").read_text("utf-8")
    other = (
        "砚川市司法局2024年度法治政府建设情况报告\n2024年,我局扎实推进各项工作,现将情况报告如下:\n一、主要工作\n"
        + "".join(f"(一)办理案件{n}件,开展培训{n}场次,接受监督,认真整改,不断进步。\n" for n in range(20, 40))
    )
    (folder / "bureau.txt").write_text(
        other + "二、存在问题\n(一)普法实效不强。\n砚川市司法局\n2025年1月9日\n", "utf-8"
    )
    assert other not in text
    build.build(folder, tmp_path / "out")
    tables = fazhi.open(tmp_path / "out")
    assert len(tables.reports.query("region == '砚川市'")) == 2
    shown = tables.shown().reports.query("region == '砚川市'")
    assert list(shown["file"]) == ["yanchuan-2024.txt"]
    assert list(tables.shown(issuer_type="department").reports["file"]) == ["bureau.txt"]


def test_nothing_to_do_is_a_plain_error(tmp_path):
    with pytest.raises(FazhiError, match="not a folder"):
        build.build(tmp_path / "not-there", tmp_path / "out")
    with pytest.raises(FazhiError, match="has no files to read"):
        build.build(tmp_path, tmp_path / "out")


def test_a_folder_without_reports_still_gets_its_ledger(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "novel.txt").write_text(NOVEL, "utf-8")
    built = build.build(tmp_path / "in", tmp_path / "out")
    assert list(built.ledger["status"]) == ["excluded"]
    assert len(fazhi.open(tmp_path / "out").quantities) == 0


def test_shown_keeps_one_report_for_each_region_and_year(sample):
    shown = sample.shown(regions=["970100"], years=[2022, 2023])
    assert sorted(shown.reports["year"]) == [2022, 2023]
    assert set(shown.quantities["report_id"]) == set(shown.reports["report_id"])
    assert set(shown.problem_themes["problem_id"]) == set(shown.problems["problem_id"])
    with pytest.raises(UnknownName, match="970100"):
        sample.shown(regions=["970101"])
    with pytest.raises(UnknownName, match="2022"):
        sample.shown(years=[1999])


def test_sentences_hold_their_numbers(sample):
    found = sample.sentences(sample.quantities["quantity_id"].head(200))
    assert len(found) == 200
    assert all(row.raw in row.sentence for row in found.itertuples())


def test_opening_what_is_no_folder_of_tables_says_what_to_do(tmp_path):
    with pytest.raises(FazhiError, match="fazhi build"):
        fazhi.open(tmp_path)


def test_a_file_name_in_gbk_is_read_and_shown(folder, tmp_path):
    name = "鹤坪.txt".encode("gb18030")
    with open(os.path.join(os.fsencode(folder), name), "w", encoding="utf-8") as file:
        file.write((paths.SAMPLE / "heping-2024.pdf").name)
    assert "鹤坪.txt" in set(build.build(folder, tmp_path / "out").ledger["file"])


def test_corrections_are_applied_before_anything_is_derived(folder, sample, tmp_path):
    report_id = sample.reports.query("file == 'qingyu-2023.txt'")["report_id"].item()
    value = sample.indicators.query("report_id == @report_id and indicator_id == 'reconsideration.accepted'").iloc[0]
    place = sample.quantities.set_index("quantity_id").loc[value["quantity_ids"].split("|")[0]]
    rows = [(place["line"], place["start"], "value", place["value"] + 1000), (place["line"], 9999, "unit", "件")]
    table = pd.DataFrame([("qingyu-2023.txt", *row) for row in rows], columns=SIDECARS["corrections.csv"])
    table.to_csv(folder / "corrections.csv", index=False, encoding="gb18030")
    built = build.build(folder, tmp_path / "out")
    assert built.corrected == 1
    assert "row 3" in built.uncorrected[0]
    tables = fazhi.open(tmp_path / "out")
    assert tables.manifest["corrections"] == {"applied": 1, "not applied": built.uncorrected}
    found = tables.indicators.query("report_id == @report_id and indicator_id == 'reconsideration.accepted'").iloc[0]
    assert found["value"] == value["value"] + 1000
    before, after = (table.ratios.groupby("report_id")["computed"].sum()[report_id] for table in (sample, tables))
    assert before != pytest.approx(after)


def test_a_wrong_correction_stops_the_build(folder, tmp_path):
    (folder / "corrections.csv").write_text("report,line,start,field,value\nqingyu-2023.txt,1,1,vlaue,3\n", "utf-8")
    with pytest.raises(FazhiError, match=r"row 2, column 'field'.*value"):
        build.build(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_sidecar_tells_what_a_report_does_not_and_wins_over_what_is_read(folder, tmp_path):
    text = "2023年度法治政府建设情况报告\n一、主要工作\n开展普法宣传20场次。\n二、存在问题\n（一）普法实效不强。\n"
    (folder / "nowhere.txt").write_text(text, "utf-8")
    told = "file,region_code,year,issuer\nnowhere.txt,970121,,\nheping-2022.txt,,2021,\n"
    (folder / "reports.csv").write_text(told, "utf-8")
    build.build(folder, tmp_path / "out")
    reports = fazhi.open(tmp_path / "out").reports.set_index("file")
    assert reports.at["nowhere.txt", "region"] == "蓼川县"
    assert reports.at["heping-2022.txt", "year"] == 2021
    assert "2022" in reports.at["heping-2022.txt", "warnings"]
